using System.Buffers.Binary;
using Odps.Net.Tunnel;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Makes the messages of Arrow streams: schemas and record batches.</summary>
internal static class ArrowMessage
{
    private const short Version5 = 4;
    private const byte SchemaType = 1;
    private const byte RecordBatchType = 3;

    /// <summary>What ends a stream that has a schema.</summary>
    public static ReadOnlySpan<byte> End => [0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0];

    public static byte[] Schema(IReadOnlyList<Column> columns, ArrowForm form)
    {
        FlatNode[] fields = [.. columns.Select(c => ArrowFields.Make(c, form))];
        return Message(SchemaType, new FlatNode().With(1, fields), []);
    }

    /// <summary>A record batch of some rows.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="positions">Where the value of each column is in a row.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="form">The layouts.</param>
    /// <param name="compression">How each buffer is compressed; null for not at all.</param>
    public static byte[] RecordBatch(
        IReadOnlyList<Column> columns, int[] positions, IReadOnlyList<object?[]> rows, ArrowForm form, TunnelCompression? compression = null)
    {
        var encoder = new ArrowColumnEncoder(form);
        for (int i = 0; i < columns.Count; i++)
        {
            encoder.Add(columns[i], [.. rows.Select(row => row[positions[i]])]);
        }

        using var body = new MemoryStream();
        var places = new List<(long, long)>();
        foreach (byte[] buffer in encoder.Buffers)
        {
            byte[] stored = compression is null || buffer.Length == 0 ? buffer : Compress(buffer, compression.Value);
            places.Add((body.Position, stored.Length));
            body.Write(stored);
            Pad(body);
        }

        FlatNode batch = new FlatNode().With(0, (long)rows.Count).With(1, new FlatStructs(encoder.Nodes)).With(2, new FlatStructs(places));
        if (compression is not null)
        {
            batch.With(3, new FlatNode().With(0, compression == TunnelCompression.Zstandard() ? (byte)1 : (byte)0));
        }

        return Message(RecordBatchType, batch, body.ToArray());
    }

    private static byte[] Message(byte type, FlatNode header, byte[] body)
    {
        byte[] metadata = FlatBufferWriter.Write(new FlatNode().With(0, Version5).With(1, type).With(2, header).With(3, (long)body.Length));
        using var message = new MemoryStream();
        Span<byte> number = stackalloc byte[4];
        message.Write([0xff, 0xff, 0xff, 0xff]);
        BinaryPrimitives.WriteInt32LittleEndian(number, (metadata.Length + 7) / 8 * 8);
        message.Write(number);
        message.Write(metadata);
        Pad(message);
        message.Write(body);
        return message.ToArray();
    }

    /// <summary>The length before, then one frame; or -1 and the bytes as they are where a frame would be longer.</summary>
    private static byte[] Compress(byte[] buffer, TunnelCompression compression)
    {
        byte[] frame = compression.Compress(buffer);
        bool isShorter = frame.Length < buffer.Length;
        var stored = new byte[8 + (isShorter ? frame.Length : buffer.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(stored, isShorter ? buffer.Length : -1);
        (isShorter ? frame : buffer).CopyTo(stored, 8);
        return stored;
    }

    private static void Pad(MemoryStream stream)
    {
        while (stream.Position % 8 != 0)
        {
            stream.WriteByte(0);
        }
    }
}
