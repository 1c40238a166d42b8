namespace Odps.Net.Tunnel;

/// <summary>A file that the service has of a volume upload session.</summary>
/// <param name="Name">The name, which may have slashes.</param>
/// <param name="Length">The length in bytes; <see langword="null"/> when the service does not say.</param>
public sealed record VolumeFile(string Name, long? Length);
