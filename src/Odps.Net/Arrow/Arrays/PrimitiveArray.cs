namespace Odps.Net.Arrow;

/// <summary>An array of values of one width.</summary>
/// <typeparam name="T">The .NET type of a value in memory.</typeparam>
public abstract class PrimitiveArray<T> : ArrowArray
    where T : unmanaged
{
    private protected PrimitiveArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>All values in place, those of null slots included (any bits). Valid until the owner is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public ReadOnlySpan<T> Values => Data.Values<T>();

    /// <summary>The buffer of the values, from the first slot of the buffer on.</summary>
    public ArrowBuffer ValueBuffer => Data.Buffers[1];

    /// <summary>A value; <see langword="null"/> for null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public T? GetValue(int index) => IsValid(index) ? Values[index] : null;
}
