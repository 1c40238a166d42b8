using System.Buffers.Binary;

namespace Odps.Net.Emulator.Volumes;

/// <summary>
/// The framing of volume files, without any haste: the chunk size, then chunks, each followed by the CRC-32 of the size and all data so far. The last chunk may
/// be shorter; a file without bytes is the size alone.
/// </summary>
internal static class VolumeFraming
{
    private const int ChunkSize = 512 * 1024;
    private const int MaxChunkSize = 256 * 1024 * 1024;
    private const uint Polynomial = 0xEDB88320;

    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        using var framed = new MemoryStream();
        uint crc = uint.MaxValue;
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, ChunkSize);
        crc = Append(crc, number);
        framed.Write(number);
        for (int start = 0; start < data.Length; start += ChunkSize)
        {
            ReadOnlySpan<byte> chunk = data[start..Math.Min(start + ChunkSize, data.Length)];
            crc = Append(crc, chunk);
            framed.Write(chunk);
            BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
            framed.Write(number);
        }

        return framed.ToArray();
    }

    public static byte[] Decode(ReadOnlySpan<byte> framed)
    {
        if (framed.Length < 4)
        {
            throw Malformed("ends within the chunk size");
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(framed);
        if (size is < 1 or > MaxChunkSize)
        {
            throw Malformed($"has a chunk size of {size}; 1 to {MaxChunkSize} was expected");
        }

        using var data = new MemoryStream();
        uint crc = Append(uint.MaxValue, framed[..4]);
        framed = framed[4..];
        while (framed.Length > 0)
        {
            int length = (int)Math.Min(size + 4L, framed.Length) - 4;
            if (length < 0)
            {
                throw Malformed("ends within a checksum");
            }

            crc = Append(crc, framed[..length]);
            uint stated = BinaryPrimitives.ReadUInt32BigEndian(framed[length..]);
            if (stated != ~crc)
            {
                throw Malformed($"has the checksum {stated:x8} behind byte {data.Length + length}; {~crc:x8} was expected");
            }

            data.Write(framed[..length]);
            framed = framed[(length + 4)..];
        }

        return data.ToArray();
    }

    private static EmulatorException Malformed(string fault) => new("MalformedDataStream", $"The data of the file {fault}.");

    private static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            state ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) != 0 ? (state >> 1) ^ Polynomial : state >> 1;
            }
        }

        return state;
    }
}
