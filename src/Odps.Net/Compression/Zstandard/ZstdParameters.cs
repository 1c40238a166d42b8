namespace Odps.Net.Compression;

/// <summary>What a compression level means.</summary>
/// <param name="WindowLog">How far back matches reach, as a power of two.</param>
/// <param name="Strategy">How matches are searched.</param>
/// <param name="HashLog">Places in the table of short hashes, as a power of two.</param>
/// <param name="SecondLog">Places in the second table: long hashes, or the chain.</param>
/// <param name="HashBytes">How many bytes the short hash covers.</param>
/// <param name="Depth">How many candidates a chain search tries.</param>
/// <param name="Lookahead">How many further positions may offer a better match before one is taken.</param>
internal readonly record struct ZstdParameters(
    int WindowLog, ZstdStrategy Strategy, int HashLog, int SecondLog, int HashBytes, int Depth, int Lookahead)
{
    public const int MinLevel = 1;
    public const int MaxLevel = 9;

    private static readonly ZstdParameters[] Levels =
    [
        new(19, ZstdStrategy.Fast, 15, 0, 6, 0, 0),
        new(20, ZstdStrategy.Fast, 16, 0, 5, 0, 0),
        new(21, ZstdStrategy.DoubleFast, 16, 17, 5, 0, 0),
        new(21, ZstdStrategy.DoubleFast, 17, 18, 5, 0, 0),
        new(21, ZstdStrategy.Chain, 17, 17, 5, 6, 0),
        new(21, ZstdStrategy.Chain, 18, 18, 5, 8, 1),
        new(21, ZstdStrategy.Chain, 18, 19, 5, 16, 1),
        new(21, ZstdStrategy.Chain, 18, 19, 5, 24, 2),
        new(22, ZstdStrategy.Chain, 19, 19, 5, 40, 2),
    ];

    /// <summary>The parameters of a level; one outside of the range counts as the nearest.</summary>
    public static ZstdParameters ForLevel(int level) => Levels[Math.Clamp(level, MinLevel, MaxLevel) - 1];
}

/// <summary>How matches are searched.</summary>
internal enum ZstdStrategy
{
    /// <summary>One candidate per position.</summary>
    Fast,

    /// <summary>A candidate by a long hash, else one by a short hash.</summary>
    DoubleFast,

    /// <summary>Several candidates along a chain, with lookahead.</summary>
    Chain,
}
