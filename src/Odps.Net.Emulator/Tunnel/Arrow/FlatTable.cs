using System.Buffers.Binary;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// A table of a flat buffer, read. A number that points out of the buffer throws <see cref="ArgumentOutOfRangeException"/>, which whoever reads a message reports.
/// </summary>
internal readonly struct FlatTable
{
    private readonly ReadOnlyMemory<byte> _buffer;
    private readonly int _position;
    private readonly int _list;

    private FlatTable(ReadOnlyMemory<byte> buffer, int position)
    {
        _buffer = buffer;
        _position = position;
        _list = position - BinaryPrimitives.ReadInt32LittleEndian(At(position));
    }

    public static FlatTable Root(ReadOnlyMemory<byte> buffer) => new(buffer, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(buffer.Span)));

    public byte Byte(int number) => Place(number) is int place ? At(place)[0] : (byte)0;

    public short Int16(int number) => Place(number) is int place ? BinaryPrimitives.ReadInt16LittleEndian(At(place)) : (short)0;

    public long Int64(int number) => Place(number) is int place ? BinaryPrimitives.ReadInt64LittleEndian(At(place)) : 0;

    public FlatTable? Table(int number) => Place(number) is int place ? new FlatTable(_buffer, Target(place)) : null;

    public (long First, long Second)[] Structs(int number)
    {
        if (Place(number) is not int place)
        {
            return [];
        }

        int start = Target(place);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(At(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (uint)(At(start).Length - 4) / 16, nameof(number));
        var items = new (long, long)[count];
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<byte> item = At(start + 4 + (16 * i));
            items[i] = (BinaryPrimitives.ReadInt64LittleEndian(item), BinaryPrimitives.ReadInt64LittleEndian(item[8..]));
        }

        return items;
    }

    private int? Place(int number)
    {
        int slot = 4 + (2 * number);
        if (slot >= BinaryPrimitives.ReadUInt16LittleEndian(At(_list)))
        {
            return null;
        }

        int place = BinaryPrimitives.ReadUInt16LittleEndian(At(_list + slot));
        return place == 0 ? null : _position + place;
    }

    private int Target(int place) => checked(place + (int)BinaryPrimitives.ReadUInt32LittleEndian(At(place)));

    private ReadOnlySpan<byte> At(int position) => _buffer.Span[position..];
}
