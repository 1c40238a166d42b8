namespace Odps.Net.Arrow;

/// <summary>An array of indices into an array of values.</summary>
public sealed class DictionaryArray : ArrowArray
{
    private ArrowArray? _dictionary;
    private ArrowArray? _indices;

    internal DictionaryArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The values. Belongs to this array.</summary>
    public ArrowArray Dictionary => _dictionary ??= ArrowArrayFactory.Create(Data.Dictionary!);

    /// <summary>The indices as an array of their integer type. Not checked unless the reader was told to. Belongs to this array.</summary>
    public ArrowArray Indices => _indices ??= ArrowArrayFactory.Create(
        new ArrayData(((DictionaryType)DataType).IndexType, Data.Length, ArrayData.UnknownNullCount, Data.Offset, Data.Buffers, []));

    /// <summary>The index of a slot in <see cref="Dictionary"/>; <see langword="null"/> for null. The dictionary's own slot may be null too.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="OdpsDataException">The index is not within the dictionary.</exception>
    public int? GetDictionaryIndex(int index)
    {
        if (!IsValid(index))
        {
            return null;
        }

        long value = IndexAt(Data, index);
        int count = Data.Dictionary!.Length;
        if (value < 0 || value >= count)
        {
            ArrowThrow.DictionaryIndex(index, value, count);
        }

        return (int)value;
    }

    /// <summary>An index of any width; one that does not fit 63 bits is negative.</summary>
    internal static long IndexAt(ArrayData data, int index) => ((DictionaryType)data.Type).IndexType.TypeId switch
    {
        ArrowTypeId.Int8 => data.Values<sbyte>()[index],
        ArrowTypeId.UInt8 => data.Values<byte>()[index],
        ArrowTypeId.Int16 => data.Values<short>()[index],
        ArrowTypeId.UInt16 => data.Values<ushort>()[index],
        ArrowTypeId.Int32 => data.Values<int>()[index],
        ArrowTypeId.UInt32 => data.Values<uint>()[index],
        _ => data.Values<long>()[index],
    };
}
