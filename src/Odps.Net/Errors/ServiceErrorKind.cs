namespace Odps.Net;

/// <summary>What a service error means to a caller; it decides the exception type and the advice in its message.</summary>
internal enum ServiceErrorKind
{
    /// <summary>Nothing more is known than the text.</summary>
    Other,

    NotFound,

    AlreadyExists,

    Permission,

    /// <summary>A wrong key, signature or token.</summary>
    Authentication,

    /// <summary>A token or a signed request that is too old, and that a newer credential may cure.</summary>
    ExpiredCredential,

    /// <summary>The clocks of the two sides differ too much.</summary>
    ClockSkew,

    Throttled,

    /// <summary>A fault of the service.</summary>
    Internal,
}
