using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>One sequence of a block that is being encoded.</summary>
internal struct ZstdSequence
{
    public uint LiteralLength;

    /// <summary>The match length less the shortest possible.</summary>
    public uint MatchLength;

    /// <summary>1 to 3 for a repeat offset, else the offset + 3.</summary>
    public uint OffsetValue;

    public byte LiteralLengthCode;
    public byte MatchLengthCode;
    public byte OffsetCode;
}

/// <summary>What a match finder finds in one block: sequences, and the literals between the matches.</summary>
internal sealed unsafe class ZstdSequences : IDisposable
{
    /// <summary>No finder takes shorter matches, which bounds the sequences of a block.</summary>
    public const int ShortestMatch = 4;

    private ZstdSequence[] _sequences = [];
    private byte[] _literals = [];

    public int Count { get; private set; }

    public int LiteralCount { get; private set; }

    public Span<ZstdSequence> Items => _sequences.AsSpan(0, Count);

    public ReadOnlySpan<byte> Literals => _literals.AsSpan(0, LiteralCount);

    /// <summary>Empties the lists and makes sure that a block of this length fits.</summary>
    public void Begin(int blockLength)
    {
        Count = 0;
        LiteralCount = 0;
        int sequences = (blockLength / ShortestMatch) + 1;
        if (_sequences.Length < sequences)
        {
            Dispose();
            _sequences = ArrayPool<ZstdSequence>.Shared.Rent(sequences);
            _literals = ArrayPool<byte>.Shared.Rent(Math.Max(blockLength, sequences * ShortestMatch) + MatchCopy.Overrun);
        }
    }

    /// <summary>Adds the literals from the anchor on, and a match behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(byte* anchor, long literalLength, uint offsetValue, long matchLength, byte* inputEnd)
    {
        fixed (byte* literals = &_literals[LiteralCount])
        {
            MatchCopy.Literals(literals, anchor, literalLength, literals + literalLength + MatchCopy.Overrun, inputEnd);
        }

        LiteralCount += (int)literalLength;
        uint match = (uint)matchLength - ZstdFormat.MinMatch;
        _sequences[Count++] = new ZstdSequence
        {
            LiteralLength = (uint)literalLength,
            MatchLength = match,
            OffsetValue = offsetValue,
            LiteralLengthCode = LiteralLengthCode((uint)literalLength),
            MatchLengthCode = MatchLengthCode(match),
            OffsetCode = (byte)BitOperations.Log2(offsetValue),
        };
    }

    /// <summary>Adds the literals behind the last match.</summary>
    public void AddLastLiterals(byte* anchor, byte* end)
    {
        var rest = new ReadOnlySpan<byte>(anchor, (int)(end - anchor));
        rest.CopyTo(_literals.AsSpan(LiteralCount));
        LiteralCount += rest.Length;
    }

    public void Dispose()
    {
        if (_sequences.Length != 0)
        {
            ArrayPool<ZstdSequence>.Shared.Return(_sequences);
            ArrayPool<byte>.Shared.Return(_literals);
            _sequences = [];
            _literals = [];
        }
    }

    private static byte LiteralLengthCode(uint length)
    {
        ReadOnlySpan<byte> codes =
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 20, 20, 21, 21, 21, 21,
            22, 22, 22, 22, 22, 22, 22, 22, 23, 23, 23, 23, 23, 23, 23, 23, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
        ];
        return length < 64 ? codes[(int)length] : (byte)(BitOperations.Log2(length) + 19);
    }

    private static byte MatchLengthCode(uint length)
    {
        ReadOnlySpan<byte> codes =
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
            32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 36, 36, 37, 37, 37, 37, 38, 38, 38, 38, 38, 38, 38, 38, 39, 39, 39, 39, 39, 39, 39, 39,
            40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41,
            42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42,
        ];
        return length < 128 ? codes[(int)length] : (byte)(BitOperations.Log2(length) + 36);
    }
}
