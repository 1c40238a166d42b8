namespace Odps.Net.Compression;

/// <summary>One of the three parts of a sequence, and what the format fixes about its codes.</summary>
internal sealed class ZstdSequenceKind
{
    public static ZstdSequenceKind LiteralLength { get; } = new(
        "literal length", ZstdFormat.MaxLiteralLengthCode, ZstdFormat.MaxLiteralLengthLog,
        ZstdFormat.DefaultLiteralLengths.ToArray(), ZstdFormat.DefaultLiteralLengthLog,
        ZstdFormat.LiteralLengthBases.ToArray(), ZstdFormat.LiteralLengthBits.ToArray());

    public static ZstdSequenceKind MatchLength { get; } = new(
        "match length", ZstdFormat.MaxMatchLengthCode, ZstdFormat.MaxMatchLengthLog,
        ZstdFormat.DefaultMatchLengths.ToArray(), ZstdFormat.DefaultMatchLengthLog,
        ZstdFormat.MatchLengthBases.ToArray(), ZstdFormat.MatchLengthBits.ToArray());

    public static ZstdSequenceKind Offset { get; } = new(
        "offset", ZstdFormat.MaxOffsetCode, ZstdFormat.MaxOffsetLog,
        ZstdFormat.DefaultOffsets.ToArray(), ZstdFormat.DefaultOffsetLog, null, null);

    private readonly short[] _defaultProbabilities;
    private readonly int[]? _bases;
    private readonly byte[]? _bits;

    private ZstdSequenceKind(string name, int maxCode, int maxLog, short[] defaultProbabilities, int defaultLog, int[]? bases, byte[]? bits)
    {
        Name = name;
        MaxCode = maxCode;
        MaxLog = maxLog;
        DefaultLog = defaultLog;
        _defaultProbabilities = defaultProbabilities;
        _bases = bases;
        _bits = bits;
    }

    public string Name { get; }

    public int MaxCode { get; }

    public int MaxLog { get; }

    public int DefaultLog { get; }

    public ReadOnlySpan<short> DefaultProbabilities => _defaultProbabilities;

    public uint BaseOf(int code) => _bases is null ? 1u << code : (uint)_bases[code];

    public byte BitsOf(int code) => _bits is null ? (byte)code : _bits[code];
}
