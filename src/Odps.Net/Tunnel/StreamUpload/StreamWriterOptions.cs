namespace Odps.Net.Tunnel;

/// <summary>How the writer of a stream upload works. Everything has a default.</summary>
public sealed record StreamWriterOptions
{
    /// <summary>The size, before compression, from which a pack is sent by itself; the row that reaches it is part of it. Default: 20 MiB.</summary>
    public int PackBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>
    /// The partition of the rows, all of its keys; required in a session with <see cref="StreamUploadOptions.DynamicPartition"/> unless the session has
    /// one, and refused in others. Default: that of the session.
    /// </summary>
    public PartitionSpec? Partition { get; init; }

    /// <summary>Told of each pack that the service has stored, which counts as a block, and of each attempt after the first. Default: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
