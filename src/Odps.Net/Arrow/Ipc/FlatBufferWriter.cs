using System.Buffers.Binary;
using System.Text;

namespace Odps.Net.Arrow;

/// <summary>
/// Writes FlatBuffers from front to back: a table's vtable, the table, then what it refers to; each reference is filled in when its target is placed.
/// The buffer is reused, so that writing allocates nothing once it has grown.
/// </summary>
internal sealed class FlatBufferWriter
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Begins a buffer; the first table is the root.</summary>
    public void Begin()
    {
        Length = 0;
        Reserve(4);
    }

    /// <summary>
    /// Places a table. <paramref name="sizes"/> says how many bytes each field has (0: absent, 4 for references) and is replaced by where the field is.
    /// </summary>
    /// <param name="sizes">By field id.</param>
    /// <param name="reference">Where the reference to the table is; 0 for the root.</param>
    public void Table(Span<int> sizes, int reference)
    {
        int tableLength = 4;
        int alignment = 4;
        foreach (int width in (ReadOnlySpan<int>)[8, 4, 2, 1])
        {
            foreach (ref int size in sizes)
            {
                if (size == width)
                {
                    tableLength = (tableLength + width - 1) & -width;
                    alignment = Math.Max(alignment, width);
                    // Places are negative until all widths are done, so that they are not taken for sizes.
                    size = -tableLength;
                    tableLength += width;
                }
            }
        }

        int vtableLength = 4 + (2 * sizes.Length);
        Align(2);
        while ((Length + vtableLength) % alignment != 0)
        {
            Reserve(2);
        }

        int vtable = Reserve(vtableLength);
        int table = Reserve(tableLength);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable), (ushort)vtableLength);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable + 2), (ushort)tableLength);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(table), table - vtable);
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(vtable + 4 + (2 * i)), (ushort)-sizes[i]);
            sizes[i] = sizes[i] == 0 ? 0 : table - sizes[i];
        }

        Refer(reference, table);
    }

    public void SetByte(int at, byte value) => _bytes[at] = value;

    public void SetInt16(int at, short value) => BinaryPrimitives.WriteInt16LittleEndian(_bytes.AsSpan(at), value);

    public void SetInt32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), value);

    public void SetInt64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(at), value);

    public void String(string text, int reference)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        Align(4);
        int at = Reserve(4 + count + 1);
        SetInt32(at, count);
        Encoding.UTF8.GetBytes(text, _bytes.AsSpan(at + 4));
        Refer(reference, at);
    }

    /// <summary>Places a vector of references; the result is where the first one is, 4 bytes each.</summary>
    public int ReferenceVector(int count, int reference)
    {
        Align(4);
        int at = Reserve(4 + (4 * count));
        SetInt32(at, count);
        Refer(reference, at);
        return at + 4;
    }

    /// <summary>Places a vector of structs that begin with a 64-bit number; the result is where the first one is.</summary>
    public int StructVector(int count, int elementSize, int reference)
    {
        Align(4);
        if (Length % 8 == 0)
        {
            Reserve(4);
        }

        int at = Reserve(4);
        int first = Reserve(checked(count * elementSize));
        SetInt32(at, count);
        Refer(reference, at);
        return first;
    }

    public void Align(int alignment)
    {
        int rest = Length % alignment;
        if (rest != 0)
        {
            Reserve(alignment - rest);
        }
    }

    private void Refer(int reference, int target) => SetInt32(reference, target - reference);

    private int Reserve(int count)
    {
        int at = Length;
        int length = checked(at + count);
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(length, _bytes.Length * 2));
        }

        _bytes.AsSpan(at, count).Clear();
        Length = length;
        return at;
    }
}
