namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// A value of the row on which a decoder stands, in 16 bytes. It belongs to the row whose stamp it carries; with any other stamp the column is
/// NULL, so that no row has to clear what the one before it left.
/// </summary>
internal struct FieldValue
{
    /// <summary>
    /// The number itself (FLOAT and DOUBLE as their IEEE bits), seconds, or the place of the bytes relative to the start of the row.
    /// </summary>
    public long Bits;

    /// <summary>Nanoseconds, or the count of bytes.</summary>
    public int Extra;

    /// <summary>The row to which the value belongs.</summary>
    public uint Stamp;
}
