using System.Buffers.Binary;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// Puts the chunk framing around Arrow data: the chunk size, chunks each with its CRC32C, and at the end the CRC32C of all data in the place of the last
/// chunk's. Numbers are big-endian.
/// </summary>
internal sealed class ArrowChunkWriter
{
    private const int ChunkSize = 64 * 1024;

    private readonly MemoryStream _output;
    private Crc32C _chunk;
    private Crc32C _all;
    private int _filled;

    public ArrowChunkWriter(MemoryStream output)
    {
        _output = output;
        WriteUInt32(ChunkSize);
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            ReadOnlySpan<byte> piece = data[..Math.Min(data.Length, ChunkSize - _filled)];
            _output.Write(piece);
            _chunk.Add(piece);
            _all.Add(piece);
            _filled += piece.Length;
            if (_filled == ChunkSize)
            {
                WriteUInt32(_chunk.Value);
                _chunk = default;
                _filled = 0;
            }

            data = data[piece.Length..];
        }
    }

    public void Finish() => WriteUInt32(_all.Value);

    private void WriteUInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        _output.Write(bytes);
    }
}
