using System.Numerics;

namespace Odps.Net.Arrow;

/// <summary>
/// Keeps the memory of disposed record batches and arrays for the next ones. Memory starts at 64-byte boundaries and does not move. A batch that is
/// never disposed costs its memory's reuse, not a leak: the garbage collector takes it. Thread-safe.
/// </summary>
/// <remarks>Every reader makes a pool of its own unless one is given in <see cref="ArrowReadOptions.MemoryPool"/>; share one among readers whose batches are of like size.</remarks>
public sealed class ArrowMemoryPool
{
    private const int Slack = 64;
    private const int SmallestClass = 10;
    private const int MaxSize = 0x7FFF_EFC0;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]>?[] _classes = new Stack<byte[]>?[(32 - SmallestClass) * 4];
    private readonly long _maxRetained;
    private long _retained;
    private long _rented;

    /// <summary>Creates a pool.</summary>
    /// <param name="maxRetainedBytes">The most memory that is kept while it is not in use, in bytes. Default: 256 MiB.</param>
    public ArrowMemoryPool(long maxRetainedBytes = 256L << 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRetainedBytes);
        _maxRetained = maxRetainedBytes;
    }

    /// <summary>The blocks of memory that are in use; 0 when all batches and arrays were disposed.</summary>
    public long RentedBlocks => Interlocked.Read(ref _rented);

    /// <summary>The memory that is kept for later, in bytes.</summary>
    public long RetainedBytes => Interlocked.Read(ref _retained);

    internal static byte[] Allocate(int size) => GC.AllocateUninitializedArray<byte>(checked(Round(size) + Slack), pinned: true);

    internal byte[] Rent(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        (int index, int classSize) = ClassOf(size);
        Interlocked.Increment(ref _rented);
        lock (_lock)
        {
            if (_classes[index] is { Count: > 0 } stack)
            {
                byte[] array = stack.Pop();
                _retained -= array.Length;
                return array;
            }
        }

        return GC.AllocateUninitializedArray<byte>(classSize + Slack, pinned: true);
    }

    internal void Return(byte[] array)
    {
#if DEBUG
        // Makes values that are read after the return stand out.
        array.AsSpan().Fill(0xDD);
#endif
        Interlocked.Decrement(ref _rented);
        (int index, int classSize) = ClassOf(array.Length - Slack);
        lock (_lock)
        {
            if (_retained + array.Length <= _maxRetained && classSize + Slack == array.Length)
            {
                (_classes[index] ??= new Stack<byte[]>()).Push(array);
                _retained += array.Length;
            }
        }
    }

    /// <summary>Four sizes between powers of two, so that at most a fifth of a block is not used.</summary>
    private static (int Index, int Size) ClassOf(int size)
    {
        size = Math.Max(Round(size), 1 << SmallestClass);
        int power = BitOperations.Log2((uint)(size - 1));
        int step = 1 << (power - 2);
        int quarter = ((size - 1) >> (power - 2)) - 3;
        long rounded = (1L << power) + ((long)quarter * step);
        return (((power - SmallestClass + 1) * 4) + quarter - 1, (int)Math.Min(rounded, MaxSize));
    }

    private static int Round(int size) => size > MaxSize ? throw new OverflowException("An Arrow buffer holds at most 2 GiB.") : (Math.Max(size, 1) + 63) & ~63;
}
