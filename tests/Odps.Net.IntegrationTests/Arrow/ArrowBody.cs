using System.Buffers.Binary;
using System.Numerics;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>The body of an Arrow download: its data without the chunk framing, and the framing around other data.</summary>
internal static class ArrowBody
{
    public static byte[] Unframe(byte[] body)
    {
        int chunkSize = BinaryPrimitives.ReadInt32BigEndian(body);
        var data = new MemoryStream();
        ReadOnlySpan<byte> rest = body.AsSpan(4);
        while (rest.Length >= chunkSize + 4)
        {
            data.Write(rest[..chunkSize]);
            rest = rest[(chunkSize + 4)..];
        }

        data.Write(rest[..^4]);
        return data.ToArray();
    }

    public static byte[] Frame(ReadOnlySpan<byte> data, int chunkSize)
    {
        var body = new MemoryStream();
        Write(body, (uint)chunkSize);
        uint all = Crc(data);
        while (data.Length >= chunkSize)
        {
            body.Write(data[..chunkSize]);
            Write(body, Crc(data[..chunkSize]));
            data = data[chunkSize..];
        }

        body.Write(data);
        Write(body, all);
        return body.ToArray();
    }

    /// <summary>Where each message of the data ends.</summary>
    public static List<int> MessageEnds(ReadOnlySpan<byte> data)
    {
        var ends = new List<int>();
        int position = 0;
        while (position < data.Length)
        {
            int metadata = BinaryPrimitives.ReadInt32LittleEndian(data[(position + 4)..]);
            position += 8 + metadata + (int)BodyLength(data.Slice(position + 8, metadata));
            ends.Add(position);
        }

        return ends;
    }

    /// <summary>Field 3 of the root table.</summary>
    private static long BodyLength(ReadOnlySpan<byte> metadata)
    {
        int table = BinaryPrimitives.ReadInt32LittleEndian(metadata);
        int fields = table - BinaryPrimitives.ReadInt32LittleEndian(metadata[table..]);
        int place = BinaryPrimitives.ReadUInt16LittleEndian(metadata[(fields + 10)..]);
        return BinaryPrimitives.ReadInt64LittleEndian(metadata[(table + place)..]);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint state = uint.MaxValue;
        foreach (byte b in data)
        {
            state = BitOperations.Crc32C(state, b);
        }

        return ~state;
    }

    private static void Write(MemoryStream body, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        body.Write(bytes);
    }
}
