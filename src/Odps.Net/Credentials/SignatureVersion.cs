namespace Odps.Net;

/// <summary>How requests are signed. It does not matter to bearer tokens, which are sent without a signature.</summary>
public enum SignatureVersion
{
    /// <summary>
    /// <see cref="V4"/> when a region is known, else <see cref="V2"/>. The region is <see cref="OdpsClientOptions.Region"/>, or the one in
    /// the host of <see cref="OdpsClientOptions.Endpoint"/>; for tunnel requests only <see cref="OdpsClientOptions.Region"/> counts. When
    /// the service refuses V4, the request is repeated with V2, and the client stays with V2 for that endpoint if that works.
    /// </summary>
    Auto,

    /// <summary>HMAC-SHA1 with the secret itself. Needs no region.</summary>
    V2,

    /// <summary>HMAC-SHA1 with a key derived from the secret, the day and the region. Needs a region; never falls back.</summary>
    V4,
}
