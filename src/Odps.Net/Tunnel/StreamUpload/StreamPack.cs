using Odps.Net.Compression;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>A complete record stream in pooled memory, ready to be sent, and sent again byte for byte.</summary>
internal sealed class StreamPack : IDisposable
{
    private readonly IDisposable _owner;

    private StreamPack(IDisposable owner, ReadOnlyMemory<byte> body, long number, long rows, long bytes)
    {
        _owner = owner;
        Body = body;
        Number = number;
        Rows = rows;
        Bytes = bytes;
    }

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The position among the packs of the writer, from 1.</summary>
    public long Number { get; }

    public long Rows { get; }

    /// <summary>The bytes before compression.</summary>
    public long Bytes { get; }

    /// <summary>Whether the pack was sent whole and it is not known whether it was stored.</summary>
    public bool IsUndecided { get; set; }

    /// <summary>Ends the stream of an encoder and takes it over.</summary>
    public static async ValueTask<StreamPack> SealAsync(RecordStreamEncoder encoder, TunnelCompression compression, long number)
    {
        encoder.Complete();
        if (compression.Algorithm == CompressionAlgorithm.None)
        {
            return new StreamPack(encoder, encoder.Pending, number, encoder.Rows, encoder.Bytes);
        }

        PooledStream compressed = await CompressAsync(encoder.Pending, compression).ConfigureAwait(false);
        var pack = new StreamPack(compressed, compressed.Written, number, encoder.Rows, encoder.Bytes);
        encoder.Dispose();
        return pack;
    }

    /// <summary>Compresses a body in memory, so that its length is known and a repetition costs no second compression.</summary>
    public static async ValueTask<PooledStream> CompressAsync(ReadOnlyMemory<byte> body, TunnelCompression compression)
    {
        var target = new PooledStream(Math.Max(body.Length / 2, 1024));
        try
        {
            CompressingStream compressing = CompressionStreams.OpenWrite(compression.Algorithm, target, compression.Level, leaveOpen: true);
            await using (compressing.ConfigureAwait(false))
            {
                await compressing.WriteAsync(body).ConfigureAwait(false);
                await compressing.CompleteAsync().ConfigureAwait(false);
            }

            return target;
        }
        catch
        {
            await target.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose() => _owner.Dispose();
}
