using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Odps.Net.Arrow;

/// <summary>Builds arrays of byte strings or texts.</summary>
/// <typeparam name="TOffset"><see cref="int"/> or <see cref="long"/>.</typeparam>
/// <typeparam name="TArray">The arrays that are built.</typeparam>
/// <typeparam name="TBuilder">The builder itself.</typeparam>
public abstract class VariableBinaryBuilder<TOffset, TArray, TBuilder> : ArrowArrayBuilder<TArray, TBuilder>
    where TOffset : unmanaged, IBinaryInteger<TOffset>
    where TArray : ArrowArray
    where TBuilder : VariableBinaryBuilder<TOffset, TArray, TBuilder>
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly GrowableBuffer _offsets;
    private readonly GrowableBuffer _values;

    private protected VariableBinaryBuilder(ArrowType type, ArrowMemoryPool? pool)
        : base(type, pool)
    {
        _offsets = new GrowableBuffer(pool);
        _values = new GrowableBuffer(pool);
    }

    /// <summary>The bytes of all values appended so far.</summary>
    public int ByteCount => _values.Length;

    /// <summary>Appends bytes; for a text they are UTF-8, which is not checked.</summary>
    /// <param name="value">The bytes.</param>
    /// <exception cref="OverflowException">The bytes of all values together would be more than 2 GiB.</exception>
    public TBuilder Append(ReadOnlySpan<byte> value)
    {
        // What can fail comes first, so that offsets and bytes stay in step.
        _values.Reserve(value.Length);
        AppendEmpty();
        value.CopyTo(_values.Append(value.Length));
        return Appended();
    }

    /// <summary>Makes room for values, so that appending them does not move those that are there.</summary>
    /// <param name="capacity">How many more values.</param>
    /// <param name="bytes">How many more bytes they have together.</param>
    public TBuilder Reserve(int capacity, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        _offsets.Reserve(checked((capacity + 1) * Unsafe.SizeOf<TOffset>()));
        _values.Reserve(bytes);
        return Unsafe.As<TBuilder>(this);
    }

    private protected override void ReleaseBuffers()
    {
        _offsets.Dispose();
        _values.Dispose();
    }

    private protected TBuilder AppendText(ReadOnlySpan<char> value)
    {
        int count = StrictUtf8.GetByteCount(value);
        _values.Reserve(count);
        AppendEmpty();
        StrictUtf8.GetBytes(value, _values.Append(count));
        return Appended();
    }

    private protected override void AppendEmpty() => _offsets.AppendValue(TOffset.CreateTruncating(_values.Length));

    private protected override ArrayData Finish(ArrowBuffer validity)
    {
        AppendEmpty();
        return new(DataType, Length, NullCount, 0, [validity, _offsets.Detach(), _values.Detach()], []);
    }
}
