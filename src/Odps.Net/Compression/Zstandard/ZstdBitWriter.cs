using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>Writes bits from the lowest up; the reader of a Zstandard bit stream takes them from the end.</summary>
internal unsafe ref struct ZstdBitWriter(byte* output)
{
    private ulong _bits;
    private int _count;

    /// <summary>Where the next whole byte goes. Eight bytes from here on may be written.</summary>
    public byte* Position { get; private set; } = output;

    /// <summary>Adds bits; the value has no higher ones. Between two flushes at most 56 bits are added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong value, int count)
    {
        _bits |= value << _count;
        _count += count;
    }

    /// <summary>Adds the low bits of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLow(uint value, int count) => Add(value & ((1UL << count) - 1), count);

    /// <summary>Moves the whole bytes to the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        LittleEndian.Write64(Position, _bits);
        Position += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    /// <summary>Adds the end mark that a reader starts from.</summary>
    /// <returns>The end of the stream.</returns>
    public byte* Close()
    {
        Add(1, 1);
        return Finish();
    }

    /// <summary>Moves everything to the output, the last byte filled up with zeros.</summary>
    /// <returns>The end of the stream.</returns>
    public byte* Finish()
    {
        Flush();
        return Position + (_count > 0 ? 1 : 0);
    }
}
