namespace Odps.Net.Emulator.Tunnel;

/// <summary>The field numbers of a record stream that are no columns, and the wire types.</summary>
internal static class RecordTags
{
    public const int EndOfRecord = (1 << 25) - 1024;

    public const int EndOfMetrics = (1 << 25) - 256;

    public const int RecordCount = (1 << 25) - 2;

    public const int StreamChecksum = (1 << 25) - 1;

    public const int MaxColumn = EndOfRecord - 1;

    public const int Varint = 0;

    public const int Fixed64 = 1;

    public const int LengthDelimited = 2;

    public const int Fixed32 = 5;

    public static int WireType(OdpsType type) => type.Kind switch
    {
        OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt or OdpsTypeKind.Boolean
            or OdpsTypeKind.DateTime or OdpsTypeKind.Date or OdpsTypeKind.IntervalYearMonth => Varint,
        OdpsTypeKind.Float => Fixed32,
        OdpsTypeKind.Double => Fixed64,
        _ => LengthDelimited,
    };
}
