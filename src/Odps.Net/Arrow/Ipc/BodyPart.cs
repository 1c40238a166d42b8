namespace Odps.Net.Arrow;

/// <summary>One buffer of a body to be written: bytes of an array as they are, or bytes that were made for it.</summary>
internal readonly struct BodyPart(ArrowBuffer source, int scratchStart, int length)
{
    /// <summary>The bytes, unless they are in the scratch memory.</summary>
    public ArrowBuffer Source { get; } = source;

    /// <summary>Where the bytes begin in the scratch memory; -1 when they are not there.</summary>
    public int ScratchStart { get; } = scratchStart;

    /// <summary>The bytes, without padding.</summary>
    public int Length { get; } = length;
}
