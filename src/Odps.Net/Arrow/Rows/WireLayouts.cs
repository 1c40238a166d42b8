namespace Odps.Net.Arrow;

/// <summary>
/// The layouts in which the service may send columns. Batches of the tunnel come without a schema, and a TIMESTAMP is a count in some answers and a struct
/// in others; the numbers of nodes and buffers of a message tell which.
/// </summary>
internal static class WireLayouts
{
    private enum TimestampForm
    {
        Count,
        StructAtTop,
        Struct,
    }

    /// <summary>The possible schemas, the usual one first. Names are those of the columns.</summary>
    public static WireLayout[] For(ColumnCollection columns)
    {
        var layouts = new List<WireLayout>();
        foreach (TimestampForm timestamps in Enum.GetValues<TimestampForm>())
        {
            foreach (bool dayTimeIntervals in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (bool narrowDecimals in (ReadOnlySpan<bool>)[false, true])
                {
                    var schema = new Schema(columns.Select(c => new Field(c.Name, TypeOf(c.Type, timestamps, dayTimeIntervals, narrowDecimals, isTop: true), c.IsNullable)));
                    if (!layouts.Any(l => l.Schema.Equals(schema)))
                    {
                        layouts.Add(new WireLayout(schema));
                    }
                }
            }
        }

        return [.. layouts];
    }

    private static ArrowType TypeOf(OdpsType type, TimestampForm timestamps, bool dayTimeIntervals, bool narrowDecimals, bool isTop)
    {
        return type switch
        {
            { Kind: OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz } when timestamps == TimestampForm.Struct || (isTop && timestamps == TimestampForm.StructAtTop) =>
                ArrowTypes.SecondsAndNanoseconds,
            { Kind: OdpsTypeKind.IntervalDayTime } when dayTimeIntervals => ArrowType.IntervalDayTime,
            DecimalType { IsLegacy: true } when narrowDecimals => ArrowType.Decimal128(((DecimalType)type).Precision, ((DecimalType)type).Scale),
            ArrayType array => ArrowType.List(Nested(array.ElementType)),
            MapType map => ArrowType.Map(Nested(map.KeyType), Nested(map.ValueType)),
            StructType structure => ArrowType.Struct([.. structure.Fields.Select(f => new Field(f.Name, Nested(f.Type)))]),
            _ => ArrowTypes.From(type),
        };

        ArrowType Nested(OdpsType inner) => TypeOf(inner, timestamps, dayTimeIntervals, narrowDecimals, isTop: false);
    }
}
