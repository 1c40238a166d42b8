using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>Memory that grows while values are appended, and then becomes a buffer without a copy.</summary>
internal sealed class GrowableBuffer(ArrowMemoryPool? pool) : IDisposable
{
    private PooledMemory? _memory;

    public int Length { get; private set; }

    public Span<byte> Span => _memory is null ? default : _memory.Writable[..Length];

    /// <summary>Room for bytes behind the present ones, appended at once.</summary>
    public Span<byte> Append(int count)
    {
        int start = Length;
        if (_memory is null || count > _memory.Capacity - start)
        {
            Grow(count);
        }

        Length = start + count;
        return _memory!.Writable.Slice(start, count);
    }

    public void AppendValue<T>(T value)
        where T : unmanaged => Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(Append(Unsafe.SizeOf<T>())), value);

    public void AppendZeros(int count) => Append(count).Clear();

    public void Reserve(int count)
    {
        if (_memory is null || count > _memory.Capacity - Length)
        {
            Grow(count);
        }
    }

    /// <summary>The bytes as a buffer that holds the one reference to the memory; this object is empty again.</summary>
    public ArrowBuffer Detach()
    {
        if (_memory is null)
        {
            return default;
        }

        if (Length == 0)
        {
            Dispose();
            return default;
        }

        var buffer = new ArrowBuffer(_memory, 0, Length);
        _memory = null;
        Length = 0;
        return buffer;
    }

    public void Dispose()
    {
        _memory?.Release();
        _memory = null;
        Length = 0;
    }

    private void Grow(int count)
    {
        long needed = (long)Length + count;
        long wanted = Math.Max(needed, Math.Max(1024, Length * 2L));
        if (needed > 0x7FFF_EFC0)
        {
            throw new OverflowException("An Arrow buffer holds at most 2 GiB; build smaller batches.");
        }

        PooledMemory larger = PooledMemory.Rent(pool, (int)Math.Min(wanted, 0x7FFF_EFC0));
        if (_memory is not null)
        {
            Span.CopyTo(larger.Writable);
            _memory.Release();
        }

        _memory = larger;
    }
}
