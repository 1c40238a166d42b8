using System.Buffers.Binary;

using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Messages with whatever metadata a test wants.</summary>
internal static class MessageBytes
{
    /// <summary>A record batch message.</summary>
    public static byte[] RecordBatch(long length, (long Length, long NullCount)[] nodes, (long Offset, long Length)[] buffers, byte[] body, long? bodyLength = null, byte? codec = null)
    {
        var writer = new FlatBufferWriter();
        writer.Begin();
        Span<int> message = [2, 1, 4, 8];
        writer.Table(message, 0);
        writer.SetInt16(message[0], 4);
        writer.SetByte(message[1], 3);
        writer.SetInt64(message[3], bodyLength ?? body.Length);
        Span<int> batch = [8, 4, 4, codec is null ? 0 : 4];
        writer.Table(batch, message[2]);
        writer.SetInt64(batch[0], length);
        Pairs(writer, nodes, batch[1]);
        Pairs(writer, buffers, batch[2]);
        if (codec is byte number)
        {
            Span<int> compression = [1, 1];
            writer.Table(compression, batch[3]);
            writer.SetByte(compression[0], number);
        }

        writer.Align(8);
        byte[] bytes = new byte[8 + writer.Length + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, -1);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), writer.Length);
        writer.Span.CopyTo(bytes.AsSpan(8));
        body.CopyTo(bytes.AsSpan(8 + writer.Length));
        return bytes;
    }

    private static void Pairs(FlatBufferWriter writer, (long First, long Second)[] pairs, int reference)
    {
        int at = writer.StructVector(pairs.Length, 16, reference);
        foreach ((long first, long second) in pairs)
        {
            writer.SetInt64(at, first);
            writer.SetInt64(at + 8, second);
            at += 16;
        }
    }
}
