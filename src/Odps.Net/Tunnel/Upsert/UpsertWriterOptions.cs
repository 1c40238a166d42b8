namespace Odps.Net.Tunnel;

/// <summary>How the writer of an upsert session works. Everything has a default.</summary>
public sealed record UpsertWriterOptions
{
    /// <summary>The size, before compression, from which the rows of one bucket are sent by themselves. Default: 1 MiB.</summary>
    public int BucketBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How many bytes of rows, before compression, may wait or be under way; a row that exceeds it waits until all are stored. Default: 64 MiB.
    /// </summary>
    public long BufferBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How many packets, each of another bucket, are under way at a time. Default: 8.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>
    /// The names of the columns that upserts change, beside the key columns, whose values have to be given as well; other columns keep their values
    /// (partial update). Only for sessions with <see cref="UpsertSession.AllowsPartialUpdate"/>. Default: all columns.
    /// </summary>
    public IReadOnlyList<string>? ValueColumns { get; init; }

    /// <summary>Told of each packet that the service has stored, which counts as a block, and of each attempt after the first. Default: nobody.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
