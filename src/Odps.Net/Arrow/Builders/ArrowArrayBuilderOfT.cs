using System.Runtime.CompilerServices;

namespace Odps.Net.Arrow;

/// <summary>The typed form of <see cref="ArrowArrayBuilder"/>.</summary>
/// <typeparam name="TArray">The arrays that are built.</typeparam>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class ArrowArrayBuilder<TArray, TBuilder> : ArrowArrayBuilder
    where TArray : ArrowArray
    where TBuilder : ArrowArrayBuilder<TArray, TBuilder>
{
    private protected ArrowArrayBuilder(ArrowType type, ArrowMemoryPool? pool)
        : base(type, pool)
    {
    }

    /// <summary>Appends a null.</summary>
    public TBuilder AppendNull()
    {
        AppendNullSlot();
        return Unsafe.As<TBuilder>(this);
    }

    /// <summary>The array of everything appended since the last call. It owns its memory: dispose it, or hand it to a <see cref="RecordBatch"/>.</summary>
    /// <exception cref="InvalidOperationException">Child builders of a struct or map were not given the same number of values.</exception>
    public new TArray Build() => (TArray)base.Build();

    /// <summary>Counts the value that was just put into the buffers.</summary>
    private protected TBuilder Appended(int count = 1)
    {
        CountValues(count);
        return Unsafe.As<TBuilder>(this);
    }
}
