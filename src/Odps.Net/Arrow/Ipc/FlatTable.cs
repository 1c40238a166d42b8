using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Odps.Net.Arrow;

/// <summary>A table in a FlatBuffer: fields found through a vtable. Every position is checked against the bytes.</summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _table;
    private readonly int _vtable;
    private readonly int _vtableLength;

    private FlatTable(ReadOnlySpan<byte> bytes, int table)
    {
        _bytes = bytes;
        _table = table;
        long vtable = (long)table - ReadInt32(bytes, table);
        if (vtable < 0 || vtable > bytes.Length - 4)
        {
            Corrupt(table, "a table's vtable is outside the bytes");
        }

        _vtable = (int)vtable;
        _vtableLength = ReadUInt16(bytes, _vtable);
        if (_vtableLength < 4 || _vtableLength > bytes.Length - _vtable)
        {
            Corrupt(_vtable, "a vtable is longer than the bytes");
        }
    }

    public static FlatTable Root(ReadOnlySpan<byte> bytes) => new(bytes, Target(bytes, 0));

    public bool Has(int id) => Find(id) != 0;

    public byte GetByte(int id, byte absent = 0)
    {
        int at = Find(id);
        if (at == 0)
        {
            return absent;
        }

        Check(_bytes, at, 1);
        return _bytes[at];
    }

    public bool GetBoolean(int id) => GetByte(id) != 0;

    public short GetInt16(int id, short absent = 0) => Find(id) is int at and not 0 ? (short)ReadUInt16(_bytes, at) : absent;

    public int GetInt32(int id, int absent = 0) => Find(id) is int at and not 0 ? ReadInt32(_bytes, at) : absent;

    public long GetInt64(int id, long absent = 0) => Find(id) is int at and not 0 ? ReadInt64(_bytes, at) : absent;

    public bool TryGetTable(int id, out FlatTable table)
    {
        int at = Find(id);
        table = at == 0 ? default : new FlatTable(_bytes, Target(_bytes, at));
        return at != 0;
    }

    /// <summary>A text; the budget is what the texts of the whole message may still take, since several fields may point at the same bytes.</summary>
    public string? GetString(int id, ref long budget)
    {
        int at = Find(id);
        if (at == 0)
        {
            return null;
        }

        int start = Target(_bytes, at);
        int length = ReadInt32(_bytes, start);
        Check(_bytes, start + 4, length);
        budget -= length;
        if (budget < 0)
        {
            Corrupt(start, "the texts are longer together than the metadata");
        }

        return Encoding.UTF8.GetString(_bytes.Slice(start + 4, length));
    }

    /// <summary>A vector of structs or numbers; an absent one is empty.</summary>
    /// <returns>The bytes of the elements.</returns>
    public ReadOnlySpan<byte> GetVector(int id, int elementSize)
    {
        int at = Find(id);
        if (at == 0)
        {
            return default;
        }

        int start = Target(_bytes, at);
        long length = (uint)ReadInt32(_bytes, start) * (long)elementSize;
        Check(_bytes, start + 4, length);
        return _bytes.Slice(start + 4, (int)length);
    }

    /// <summary>The number of tables in a vector; an absent one is empty.</summary>
    public int GetTableCount(int id) => GetVector(id, 4).Length / 4;

    public FlatTable GetTable(int id, int index)
    {
        int at = Target(_bytes, Find(id)) + 4 + (4 * index);
        return new FlatTable(_bytes, Target(_bytes, at));
    }

    private int Find(int id)
    {
        int slot = 4 + (2 * id);
        if (slot > _vtableLength - 2)
        {
            return 0;
        }

        int field = ReadUInt16(_bytes, _vtable + slot);
        return field == 0 ? 0 : _table + field;
    }

    private static int Target(ReadOnlySpan<byte> bytes, int at)
    {
        long target = at + (long)(uint)ReadInt32(bytes, at);
        Check(bytes, target, 4);
        return (int)target;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, int at)
    {
        Check(bytes, at, 2);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
    }

    private static int ReadInt32(ReadOnlySpan<byte> bytes, int at)
    {
        Check(bytes, at, 4);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
    }

    private static long ReadInt64(ReadOnlySpan<byte> bytes, int at)
    {
        Check(bytes, at, 8);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
    }

    private static void Check(ReadOnlySpan<byte> bytes, long at, long length)
    {
        if (at < 0 || length < 0 || at > bytes.Length - length)
        {
            Corrupt(at, "something is placed outside the bytes");
        }
    }

    [DoesNotReturn]
    private static void Corrupt(long at, string what) => throw new OdpsDataException(
        string.Create(CultureInfo.InvariantCulture, $"the metadata is corrupt at its byte {at}: {what}"));
}
