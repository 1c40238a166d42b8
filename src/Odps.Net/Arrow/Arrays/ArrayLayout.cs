namespace Odps.Net.Arrow;

/// <summary>How the values of a type lie in buffers.</summary>
internal enum ArrayLayout
{
    /// <summary>No buffers.</summary>
    Null,

    /// <summary>Validity, bits.</summary>
    Bits,

    /// <summary>Validity, values of one width.</summary>
    Fixed,

    /// <summary>Validity, offsets of 32 bits, bytes.</summary>
    Variable32,

    /// <summary>Validity, offsets of 64 bits, bytes.</summary>
    Variable64,

    /// <summary>Validity, offsets of 32 bits; one child.</summary>
    List32,

    /// <summary>Validity, offsets of 64 bits; one child.</summary>
    List64,

    /// <summary>Validity; a child for each field.</summary>
    Struct,

    /// <summary>Validity, indices of one width; the values are apart.</summary>
    Dictionary,
}
