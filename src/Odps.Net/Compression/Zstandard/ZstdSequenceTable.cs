using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Compression;

/// <summary>One state of a sequence table: the value it stands for, how many bits are added to it, and the next state.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = 8)]
internal struct ZstdSequenceState
{
    /// <summary>What the extra bits are added to.</summary>
    public uint Base;

    /// <summary>What the state bits are added to.</summary>
    public ushort NextBase;

    /// <summary>How many extra bits follow.</summary>
    public byte ExtraBits;

    /// <summary>How many bits the next state takes.</summary>
    public byte StateBits;
}

/// <summary>The decoding table of literal lengths, match lengths or offsets.</summary>
internal sealed class ZstdSequenceTable
{
    private readonly ZstdSequenceKind _kind;

    public ZstdSequenceTable(ZstdSequenceKind kind)
    {
        _kind = kind;
        States = new ZstdSequenceState[1 << kind.MaxLog];
    }

    /// <summary>The table's size as a power of two.</summary>
    public int Log { get; private set; }

    public ZstdSequenceState[] States { get; }

    /// <summary>The table that is used where the block describes none.</summary>
    public static ZstdSequenceTable CreatePredefined(ZstdSequenceKind kind)
    {
        var table = new ZstdSequenceTable(kind);
        table.Build(kind.DefaultProbabilities, kind.DefaultLog);
        return table;
    }

    /// <summary>Makes every sequence have the same code.</summary>
    public void BuildSingle(int code)
    {
        Log = 0;
        States[0] = new ZstdSequenceState { Base = _kind.BaseOf(code), ExtraBits = _kind.BitsOf(code) };
    }

    [SkipLocalsInit]
    public void Build(ReadOnlySpan<short> probabilities, int log)
    {
        Span<FseState> states = stackalloc FseState[512];
        FseDecoding.Build(probabilities, log, states);
        Log = log;
        for (int state = 0; state < 1 << log; state++)
        {
            FseState source = states[state];
            States[state] = new ZstdSequenceState
            {
                Base = _kind.BaseOf(source.Symbol),
                ExtraBits = _kind.BitsOf(source.Symbol),
                NextBase = source.NextBase,
                StateBits = source.Bits,
            };
        }
    }
}
