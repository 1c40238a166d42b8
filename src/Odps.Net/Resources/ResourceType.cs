namespace Odps.Net;

/// <summary>The kind of a resource. An open set: a value of a newer service is kept as it is, in lower case.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct ResourceType(string Value)
{
    /// <summary>Any file.</summary>
    public static ResourceType File { get; } = new("file");

    /// <summary>A Python program.</summary>
    public static ResourceType Py { get; } = new("py");

    /// <summary>A Java archive.</summary>
    public static ResourceType Jar { get; } = new("jar");

    /// <summary>A compressed archive: .zip, .tgz, .tar.gz, .tar or .jar, told apart by the end of the name.</summary>
    public static ResourceType Archive { get; } = new("archive");

    /// <summary>A table, or one of its partitions.</summary>
    public static ResourceType Table { get; } = new("table");

    /// <summary>A file of a volume.</summary>
    public static ResourceType VolumeFile { get; } = new("volumefile");

    /// <summary>A compressed archive in a volume.</summary>
    public static ResourceType VolumeArchive { get; } = new("volumearchive");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";

    internal static ResourceType? Read(string? text) => string.IsNullOrEmpty(text) ? null : new ResourceType(text.ToLowerInvariant());
}
