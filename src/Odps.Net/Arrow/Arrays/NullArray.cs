namespace Odps.Net.Arrow;

/// <summary>An array whose slots are all null; it has no buffers.</summary>
public sealed class NullArray : ArrowArray
{
    internal NullArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>Creates an array.</summary>
    /// <param name="length">The number of slots.</param>
    public NullArray(int length)
        : base(new ArrayData(ArrowType.Null, CheckLength(length), length, 0, [], []))
    {
    }

    private static int CheckLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return length;
    }

    /// <summary>Counts nulls.</summary>
    public sealed class Builder : ArrowArrayBuilder<NullArray, Builder>
    {
        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Not used: the array has no buffers.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Null, pool)
        {
        }

        private protected override void AppendEmpty()
        {
        }

        private protected override ArrayData Finish(ArrowBuffer validity) => new(ArrowType.Null, Length, Length, 0, [], []);
    }
}
