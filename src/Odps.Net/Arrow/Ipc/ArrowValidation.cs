namespace Odps.Net.Arrow;

/// <summary>
/// How much a reader checks of what it reads. Whatever is chosen, counts and lengths are always checked against the bytes that there are, and no
/// access ever leaves a buffer: offsets and indices that were not checked while reading are checked where they are used.
/// </summary>
public enum ArrowValidation
{
    /// <summary>Counts, lengths and buffers only. Costs nothing for each value.</summary>
    Layout,

    /// <summary>Also that offsets of texts, byte strings, lists and maps run forward and end within their data.</summary>
    Offsets,

    /// <summary>Also that null counts are right, texts are UTF-8, and indices lie within their dictionary.</summary>
    Full,
}
