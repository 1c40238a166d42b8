using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>What the LZ4 block format fixes.</summary>
internal static unsafe class Lz4Block
{
    /// <summary>The shortest match.</summary>
    public const int MinMatch = 4;

    /// <summary>The farthest match.</summary>
    public const int MaxDistance = 65535;

    /// <summary>The last bytes of a block are always literals.</summary>
    public const int LastLiterals = 5;

    /// <summary>No match starts in the last bytes of a block.</summary>
    public const int MatchFreeTail = 12;

    /// <summary>The most bytes that a block of this many input bytes takes.</summary>
    public static int MaxCompressedLength(int length) => checked(length + (length / 255) + 16);

    /// <summary>Appends one sequence: literals, then a match of at least <see cref="MinMatch"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* WriteSequence(byte* output, byte* literals, long literalLength, long distance, long matchLength, byte* inputEnd)
    {
        byte* token = output++;
        int code;
        if (literalLength < 15)
        {
            code = (int)literalLength << 4;
        }
        else
        {
            code = 15 << 4;
            output = WriteLength(output, literalLength - 15);
        }

        // Input has its literal tail behind every match and output its worst-case room, so that vectors fit on both sides.
        if (literalLength <= 16 && inputEnd - literals >= 16)
        {
            System.Runtime.Intrinsics.Vector128.Store(System.Runtime.Intrinsics.Vector128.Load(literals), output);
        }
        else
        {
            Unsafe.CopyBlockUnaligned(output, literals, (uint)literalLength);
        }

        output += literalLength;
        *output++ = (byte)distance;
        *output++ = (byte)(distance >> 8);
        matchLength -= MinMatch;
        if (matchLength < 15)
        {
            code |= (int)matchLength;
        }
        else
        {
            code |= 15;
            output = WriteLength(output, matchLength - 15);
        }

        *token = (byte)code;
        return output;
    }

    /// <summary>Appends the literals that end the block.</summary>
    public static byte* WriteLastLiterals(byte* output, byte* literals, long length)
    {
        if (length < 15)
        {
            *output++ = (byte)(length << 4);
        }
        else
        {
            *output++ = 15 << 4;
            output = WriteLength(output, length - 15);
        }

        Unsafe.CopyBlockUnaligned(output, literals, (uint)length);
        return output + length;
    }

    private static byte* WriteLength(byte* output, long length)
    {
        while (length >= 255)
        {
            *output++ = 255;
            length -= 255;
        }

        *output++ = (byte)length;
        return output;
    }
}
