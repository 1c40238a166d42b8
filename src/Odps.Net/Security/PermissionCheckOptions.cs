namespace Odps.Net;

/// <summary>What else a check of a permission is about. Everything has a default.</summary>
public sealed record PermissionCheckOptions
{
    /// <summary>The schema of the object, in projects with three-level names. Default: the client's schema.</summary>
    public string? Schema { get; init; }

    /// <summary>The columns of a table that are to be read. Default: none, the table as a whole.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Who is asked about, for example <c>ALIYUN$someone@example.com</c>. Default: <see langword="null"/>, the credential itself.</summary>
    public string? Principal { get; init; }
}
