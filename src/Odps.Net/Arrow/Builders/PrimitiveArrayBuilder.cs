using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>Builds arrays of values of one width.</summary>
/// <typeparam name="T">The .NET type of a value in memory.</typeparam>
/// <typeparam name="TArray">The arrays that are built.</typeparam>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class PrimitiveArrayBuilder<T, TArray, TBuilder> : ArrowArrayBuilder<TArray, TBuilder>
    where T : unmanaged
    where TArray : PrimitiveArray<T>
    where TBuilder : PrimitiveArrayBuilder<T, TArray, TBuilder>
{
    private readonly GrowableBuffer _values;

    private protected PrimitiveArrayBuilder(ArrowType type, ArrowMemoryPool? pool)
        : base(type, pool) => _values = new GrowableBuffer(pool);

    /// <summary>Appends a value.</summary>
    /// <param name="value">The value.</param>
    public TBuilder Append(T value)
    {
        _values.AppendValue(value);
        return Appended();
    }

    /// <summary>Appends a value or null.</summary>
    /// <param name="value">The value; <see langword="null"/> for null.</param>
    public TBuilder Append(T? value) => value is T present ? Append(present) : AppendNull();

    /// <summary>Appends values.</summary>
    /// <param name="values">The values.</param>
    public TBuilder AppendRange(ReadOnlySpan<T> values)
    {
        MemoryMarshal.AsBytes(values).CopyTo(_values.Append(checked(values.Length * Unsafe.SizeOf<T>())));
        return Appended(values.Length);
    }

    /// <summary>Makes room for values, so that appending them does not move those that are there.</summary>
    /// <param name="capacity">How many more values.</param>
    public TBuilder Reserve(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _values.Reserve(checked(capacity * Unsafe.SizeOf<T>()));
        return Unsafe.As<TBuilder>(this);
    }

    private protected override void ReleaseBuffers()
    {
        _values.Dispose();
    }

    private protected override void AppendEmpty() => _values.AppendValue(default(T));

    private protected override ArrayData Finish(ArrowBuffer validity) => new(DataType, Length, NullCount, 0, [validity, _values.Detach()], []);
}
