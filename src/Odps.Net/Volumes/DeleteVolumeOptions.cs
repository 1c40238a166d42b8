namespace Odps.Net;

/// <summary>What goes with a volume that is deleted.</summary>
public sealed record DeleteVolumeOptions
{
    /// <summary>Whether a volume that is not there is no error. Default: <see langword="false"/>.</summary>
    public bool IfExists { get; init; }

    /// <summary>Whether the directory of an external volume goes with it (<c>autoRmDir</c>). Default: <see langword="false"/>, it stays.</summary>
    public bool RemoveDirectory { get; init; }

    /// <summary>Whether a directory that is not empty goes too (<c>recursive</c>). Default: <see langword="false"/>.</summary>
    public bool Recursive { get; init; }
}
