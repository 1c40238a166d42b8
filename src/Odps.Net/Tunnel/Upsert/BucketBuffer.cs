using System.Buffers;
using System.Runtime.InteropServices;
using Odps.Net.Compression;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>Gathers encoded rows of one bucket and makes a packet of them.</summary>
internal sealed class BucketBuffer(int bucket) : IDisposable
{
    private const int FirstBytes = 4 * 1024;

    /// <summary>Room for the footer, and for stores that go past their value.</summary>
    private const int FooterRoom = 48;

    private byte[] _buffer = [];
    private int _length;
    private long _rows;
    private uint _checksum = Crc32C.Start;

    /// <summary>The bytes of the rows.</summary>
    public int Length => _length;

    public long Rows => _rows;

    /// <summary>Adds a row that an encoder has written, with its end and its checksum.</summary>
    public void Append(ReadOnlySpan<byte> row)
    {
        if (_buffer.Length - _length < row.Length + FooterRoom)
        {
            Grow(row.Length + FooterRoom);
        }

        row.CopyTo(_buffer.AsSpan(_length));
        _length += row.Length;
        _rows++;
        _checksum = Crc32C.Append(_checksum, ChecksumOf(row));
    }

    /// <summary>Ends the stream and empties this buffer.</summary>
    public async ValueTask<UpsertPacket> SealAsync(TunnelCompression compression)
    {
        int rowBytes = _length;
        WriteFooter();
        ReadOnlyMemory<byte> body = _buffer.AsMemory(0, _length);
        UpsertPacket packet;
        if (compression.Algorithm == CompressionAlgorithm.None)
        {
            packet = new UpsertPacket(new Rented(_buffer), body, bucket, _rows, rowBytes, body.Length);
            _buffer = [];
        }
        else
        {
            try
            {
                PooledStream compressed = await StreamPack.CompressAsync(body, compression).ConfigureAwait(false);
                packet = new UpsertPacket(compressed, compressed.Written, bucket, _rows, rowBytes, body.Length);
            }
            catch
            {
                // The rows stay.
                _length = rowBytes;
                throw;
            }
        }

        Dispose();
        return packet;
    }

    /// <summary>Drops the rows. The buffer can be used again.</summary>
    public void Dispose()
    {
        new Rented(_buffer).Dispose();
        _buffer = [];
        _length = 0;
        _rows = 0;
        _checksum = Crc32C.Start;
    }

    /// <summary>The checksum at the end of a row: a varint behind a tag whose last byte has no continuation bit.</summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> row)
    {
        uint checksum = row[^1];
        for (int i = row.Length - 2; row[i] >= 0x80; i--)
        {
            checksum = (checksum << 7) | (row[i] & 0x7Fu);
        }

        return checksum;
    }

    private void WriteFooter()
    {
        if (_buffer.Length - _length < FooterRoom)
        {
            Grow(FooterRoom);
        }

        ref byte origin = ref MemoryMarshal.GetArrayDataReference(_buffer);
        _length += Varint.Write(ref origin, _length, ControlField.Tag(ControlField.RecordCount));
        _length += Varint.Write(ref origin, _length, Varint.ZigZag(_rows));
        _length += Varint.Write(ref origin, _length, ControlField.Tag(ControlField.StreamChecksum));
        _length += Varint.Write(ref origin, _length, Crc32C.Finish(_checksum));
    }

    private void Grow(int count)
    {
        long wanted = Math.Max((long)_length + count, Math.Max(FirstBytes, Math.Min(2L * _buffer.Length, Array.MaxLength)));
        byte[] larger = ArrayPool<byte>.Shared.Rent(checked((int)wanted));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        new Rented(_buffer).Dispose();
        _buffer = larger;
    }

    private sealed class Rented(byte[] array) : IDisposable
    {
        private byte[]? _array = array;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { Length: > 0 } rented)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
