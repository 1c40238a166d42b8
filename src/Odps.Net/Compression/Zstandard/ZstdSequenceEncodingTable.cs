namespace Odps.Net.Compression;

/// <summary>Chooses, for one part of the sequences of a block, the table that costs the fewest bits, and writes it down.</summary>
internal sealed unsafe class ZstdSequenceEncodingTable
{
    /// <summary>Fewer sequences do not pay for a table of their own.</summary>
    private const int LeastForOwnTable = 48;

    private readonly ZstdSequenceKind _kind;
    private readonly int[] _counts;
    private readonly short[] _probabilities;
    private readonly FseEncodingTable _own;
    private readonly FseEncodingTable _predefined;

    public ZstdSequenceEncodingTable(ZstdSequenceKind kind)
    {
        _kind = kind;
        _counts = new int[kind.MaxCode + 1];
        _probabilities = new short[kind.MaxCode + 1];
        _own = new FseEncodingTable(kind.MaxLog, kind.MaxCode);
        _predefined = new FseEncodingTable(kind.DefaultLog, kind.MaxCode);
        _predefined.Build(kind.DefaultProbabilities, kind.DefaultLog);
        Current = _predefined;
    }

    /// <summary>The table to encode with.</summary>
    public FseEncodingTable Current { get; private set; }

    public void Clear() => Array.Clear(_counts);

    public void Count(int code) => _counts[code]++;

    /// <summary>Chooses the table and writes its description, if it needs one.</summary>
    /// <param name="total">How many codes were counted.</param>
    /// <param name="output">Moved behind the description.</param>
    /// <returns>The mode that says how the table is described.</returns>
    public int Write(int total, ref byte* output)
    {
        int highest = _counts.AsSpan().LastIndexOfAnyExcept(0);
        bool predefinedFits = highest < _kind.DefaultProbabilities.Length;
        if (_counts[highest] == total && (total > 2 || !predefinedFits))
        {
            *output++ = (byte)highest;
            _own.BuildSingle(highest);
            Current = _own;
            return ZstdFormat.RleMode;
        }

        if (predefinedFits && total < LeastForOwnTable)
        {
            Current = _predefined;
            return ZstdFormat.PredefinedMode;
        }

        ReadOnlySpan<int> counts = _counts.AsSpan(0, highest + 1);
        Span<short> probabilities = _probabilities.AsSpan(0, highest + 1);
        int log = FseNormalization.ChooseLog(total, highest, _kind.MaxLog);
        FseNormalization.Normalize(counts, total, log, probabilities);
        byte* end = FseNormalization.Write(probabilities, log, output);
        if (predefinedFits
            && Cost(counts, _kind.DefaultProbabilities, _kind.DefaultLog) <= Cost(counts, probabilities, log) + (8 * (end - output)))
        {
            Current = _predefined;
            return ZstdFormat.PredefinedMode;
        }

        output = end;
        _own.Build(probabilities, log);
        Current = _own;
        return ZstdFormat.FseMode;
    }

    private static double Cost(ReadOnlySpan<int> counts, ReadOnlySpan<short> probabilities, int log)
    {
        double bits = 0;
        for (int code = 0; code < counts.Length; code++)
        {
            if (counts[code] != 0)
            {
                bits += counts[code] * (log - Math.Log2(Math.Abs((int)probabilities[code])));
            }
        }

        return bits;
    }
}
