namespace Odps.Net.Tunnel.Wire;

/// <summary>Settings of a record stream's reader or writer.</summary>
internal sealed record RecordStreamOptions
{
    public static RecordStreamOptions Default { get; } = new();

    /// <summary>What the stream is, for messages: <c>download session X of table p.t</c>.</summary>
    public string Description { get; init; } = "record stream";

    /// <summary>
    /// Reading: whether the column at a position travels; one that does not has no field number and no values, since its place is for a value that is known.
    /// Default: all columns travel.
    /// </summary>
    public Func<int, bool>? IsSent { get; init; }

    /// <summary>Reading: the most bytes that one value may have. Default: 64 MiB, eight times what the service stores by default.</summary>
    public int MaxFieldBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Reading: the most bytes that one row may have. Default: 256 MiB; the service's own limit is 200 MB.</summary>
    public int MaxRowBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Writing: the most bytes of one text or binary value (<c>MaxFieldSize</c> of the session). Default: 8 MiB.</summary>
    public int MaxFieldSize { get; init; } = ValueLimits.DefaultMaxFieldSize;

    /// <summary>The size of the buffer to begin with, and when writing the amount from which it is sent on. Default: 64 KiB.</summary>
    public int BufferSize { get; init; } = 64 * 1024;

    /// <summary>
    /// The zone in which wall-clock times without a zone of their own are meant. Default: none, so that such times are refused for DATETIME and
    /// TIMESTAMP when writing and are UTC when reading. The zone of the machine is never used.
    /// </summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Whether the stream underneath stays open when the reader or writer is disposed of. Default: it is closed.</summary>
    public bool LeaveOpen { get; init; }
}
