namespace Odps.Net.Arrow;

/// <summary>An array of byte strings with offsets of 32 bits.</summary>
public class BinaryArray : ArrowArray
{
    internal BinaryArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The offsets into <see cref="Values"/>: one more than slots; none when there are no slots. Not checked unless the reader was told to.</summary>
    public ReadOnlySpan<int> ValueOffsets => Data.Offsets<int>();

    /// <summary>The bytes of all slots.</summary>
    public ReadOnlySpan<byte> Values => Data.Buffers[2].Span;

    /// <summary>The buffer of the offsets.</summary>
    public ArrowBuffer ValueOffsetsBuffer => Data.Buffers[1];

    /// <summary>The buffer of the bytes.</summary>
    public ArrowBuffer ValueBuffer => Data.Buffers[2];

    /// <summary>The bytes of a slot, in place; empty for null. Valid until the owner is disposed.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    /// <exception cref="OdpsDataException">The offsets are corrupt.</exception>
    public ReadOnlySpan<byte> GetBytes(int index)
    {
        if (!IsValid(index))
        {
            return default;
        }

        ReadOnlySpan<int> offsets = Data.Offsets<int>();
        int start = offsets[index];
        int end = offsets[index + 1];
        ReadOnlySpan<byte> values = Values;
        if (start < 0 || start > end || end > values.Length)
        {
            ArrowThrow.Offsets(DataType, index, start, end, values.Length);
        }

        return values[start..end];
    }

    /// <summary>Builds arrays of byte strings.</summary>
    public sealed class Builder : VariableBinaryBuilder<int, BinaryArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Binary, pool)
        {
        }
    }
}
