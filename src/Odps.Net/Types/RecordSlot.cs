namespace Odps.Net;

/// <summary>
/// One value of a record. Numbers, booleans, dates and date-times are in <see cref="Bits"/> (so they cost no object) with
/// <see cref="Present"/> as reference; everything else is an object. A null reference is NULL.
/// </summary>
/// <remarks>
/// Bits: integers and BOOLEAN as they are, FLOAT and DOUBLE as the bits of a double, DATE as days and DATETIME as milliseconds since 1970-01-01,
/// INTERVAL_YEAR_MONTH as months. A DECIMAL whose digits fit 64 bits has them there, and its <see cref="DecimalScale"/> as reference.
/// Objects: string (byte[] for text that came over the wire and is not UTF-8), byte[], a longer <see cref="OdpsDecimal"/> (or string for a legacy DECIMAL of more than 38 digits),
/// <see cref="OdpsTimestamp"/>, <see cref="OdpsTimestampNtz"/>, <see cref="IntervalDayTime"/>, object?[], <see cref="OdpsMap"/>,
/// <see cref="OdpsStruct"/>, float[], double[].
/// </remarks>
internal readonly struct RecordSlot(long bits, object? reference)
{
    /// <summary>Marks a value that is in the bits.</summary>
    public static readonly object Present = new();

    public readonly long Bits = bits;
    public readonly object? Reference = reference;

    public static RecordSlot FromBits(long bits) => new(bits, Present);

    public static RecordSlot FromDouble(double value) => new(BitConverter.DoubleToInt64Bits(value), Present);

    public static RecordSlot FromFloat(float value) => float.IsNaN(value) ? FromBits(WidenNaN(BitConverter.SingleToUInt32Bits(value))) : FromDouble(value);

    public static RecordSlot FromDecimal(in OdpsDecimal value) =>
        value.Unscaled == (long)value.Unscaled ? new((long)value.Unscaled, DecimalScale.Of(value.Scale)) : new(0, value);

    /// <summary>A value that is an object. A DECIMAL may be one, too; <see cref="FromDecimal"/> saves it.</summary>
    public static RecordSlot FromObject(object value) => new(0, value);

    public bool IsNull => Reference is null;

    public double AsDouble => BitConverter.Int64BitsToDouble(Bits);

    public float AsFloat => double.IsNaN(AsDouble) ? BitConverter.UInt32BitsToSingle(NarrowNaN((ulong)Bits)) : (float)AsDouble;

    /// <summary>The DECIMAL, if the value is one of at most 38 digits.</summary>
    public bool TryGetDecimal(out OdpsDecimal value)
    {
        if (Reference is DecimalScale scale)
        {
            value = OdpsDecimal.FromBits(Bits, scale.Digits);
            return true;
        }

        value = Reference is OdpsDecimal boxed ? boxed : default;
        return Reference is OdpsDecimal;
    }

    /// <summary>The value as an object, where it is not one of those that are in the bits with <see cref="Present"/> beside them.</summary>
    public object? ToObject() => Reference is DecimalScale scale ? OdpsDecimal.FromBits(Bits, scale.Digits) : Reference;

    // The processor's own conversion would change the bits of a signalling NaN.
    private static long WidenNaN(uint bits) =>
        (long)(((ulong)(bits >> 31) << 63) | (0x7FFUL << 52) | ((ulong)(bits & 0x007F_FFFF) << 29));

    private static uint NarrowNaN(ulong bits)
    {
        uint payload = (uint)(bits >> 29) & 0x007F_FFFF;
        return (uint)(bits >> 63 << 31) | 0x7F80_0000 | (payload != 0 ? payload : 0x0040_0000);
    }
}
