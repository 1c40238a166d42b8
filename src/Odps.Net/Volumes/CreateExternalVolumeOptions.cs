namespace Odps.Net;

/// <summary>What an external volume may have from the start.</summary>
public sealed record CreateExternalVolumeOptions
{
    /// <summary>The RAM role by which the service reaches the object store, for example <c>acs:ram::1234:role/r</c> (<c>odps.properties.rolearn</c>). Default: the service's own.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The comment. Default: none.</summary>
    public string? Comment { get; init; }

    /// <summary>Further properties. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the directory of the object store is created if it is not there (<c>autoMkDir</c>). Default: <see langword="false"/>.</summary>
    public bool CreateDirectory { get; init; }

    /// <summary>Whether the service speeds up access to a large volume (<c>accelerate</c>). Default: <see langword="false"/>.</summary>
    public bool Accelerate { get; init; }
}
