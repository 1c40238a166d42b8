namespace Odps.Net.Arrow;

/// <summary>Makes the array object that belongs to a type.</summary>
internal static class ArrowArrayFactory
{
    /// <summary>An array over data; it owns a share of the memory, which the caller has taken, or only looks.</summary>
    public static ArrowArray Create(ArrayData data, bool owned = false)
    {
        ArrowArray array = Create(data);
        return owned ? array.MakeOwner() : array;
    }

    private static ArrowArray Create(ArrayData data) => data.Type.TypeId switch
    {
        ArrowTypeId.Null => new NullArray(data),
        ArrowTypeId.Boolean => new BooleanArray(data),
        ArrowTypeId.Int8 => new Int8Array(data),
        ArrowTypeId.Int16 => new Int16Array(data),
        ArrowTypeId.Int32 => new Int32Array(data),
        ArrowTypeId.Int64 => new Int64Array(data),
        ArrowTypeId.UInt8 => new UInt8Array(data),
        ArrowTypeId.UInt16 => new UInt16Array(data),
        ArrowTypeId.UInt32 => new UInt32Array(data),
        ArrowTypeId.UInt64 => new UInt64Array(data),
        ArrowTypeId.HalfFloat => new HalfFloatArray(data),
        ArrowTypeId.Float => new FloatArray(data),
        ArrowTypeId.Double => new DoubleArray(data),
        ArrowTypeId.String => new StringArray(data),
        ArrowTypeId.LargeString => new LargeStringArray(data),
        ArrowTypeId.Binary => new BinaryArray(data),
        ArrowTypeId.LargeBinary => new LargeBinaryArray(data),
        ArrowTypeId.FixedSizeBinary => new FixedSizeBinaryArray(data),
        ArrowTypeId.Decimal128 => new Decimal128Array(data),
        ArrowTypeId.Decimal256 => new Decimal256Array(data),
        ArrowTypeId.Date32 => new Date32Array(data),
        ArrowTypeId.Date64 => new Date64Array(data),
        ArrowTypeId.Time32 => new Time32Array(data),
        ArrowTypeId.Time64 => new Time64Array(data),
        ArrowTypeId.Timestamp => new TimestampArray(data),
        ArrowTypeId.Duration => new DurationArray(data),
        ArrowTypeId.IntervalYearMonth => new YearMonthIntervalArray(data),
        ArrowTypeId.IntervalDayTime => new DayTimeIntervalArray(data),
        ArrowTypeId.IntervalMonthDayNanosecond => new MonthDayNanosecondIntervalArray(data),
        ArrowTypeId.List => new ListArray(data),
        ArrowTypeId.LargeList => new LargeListArray(data),
        ArrowTypeId.Struct => new StructArray(data),
        ArrowTypeId.Map => new MapArray(data),
        ArrowTypeId.Dictionary => new DictionaryArray(data),
        _ => throw new InvalidOperationException($"There is no array of type {data.Type.Name}."),
    };
}
