namespace Odps.Net.Compression;

/// <summary>The seam between the bodies and buffers that are compressed and the formats: everything is opened and made here.</summary>
internal static class CompressionStreams
{
    /// <summary>Opens a stream that reads the decompressed bytes of <paramref name="inner"/>.</summary>
    /// <param name="algorithm">The format; <see cref="CompressionAlgorithm.None"/> gives the inner stream itself, which whoever disposes it closes.</param>
    /// <param name="inner">The compressed bytes, from the first to the end of the stream.</param>
    /// <param name="leaveOpen">Whether disposing leaves the inner stream open.</param>
    /// <remarks>
    /// Reading is asynchronous only. Damaged data makes it throw <see cref="InvalidDataException"/>, data that ends early
    /// <see cref="EndOfStreamException"/>.
    /// </remarks>
    public static Stream OpenRead(CompressionAlgorithm algorithm, Stream inner, bool leaveOpen = false)
        => algorithm switch
        {
            CompressionAlgorithm.None => inner,
            CompressionAlgorithm.Deflate => new DeflateReadStream(inner, leaveOpen),
            _ => new DecompressingStream(CreateDecoder(algorithm), inner, leaveOpen),
        };

    /// <summary>Opens a stream that compresses what is written into <paramref name="inner"/>.</summary>
    /// <param name="algorithm">The format; <see cref="CompressionAlgorithm.None"/> passes bytes through.</param>
    /// <param name="inner">Receives the compressed bytes.</param>
    /// <param name="level">The effort, from 1 (fastest) to 9, or null for the format's default; see <see cref="CreateEncoder"/>.</param>
    /// <param name="leaveOpen">Whether disposing leaves the inner stream open.</param>
    public static CompressingStream OpenWrite(CompressionAlgorithm algorithm, Stream inner, int? level = null, bool leaveOpen = false)
        => algorithm switch
        {
            CompressionAlgorithm.None => new PassThroughStream(inner, leaveOpen),
            CompressionAlgorithm.Deflate => new DeflateWriteStream(inner, level, leaveOpen),
            _ => new FrameCompressingStream(CreateEncoder(algorithm, level), inner, leaveOpen),
        };

    /// <summary>Makes a reusable decoder for whole buffers, such as those of Arrow record batches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The format has no buffer decoder (<see cref="CompressionAlgorithm.None"/>, <see cref="CompressionAlgorithm.Deflate"/>).</exception>
    public static FrameDecoder CreateDecoder(CompressionAlgorithm algorithm)
        => algorithm switch
        {
            CompressionAlgorithm.Snappy => new SnappyFrameDecoder(),
            CompressionAlgorithm.Lz4Frame => new Lz4FrameDecoder(),
            CompressionAlgorithm.Zstandard => new ZstdFrameDecoder(),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "The format has no frame decoder."),
        };

    /// <summary>Makes a reusable encoder for whole buffers.</summary>
    /// <param name="algorithm">The format.</param>
    /// <param name="level">
    /// The effort, from 1 to 9. LZ4: default 1; 1 and 2 fast, 3 to 9 search deeper. Zstandard: default 3. Snappy has none.
    /// Values outside are taken as the nearest.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The format has no buffer encoder (<see cref="CompressionAlgorithm.None"/>, <see cref="CompressionAlgorithm.Deflate"/>).</exception>
    public static FrameEncoder CreateEncoder(CompressionAlgorithm algorithm, int? level = null)
        => algorithm switch
        {
            CompressionAlgorithm.Snappy => new SnappyFrameEncoder(),
            CompressionAlgorithm.Lz4Frame => new Lz4FrameEncoder(level ?? Lz4FrameEncoder.DefaultLevel),
            CompressionAlgorithm.Zstandard => new ZstdFrameEncoder(level ?? ZstdFrameEncoder.DefaultLevel),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "The format has no frame encoder."),
        };
}
