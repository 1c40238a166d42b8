namespace Odps.Net.Emulator.Tunnel;

/// <summary>Which layout a type has in a form.</summary>
internal static class ArrowForms
{
    /// <summary>Whether a type travels as a struct of seconds (64 bits) and nanoseconds (32 bits).</summary>
    public static bool IsSecondsAndNanoseconds(this ArrowForm form, OdpsType type, bool isTop) => type.Kind switch
    {
        OdpsTypeKind.IntervalDayTime => true,
        OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz => form == ArrowForm.Preview || (form == ArrowForm.Instance && isTop),
        _ => false,
    };

    /// <summary>Whether a type travels as 32 bytes with the digits in limbs.</summary>
    public static bool IsDecimalCell(this ArrowForm form, OdpsType type) => form == ArrowForm.Preview && type is DecimalType { IsLegacy: true };
}
