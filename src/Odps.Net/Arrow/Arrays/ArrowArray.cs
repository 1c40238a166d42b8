using System.Runtime.CompilerServices;

namespace Odps.Net.Arrow;

/// <summary>
/// Values of one type, each perhaps null, in Arrow's memory layout. Immutable, and safe to read from several threads. An array that a builder,
/// <see cref="Slice"/> or an import gave is yours: dispose it. An array that a property or an indexer gave (a column of a batch, a child) belongs to
/// that object and lives as long as it does; disposing it does nothing.
/// </summary>
/// <remarks>Spans and child arrays are views of the same memory. They are valid until the owner is disposed; after that every access throws <see cref="ObjectDisposedException"/>.</remarks>
public abstract class ArrowArray : IDisposable
{
    private const int Borrowed = 0;
    private const int Owned = 1;
    private const int Disposed = 2;

    private int _ownership;

    private protected ArrowArray(ArrayData data) => Data = data;

    /// <summary>The type of the values.</summary>
    public ArrowType DataType => Data.Type;

    /// <summary>The number of slots.</summary>
    public int Length => Data.Length;

    /// <summary>The number of slots that are null; counted at the first use where it is not known.</summary>
    public int NullCount => Data.NullCount;

    /// <summary>The position of the first slot in the buffers; 0 unless the array is a slice or came over the C data interface.</summary>
    public int Offset => Data.Offset;

    /// <summary>The validity bitmap, one bit a slot beginning at <see cref="Offset"/>, 1 for a value; empty when nothing is null.</summary>
    public ArrowBuffer NullBitmapBuffer => Data.Layout == ArrayLayout.Null ? default : Data.Buffers[0];

    internal ArrayData Data { get; }

    /// <summary>Whether a slot is null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public bool IsNull(int index) => !IsValid(index);

    /// <summary>Whether a slot is not null.</summary>
    /// <param name="index">The zero-based slot.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsValid(int index)
    {
        CheckIndex(index);
        return Data.IsValid(index);
    }

    /// <summary>Some of the slots, without copying. The slice is an owner of the memory of its own: dispose it; it outlives this array.</summary>
    /// <param name="offset">The first slot.</param>
    /// <param name="length">The number of slots.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slots are not all within the array.</exception>
    public ArrowArray Slice(int offset, int length)
    {
        ArrayData slice = Window(offset, length);
        slice.Retain();
        return ArrowArrayFactory.Create(slice, owned: true);
    }

    /// <summary>Gives the memory back if this array owns a share of it. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref _ownership, Disposed, Owned) == Owned)
        {
            Data.Release();
        }

        GC.SuppressFinalize(this);
    }

    internal ArrowArray MakeOwner()
    {
        _ownership = Owned;
        return this;
    }

    /// <summary>The data with a share of its memory for a new owner: this array's own share if it has one, otherwise another one.</summary>
    internal ArrayData TakeData()
    {
        int before = Interlocked.CompareExchange(ref _ownership, Borrowed, Owned);
        ObjectDisposedException.ThrowIf(before == Disposed, this);
        if (before == Borrowed)
        {
            Data.Retain();
        }

        return Data;
    }

    internal ArrayData Window(int offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            ArrowThrow.Range(offset, length, Length);
        }

        return Data.Slice(offset, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Data.Length)
        {
            ArrowThrow.Index(index, Data.Length);
        }
    }
}
