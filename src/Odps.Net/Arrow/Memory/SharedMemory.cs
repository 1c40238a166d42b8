using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Odps.Net.Arrow;

/// <summary>
/// Memory with a count of its users. Each buffer of each array tree that is owned (a batch, a built array, a slice, an export) counts once; the last
/// release gives the memory back, exactly once. A span is refused after that.
/// </summary>
internal abstract class SharedMemory
{
    private int _references = 1;

    /// <summary>Whether the memory was not given back yet.</summary>
    public bool IsAlive => Volatile.Read(ref _references) > 0;

    public void AddReference()
    {
        if (Interlocked.Increment(ref _references) <= 1)
        {
            // The memory may serve somebody else by now.
            Interlocked.Decrement(ref _references);
            ThrowReturned();
        }
    }

    public void Release()
    {
        int left = Interlocked.Decrement(ref _references);
        if (left == 0)
        {
            Free();
        }
        else if (left < 0)
        {
            Interlocked.Increment(ref _references);
            throw new InvalidOperationException("Arrow memory was released more often than it was acquired.");
        }
    }

    /// <summary>Bytes of the memory; valid while there is a reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Span(nint offset, int length)
    {
        if (!IsAlive)
        {
            ThrowReturned();
        }

        return GetSpan(offset, length);
    }

    /// <summary>Bytes of the memory for a stream to write.</summary>
    public abstract ReadOnlyMemory<byte> Memory(nint offset, int length);

    /// <summary>The address of a byte; it stays while there is a reference.</summary>
    public abstract nint Address(nint offset);

    protected abstract ReadOnlySpan<byte> GetSpan(nint offset, int length);

    /// <summary>Gives the memory back; called once.</summary>
    protected abstract void Free();

    [DoesNotReturn]
    protected static void ThrowReturned() => throw new ObjectDisposedException(
        nameof(RecordBatch), "The memory of this Arrow array was given back: its record batch or array was disposed. Keep the batch, or a slice of it, while the values are in use.");
}
