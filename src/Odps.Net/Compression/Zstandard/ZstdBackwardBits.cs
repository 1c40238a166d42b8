using System.Numerics;

namespace Odps.Net.Compression;

/// <summary>
/// Reads a bit stream from its end, for the places where speed does not matter. Reading before the start gives zeros and makes
/// <see cref="Left"/> negative, which the caller checks.
/// </summary>
internal ref struct ZstdBackwardBits
{
    private readonly ReadOnlySpan<byte> _data;

    /// <param name="data">The stream; its last byte holds the end mark, the highest bit that is set.</param>
    /// <param name="offset">Where the stream starts in the compressed stream, for messages.</param>
    public ZstdBackwardBits(ReadOnlySpan<byte> data, long offset)
    {
        if (data.IsEmpty || data[^1] == 0)
        {
            CompressionThrow.Malformed(ZstdFormat.Name, offset + Math.Max(0, data.Length - 1), "expected a bit stream with an end mark");
        }

        _data = data;
        Left = ((data.Length - 1) * 8) + BitOperations.Log2(data[^1]);
    }

    /// <summary>The bits that are not read yet; negative once more was read than there is.</summary>
    public int Left { get; private set; }

    /// <summary>Reads at most 24 bits.</summary>
    public int Read(int count)
    {
        Left -= count;
        int from = Left;
        int missing = 0;
        if (from < 0)
        {
            missing = Math.Min(-from, count);
            from = 0;
        }

        int wanted = count - missing;
        uint value = 0;
        for (int index = 0; index < 4 && (from >> 3) + index < _data.Length; index++)
        {
            value |= (uint)_data[(from >> 3) + index] << (8 * index);
        }

        value = (value >> (from & 7)) & ((1u << wanted) - 1);
        return (int)(value << missing);
    }
}
