namespace Odps.Net.Compression;

/// <summary>The last three offsets, which sequences may use again (RFC 8878, 3.1.1.5).</summary>
internal struct ZstdRepeatOffsets
{
    public uint First;
    public uint Second;
    public uint Third;

    /// <summary>What every frame starts with.</summary>
    public static ZstdRepeatOffsets Initial => new() { First = 1, Second = 4, Third = 8 };
}
