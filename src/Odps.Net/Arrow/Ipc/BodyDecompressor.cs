using System.Buffers.Binary;
using System.Globalization;
using Odps.Net.Compression;

namespace Odps.Net.Arrow;

/// <summary>
/// Decompresses the buffers of a body, each on its own, into one memory. The announced lengths are limits that the data must meet; memory grows with
/// what the data really gives.
/// </summary>
internal sealed class BodyDecompressor(ArrowReadOptions options, ArrowMemoryPool pool) : IDisposable
{
    private const int Alignment = 64;
    private const int PlausibleRatio = 32;

    private FrameDecoder? _lz4;
    private FrameDecoder? _zstandard;
    private (int Offset, int Length)[] _places = [];

    /// <summary>Where each buffer is in the memory that was returned last.</summary>
    public ReadOnlySpan<(int Offset, int Length)> Places => _places;

    /// <param name="body">The compressed body.</param>
    /// <param name="buffers">The buffers: offset and length of 64 bits each.</param>
    /// <param name="compression">The compression table.</param>
    /// <returns>The memory, with one reference for the caller; null when all buffers are empty.</returns>
    public PooledMemory? Decompress(ReadOnlySpan<byte> body, ReadOnlySpan<byte> buffers, FlatTable compression)
    {
        FrameDecoder decoder = Decoder(compression);
        int count = buffers.Length / 16;
        if (_places.Length < count)
        {
            _places = new (int, int)[count];
        }

        long total = 0;
        for (int i = 0; i < count; i++)
        {
            total += Aligned(Announced(Source(body, buffers, i), i));
            if (total > options.MaxBodyLength)
            {
                throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"its body decompresses to more than the {options.MaxBodyLength} bytes that are accepted ({nameof(ArrowReadOptions)}.{nameof(ArrowReadOptions.MaxBodyLength)})"));
            }
        }

        if (total == 0)
        {
            Array.Clear(_places);
            return null;
        }

        PooledMemory memory = PooledMemory.Rent(pool, (int)Math.Min(total, (1 << 20) + (body.Length * (long)PlausibleRatio)));
        try
        {
            int position = 0;
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> source = Source(body, buffers, i);
                int length = (int)Announced(source, i);
                int start = position;
                if (length > 0)
                {
                    Decompress(decoder, source, length, i, total, ref memory, ref position);
                }

                _places[i] = (start, length);
                position = (int)Aligned(position);
            }

            return memory;
        }
        catch
        {
            memory.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _lz4?.Dispose();
        _zstandard?.Dispose();
    }

    private void Decompress(FrameDecoder decoder, ReadOnlySpan<byte> source, int length, int index, long total, ref PooledMemory memory, ref int position)
    {
        int end = position + length;
        ReadOnlySpan<byte> frame = source[8..];
        bool stored = BinaryPrimitives.ReadInt64LittleEndian(source) == -1;
        if (stored)
        {
            Ensure(end, total, position, ref memory);
            frame.CopyTo(memory.Writable[position..]);
            position = end;
            return;
        }

        try
        {
            if (end <= memory.Capacity)
            {
                decoder.DecompressExactly(frame, memory.Writable[position..end]);
                position = end;
            }
            else
            {
                DecompressInSteps(decoder, frame, end, total, ref memory, ref position);
            }
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"buffer {index} does not decompress to the {length} bytes that it announces: {cause.Message}"), cause);
        }
    }

    /// <summary>For data that claims to be far more than its compressed form is likely to give: memory is taken as the data proves it.</summary>
    private void DecompressInSteps(FrameDecoder decoder, ReadOnlySpan<byte> frame, int end, long total, ref PooledMemory memory, ref int position)
    {
        int start = position;
        int written = 0;
        int read = 0;
        decoder.ResetForBuffer();
        while (read < frame.Length)
        {
            if (frame.Length - read < decoder.NeededInput)
            {
                decoder.ThrowCut(frame.Length - read);
            }

            Ensure((int)Math.Min(end, (long)start + written + decoder.NextOutput), total, start + written, ref memory);
            read += decoder.Decode(frame[read..], memory.Writable[start..Math.Min(end, memory.Capacity)], ref written);
        }

        if (!decoder.CanEnd)
        {
            decoder.ThrowCut(0);
        }

        if (start + written != end)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"the data ends after {written} bytes"));
        }

        position = end;
    }

    private void Ensure(int needed, long total, int filled, ref PooledMemory memory)
    {
        if (needed <= memory.Capacity)
        {
            return;
        }

        PooledMemory larger = PooledMemory.Rent(pool, (int)Math.Min(total, Math.Max(needed, memory.Capacity * 2L)));
        memory.Writable[..filled].CopyTo(larger.Writable);
        memory.Release();
        memory = larger;
    }

    private FrameDecoder Decoder(FlatTable compression)
    {
        byte method = compression.GetByte(1);
        if (method != 0)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"its body is compressed by the unknown method {method}"));
        }

        return compression.GetByte(0) switch
        {
            0 => _lz4 ??= CompressionStreams.CreateDecoder(CompressionAlgorithm.Lz4Frame),
            1 => _zstandard ??= CompressionStreams.CreateDecoder(CompressionAlgorithm.Zstandard),
            var codec => throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"its body is compressed by the unknown codec {codec}")),
        };
    }

    private static ReadOnlySpan<byte> Source(ReadOnlySpan<byte> body, ReadOnlySpan<byte> buffers, int index)
    {
        (int offset, int length) = RecordBatchDecoder.Place(buffers, index, body.Length);
        return body.Slice(offset, length);
    }

    private static long Announced(ReadOnlySpan<byte> source, int index)
    {
        if (source.IsEmpty)
        {
            return 0;
        }

        if (source.Length < 8)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"compressed buffer {index} has {source.Length} bytes, too few for its length prefix"));
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(source);
        return length == -1 ? source.Length - 8
            : length is >= 0 and <= int.MaxValue ? length
            : throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"compressed buffer {index} announces {length} bytes"));
    }

    private static long Aligned(long length) => (length + Alignment - 1) & -Alignment;
}
