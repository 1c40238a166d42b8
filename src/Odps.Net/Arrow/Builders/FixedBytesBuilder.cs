namespace Odps.Net.Arrow;

/// <summary>Builds arrays of byte strings of one length.</summary>
/// <typeparam name="TArray">The arrays that are built.</typeparam>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class FixedBytesBuilder<TArray, TBuilder> : ArrowArrayBuilder<TArray, TBuilder>
    where TArray : FixedSizeBinaryArray
    where TBuilder : FixedBytesBuilder<TArray, TBuilder>
{
    private readonly GrowableBuffer _values;

    private protected FixedBytesBuilder(ArrowType type, ArrowMemoryPool? pool)
        : base(type, pool)
    {
        _values = new GrowableBuffer(pool);
        ByteWidth = ArrayLayouts.Width(type);
    }

    /// <summary>The bytes of a slot.</summary>
    public int ByteWidth { get; }

    private protected override void ReleaseBuffers()
    {
        _values.Dispose();
    }

    /// <summary>Room for the bytes of a slot, which the caller fills and then counts.</summary>
    private protected Span<byte> AppendSlot() => _values.Append(ByteWidth);

    private protected override void AppendEmpty() => _values.AppendZeros(ByteWidth);

    private protected override ArrayData Finish(ArrowBuffer validity) => new(DataType, Length, NullCount, 0, [validity, _values.Detach()], []);
}
