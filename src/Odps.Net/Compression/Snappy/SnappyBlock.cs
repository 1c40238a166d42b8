namespace Odps.Net.Compression;

/// <summary>What the Snappy block format fixes.</summary>
internal static class SnappyBlock
{
    /// <summary>A block starts with its decoded length as a varint of at most this many bytes.</summary>
    public const int MaxLengthBytes = 5;

    /// <summary>Matches stay within fragments of this many bytes.</summary>
    public const int FragmentSize = 1 << 16;

    /// <summary>The most bytes that a block of this many input bytes takes.</summary>
    public static int MaxCompressedLength(int length) => checked(32 + length + (length / 6));

    /// <summary>Reads the decoded length that a block starts with.</summary>
    /// <returns>The bytes that the length takes.</returns>
    public static int ReadLength(ReadOnlySpan<byte> block, long offset, out uint length)
    {
        ulong value = 0;
        for (int index = 0; index < MaxLengthBytes && index < block.Length; index++)
        {
            value |= (ulong)(block[index] & 0x7F) << (7 * index);
            if (block[index] < 0x80)
            {
                if (value > uint.MaxValue)
                {
                    break;
                }

                length = (uint)value;
                return index + 1;
            }
        }

        CompressionThrow.Malformed("Snappy", offset, "expected the block's decoded length as a varint of 32 bits");
        length = 0;
        return 0;
    }

    /// <summary>Decodes one whole block.</summary>
    /// <returns>The bytes decoded.</returns>
    /// <exception cref="InvalidDataException">The block is damaged or does not fit the destination.</exception>
    public static int Decompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int start = ReadLength(source, 0, out uint length);
        if (length > (uint)destination.Length)
        {
            CompressionThrow.OutputTooLong("Snappy", 0, destination.Length);
        }

        SnappyBlockDecoder.Decode(source[start..], destination, 0, (int)length, start);
        return (int)length;
    }

    /// <summary>Encodes one whole block.</summary>
    /// <returns>The bytes written.</returns>
    public static int Compress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        using var encoder = new SnappyBlockEncoder();
        return encoder.Encode(source, destination);
    }
}
