namespace Odps.Net;

/// <summary>The kind of a volume. An open set: a value of a newer service is kept as it is, in upper case.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct VolumeType(string Value)
{
    /// <summary>A partitioned volume (<c>OLD</c>): partitions with files, see <see cref="PartedVolume"/>.</summary>
    public static VolumeType Parted { get; } = new("OLD");

    /// <summary>A file system (<c>NEW</c>): directories and files, see <see cref="FileSystemVolume"/>.</summary>
    public static VolumeType FileSystem { get; } = new("NEW");

    /// <summary>A directory of an object store (<c>EXTERNAL</c>), see <see cref="ExternalVolume"/>.</summary>
    public static VolumeType External { get; } = new("EXTERNAL");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";

    internal static VolumeType? Read(string? text) => string.IsNullOrEmpty(text) ? null : new VolumeType(text.ToUpperInvariant());
}
