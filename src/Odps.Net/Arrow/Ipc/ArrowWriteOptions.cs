namespace Odps.Net.Arrow;

/// <summary>How Arrow data is written.</summary>
public sealed record ArrowWriteOptions
{
    /// <summary>How buffers are compressed. Buffers that do not shrink are stored as they are. Default: <see cref="ArrowCompression.None"/>.</summary>
    public ArrowCompression Compression { get; init; }

    /// <summary>The effort of compression, 1 to 9. Default: that of the format.</summary>
    public int? CompressionLevel { get; init; }

    /// <summary>Where each buffer begins in a body: at a multiple of 8 or 64 bytes. Default: 64, as the format recommends.</summary>
    public int Alignment { get; init; } = 64;

    internal static ArrowWriteOptions Default { get; } = new();
}
