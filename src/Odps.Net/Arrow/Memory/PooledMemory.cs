using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>
/// A managed array that does not move, seen from its first 64-byte boundary on. Without a pool the garbage collector takes it back. Spans hold the
/// array itself, so that even a span that outlives its batch points to memory of this process's managed heap.
/// </summary>
internal sealed class PooledMemory : SharedMemory
{
    private const int Alignment = 64;

    private readonly byte[] _array;
    private readonly int _start;
    private readonly ArrowMemoryPool? _pool;

    private PooledMemory(byte[] array, ArrowMemoryPool? pool)
    {
        _array = array;
        _pool = pool;
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        _start = (int)(-address & (Alignment - 1));
        Capacity = (array.Length - _start) & ~(Alignment - 1);
    }

    /// <summary>The bytes that can be used; a multiple of 64.</summary>
    public int Capacity { get; }

    public static PooledMemory Rent(ArrowMemoryPool? pool, int size) =>
        new(pool is null ? ArrowMemoryPool.Allocate(size) : pool.Rent(size), pool);

    /// <summary>The memory before anybody else sees it.</summary>
    public Span<byte> Writable => _array.AsSpan(_start, Capacity);

    /// <summary>The memory before anybody else sees it.</summary>
    public Memory<byte> WritableMemory => _array.AsMemory(_start, Capacity);

    public override ReadOnlyMemory<byte> Memory(nint offset, int length) => IsAlive ? _array.AsMemory(_start + (int)offset, length) : Returned();

    public override nint Address(nint offset) => Marshal.UnsafeAddrOfPinnedArrayElement(_array, _start) + offset;

    protected override ReadOnlySpan<byte> GetSpan(nint offset, int length) => new(_array, _start + (int)offset, length);

    protected override void Free() => _pool?.Return(_array);

    private static ReadOnlyMemory<byte> Returned()
    {
        ThrowReturned();
        return default;
    }
}
