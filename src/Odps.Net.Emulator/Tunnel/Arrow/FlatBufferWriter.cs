using System.Buffers.Binary;
using System.Text;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// Writes tables as a flat buffer from front to back: each table directly behind its list of fields, and what it refers to behind it. References are filled in
/// when their target is placed.
/// </summary>
internal sealed class FlatBufferWriter
{
    private readonly MemoryStream _output;

    private FlatBufferWriter(MemoryStream output) => _output = output;

    public static byte[] Write(FlatNode root)
    {
        using var output = new MemoryStream();
        var writer = new FlatBufferWriter(output);
        writer.Int32(0);
        writer.Patch(0, writer.Table(root));
        return output.ToArray();
    }

    /// <summary>Writes a table; returns its position.</summary>
    private int Table(FlatNode node)
    {
        var places = new Dictionary<int, int>();
        int size = 4;
        foreach ((int number, object value) in node.Fields.OrderByDescending(f => Width(f.Value)))
        {
            size = Aligned(size, Width(value));
            places[number] = size;
            size += Width(value);
        }

        int fieldCount = node.Fields.Count == 0 ? 0 : node.Fields.Keys.Last() + 1;
        int listSize = 4 + (2 * fieldCount);
        PadUntil(position => (position + listSize) % 8 == 0);
        int list = Position;
        Int16((short)listSize);
        Int16((short)size);
        for (int number = 0; number < fieldCount; number++)
        {
            Int16((short)places.GetValueOrDefault(number));
        }

        int table = Position;
        _output.Write(new byte[size]);
        PutInt32(table, table - list);
        foreach ((int number, int place) in places)
        {
            PutScalar(table + place, node.Fields[number]);
        }

        foreach ((int number, int place) in places)
        {
            if (node.Fields[number] is string or FlatNode or IReadOnlyList<FlatNode> or FlatStructs)
            {
                Patch(table + place, Reference(node.Fields[number]));
            }
        }

        return table;
    }

    /// <summary>Writes what a field refers to; returns its position.</summary>
    private int Reference(object value)
    {
        switch (value)
        {
            case FlatNode node:
                return Table(node);
            case string text:
                return Text(text);
            case IReadOnlyList<FlatNode> nodes:
                return Tables(nodes);
            default:
                return Structs((FlatStructs)value);
        }
    }

    private int Text(string text)
    {
        PadUntil(position => position % 4 == 0);
        int start = Position;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Int32(bytes.Length);
        _output.Write(bytes);
        _output.WriteByte(0);
        return start;
    }

    private int Tables(IReadOnlyList<FlatNode> nodes)
    {
        PadUntil(position => position % 4 == 0);
        int start = Position;
        Int32(nodes.Count);
        _output.Write(new byte[4 * nodes.Count]);
        for (int i = 0; i < nodes.Count; i++)
        {
            Patch(start + 4 + (4 * i), Table(nodes[i]));
        }

        return start;
    }

    private int Structs(FlatStructs structs)
    {
        PadUntil(position => position % 8 == 4);
        int start = Position;
        Int32(structs.Items.Count);
        Span<byte> bytes = stackalloc byte[16];
        foreach ((long first, long second) in structs.Items)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, first);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], second);
            _output.Write(bytes);
        }

        return start;
    }

    private int Position => (int)_output.Position;

    private static int Width(object value) => value switch
    {
        bool or byte => 1,
        short => 2,
        long => 8,
        _ => 4,
    };

    private static int Aligned(int position, int alignment) => (position + alignment - 1) / alignment * alignment;

    private void PadUntil(Func<int, bool> isRight)
    {
        while (!isRight(Position))
        {
            _output.WriteByte(0);
        }
    }

    private void Int16(short value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, value);
        _output.Write(bytes);
    }

    private void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _output.Write(bytes);
    }

    private void Patch(int place, int target) => PutInt32(place, target - place);

    private void PutInt32(int place, int value) => BinaryPrimitives.WriteInt32LittleEndian(Written(place), value);

    private void PutScalar(int place, object value)
    {
        switch (value)
        {
            case bool b:
                Written(place)[0] = b ? (byte)1 : (byte)0;
                break;
            case byte b:
                Written(place)[0] = b;
                break;
            case short s:
                BinaryPrimitives.WriteInt16LittleEndian(Written(place), s);
                break;
            case int i:
                BinaryPrimitives.WriteInt32LittleEndian(Written(place), i);
                break;
            case long l:
                BinaryPrimitives.WriteInt64LittleEndian(Written(place), l);
                break;
        }
    }

    private Span<byte> Written(int place) => _output.GetBuffer().AsSpan(place, Position - place);
}
