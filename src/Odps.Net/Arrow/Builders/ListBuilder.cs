using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>Builds arrays of lists.</summary>
/// <typeparam name="TOffset"><see cref="int"/> or <see cref="long"/>.</typeparam>
/// <typeparam name="TArray">The arrays that are built.</typeparam>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class ListBuilder<TOffset, TArray, TBuilder> : ArrowArrayBuilder<TArray, TBuilder>
    where TOffset : unmanaged, IBinaryInteger<TOffset>
    where TArray : ArrowArray
    where TBuilder : ListBuilder<TOffset, TArray, TBuilder>
{
    private readonly GrowableBuffer _offsets;

    private protected ListBuilder(ListType type, ArrowMemoryPool? pool)
        : base(type, pool)
    {
        _offsets = new GrowableBuffer(pool);
        ValueBuilder = Create(type.ValueType, pool);
    }

    /// <summary>Takes the elements of the list that was begun last.</summary>
    public ArrowArrayBuilder ValueBuilder { get; }

    /// <summary>Begins a list.</summary>
    public TBuilder Append()
    {
        AppendEmpty();
        return Appended();
    }

    private protected override void ReleaseBuffers()
    {
        _offsets.Dispose();
        ValueBuilder.Dispose();
    }

    internal override void CheckComplete() => ValueBuilder.CheckComplete();

    private protected override void AppendEmpty() => _offsets.AppendValue(TOffset.CreateTruncating(ValueBuilder.Length));

    private protected override ArrayData Finish(ArrowBuffer validity)
    {
        AppendEmpty();
        return new(DataType, Length, NullCount, 0, [validity, _offsets.Detach()], [ValueBuilder.FinishData()]);
    }
}
