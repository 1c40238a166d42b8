namespace Odps.Net.Arrow;

/// <summary>An array of lists with offsets of 64 bits.</summary>
public sealed class LargeListArray : ArrowArray
{
    private ArrowArray? _values;

    internal LargeListArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The offsets into <see cref="Values"/>: one more than slots; none when there are no slots. Not checked unless the reader was told to.</summary>
    public ReadOnlySpan<long> ValueOffsets => Data.Offsets<long>();

    /// <summary>The elements of all lists. Belongs to this array.</summary>
    public ArrowArray Values => _values ??= ArrowArrayFactory.Create(Data.Children[0]);

    /// <summary>The number of elements of a list; 0 for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="OdpsDataException">The offsets are corrupt.</exception>
    public int GetValueLength(int index) => GetRange(index).Length;

    /// <summary>The elements of a list, in place; <see langword="null"/> for null. Belongs to this array.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="OdpsDataException">The offsets are corrupt.</exception>
    public ArrowArray? GetSlicedValues(int index)
    {
        if (!IsValid(index))
        {
            return null;
        }

        (int start, int length) = GetRange(index);
        return ArrowArrayFactory.Create(Data.Children[0].Slice(start, length));
    }

    internal (int Start, int Length) GetRange(int index)
    {
        if (!IsValid(index))
        {
            return default;
        }

        ReadOnlySpan<long> offsets = ValueOffsets;
        long start = offsets[index];
        long end = offsets[index + 1];
        int available = Data.Children[0].Length;
        if (start < 0 || start > end || end > available)
        {
            ArrowThrow.Offsets(DataType, index, start, end, available);
        }

        return ((int)start, (int)(end - start));
    }

    /// <summary>Builds arrays of lists: <see cref="ListBuilder{TOffset, TArray, TBuilder}.Append"/> begins a list, and what is then appended to the value builder belongs to it.</summary>
    public sealed class Builder : ListBuilder<long, LargeListArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="valueField">The field of the elements.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(Field valueField, ArrowMemoryPool? pool = null)
            : base(ArrowType.LargeList(valueField), pool)
        {
        }
    }
}
