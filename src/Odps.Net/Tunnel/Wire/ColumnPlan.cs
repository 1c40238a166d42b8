namespace Odps.Net.Tunnel.Wire;

/// <summary>
/// What the loops need to know of a column, in 16 bytes: the tag as the bytes that are to be found or written, and the coding of the value.
/// </summary>
internal readonly struct ColumnPlan
{
    /// <summary>The tag's bytes in little-endian order.</summary>
    public readonly uint TagBytes;

    /// <summary>Covers the bytes that belong to the tag.</summary>
    public readonly uint TagMask;

    /// <summary>The tag as a number: field number and wire type.</summary>
    public readonly uint Tag;

    public readonly byte TagLength;
    public readonly FieldCoding Coding;
    private readonly byte _kind;
    public readonly bool IsRequired;

    private ColumnPlan(uint number, WireType wireType, FieldCoding coding, OdpsTypeKind kind, bool isRequired)
    {
        Tag = (number << 3) | (uint)wireType;
        Span<byte> bytes = stackalloc byte[Varint.MaxLength];
        TagLength = (byte)Varint.Write(ref bytes[0], 0, Tag);
        TagBytes = Little.ReadUInt32(ref bytes[0], 0);
        TagMask = TagLength >= 4 ? uint.MaxValue : (1u << (8 * TagLength)) - 1;
        Coding = coding;
        _kind = (byte)kind;
        IsRequired = isRequired;
    }

    /// <summary>A column that does not travel: no tag is its.</summary>
    private ColumnPlan(OdpsTypeKind kind)
    {
        TagBytes = uint.MaxValue;
        TagMask = 0;
        Coding = FieldCoding.Absent;
        _kind = (byte)kind;
    }

    /// <summary>The field number: the position of the column among those that travel, from 1.</summary>
    public uint Number => Tag >> 3;

    public OdpsTypeKind Kind => (OdpsTypeKind)_kind;

    /// <summary>One entry for each column, and a last one for the tag that ends a record.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="values">How their values are coded.</param>
    /// <param name="isSent">Whether the column at a position travels. Default: all do.</param>
    public static ColumnPlan[] Of(ColumnCollection columns, ValuePlan[] values, Func<int, bool>? isSent = null)
    {
        var plans = new ColumnPlan[columns.Count + 1];
        uint number = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            plans[i] = isSent?.Invoke(i) == false
                ? new ColumnPlan(values[i].Kind)
                : new ColumnPlan(++number, values[i].WireType, values[i].Coding, values[i].Kind, !columns[i].IsNullable);
        }

        plans[^1] = new ColumnPlan(ControlField.EndOfRecord, WireType.Varint, FieldCoding.EndOfRecord, OdpsTypeKind.Unknown, false);
        return plans;
    }
}
