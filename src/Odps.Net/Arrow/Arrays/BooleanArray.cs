namespace Odps.Net.Arrow;

/// <summary>An array of booleans, one bit each.</summary>
public sealed class BooleanArray : ArrowArray
{
    internal BooleanArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The bits of the values, least significant first. The bit of the first slot is at <see cref="ArrowArray.Offset"/>.</summary>
    public ReadOnlySpan<byte> Values => Data.Buffers[1].Span;

    /// <summary>The buffer of the bits.</summary>
    public ArrowBuffer ValueBuffer => Data.Buffers[1];

    /// <summary>A value; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public bool? GetValue(int index) => IsValid(index) ? Bitmap.Get(Data.Buffers[1].Span, Data.Offset + index) : null;

    /// <summary>Builds arrays of booleans.</summary>
    public sealed class Builder : ArrowArrayBuilder<BooleanArray, Builder>
    {
        private readonly GrowableBuffer _bits;

        /// <summary>Creates an empty builder.</summary>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMemoryPool? pool = null)
            : base(ArrowType.Boolean, pool) => _bits = new GrowableBuffer(pool);

        /// <summary>Appends a value.</summary>
        /// <param name="value">The value.</param>
        public Builder Append(bool value)
        {
            AppendEmpty();
            if (value)
            {
                Bitmap.Set(_bits.Span, Length);
            }

            return Appended();
        }

        /// <summary>Appends a value or null.</summary>
        /// <param name="value">The value; <see langword="null"/> for null.</param>
        public Builder Append(bool? value) => value is bool bit ? Append(bit) : AppendNull();

        /// <summary>Appends values.</summary>
        /// <param name="values">The values.</param>
        public Builder AppendRange(ReadOnlySpan<bool> values)
        {
            foreach (bool value in values)
            {
                Append(value);
            }

            return this;
        }

        private protected override void ReleaseBuffers()
        {
            _bits.Dispose();
        }

        private protected override void AppendEmpty()
        {
            if ((Length & 7) == 0)
            {
                _bits.AppendZeros(1);
            }
        }

        private protected override ArrayData Finish(ArrowBuffer validity) => new(DataType, Length, NullCount, 0, [validity, _bits.Detach()], []);
    }
}
