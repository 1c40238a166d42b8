namespace Odps.Net.Arrow;

/// <summary>Between MaxCompute types and the Arrow types in which their values travel.</summary>
public static class ArrowTypes
{
    /// <summary>The zone of the time stamps that are instants.</summary>
    private const string Utc = "UTC";

    private static readonly ArrowStructType SecondsAndNanos = ArrowType.Struct(new Field("sec", ArrowType.Int64), new Field("nano", ArrowType.Int32));

    /// <summary>The struct of seconds and nanoseconds in which the service sends INTERVAL_DAY_TIME, and in some answers TIMESTAMP.</summary>
    public static ArrowStructType SecondsAndNanoseconds => SecondsAndNanos;

    /// <summary>The Arrow type of a MaxCompute type.</summary>
    /// <remarks>
    /// BOOLEAN is bool; TINYINT to BIGINT are int8 to int64; FLOAT and DOUBLE are float and double; STRING, CHAR, VARCHAR and JSON are utf8; BINARY is
    /// binary; DATE is date32; DATETIME is timestamp[ms, UTC]; TIMESTAMP is timestamp[ns, UTC]; TIMESTAMP_NTZ is timestamp[ns]; DECIMAL(p,s) is
    /// decimal128(p,s); DECIMAL without parameters is decimal256(54,18); INTERVAL_YEAR_MONTH is month_interval; INTERVAL_DAY_TIME is
    /// <see cref="SecondsAndNanoseconds"/>; ARRAY and VECTOR are list; MAP is map; STRUCT is struct.
    /// </remarks>
    /// <param name="type">The MaxCompute type.</param>
    /// <exception cref="NotSupportedException">The type is not known to this SDK.</exception>
    public static ArrowType From(OdpsType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind switch
        {
            OdpsTypeKind.Boolean => ArrowType.Boolean,
            OdpsTypeKind.TinyInt => ArrowType.Int8,
            OdpsTypeKind.SmallInt => ArrowType.Int16,
            OdpsTypeKind.Int => ArrowType.Int32,
            OdpsTypeKind.BigInt => ArrowType.Int64,
            OdpsTypeKind.Float => ArrowType.Float,
            OdpsTypeKind.Double => ArrowType.Double,
            OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json => ArrowType.String,
            OdpsTypeKind.Binary => ArrowType.Binary,
            OdpsTypeKind.Date => ArrowType.Date32,
            OdpsTypeKind.DateTime => ArrowType.Timestamp(TimeUnit.Millisecond, Utc),
            OdpsTypeKind.Timestamp => ArrowType.Timestamp(TimeUnit.Nanosecond, Utc),
            OdpsTypeKind.TimestampNtz => ArrowType.Timestamp(TimeUnit.Nanosecond),
            OdpsTypeKind.Decimal => FromDecimal((DecimalType)type),
            OdpsTypeKind.IntervalYearMonth => ArrowType.IntervalYearMonth,
            OdpsTypeKind.IntervalDayTime => SecondsAndNanos,
            OdpsTypeKind.Array => ArrowType.List(From(((ArrayType)type).ElementType)),
            OdpsTypeKind.Vector => ArrowType.List(From(((VectorType)type).ElementType)),
            OdpsTypeKind.Map => ArrowType.Map(From(((MapType)type).KeyType), From(((MapType)type).ValueType)),
            OdpsTypeKind.Struct => ArrowType.Struct([.. ((StructType)type).Fields.Select(f => new Field(f.Name, From(f.Type)))]),
            _ => throw new NotSupportedException($"The type {type.Name} has no Arrow form."),
        };
    }

    /// <summary>The field of a column: its name, the type of <see cref="From(OdpsType)"/> and whether it may be null.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="NotSupportedException">The column's type has no Arrow form.</exception>
    public static Field From(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        try
        {
            return new Field(column.Name, From(column.Type), column.IsNullable);
        }
        catch (NotSupportedException cause)
        {
            throw new NotSupportedException($"Column '{column.Name}' is of type {column.Type.Name}, which has no Arrow form.", cause);
        }
    }

    /// <summary>The MaxCompute type in which the values of an Arrow type are kept.</summary>
    /// <remarks>
    /// The way back of <see cref="From(OdpsType)"/>, and more: utf8 is STRING (CHAR, VARCHAR and JSON do not travel); list is ARRAY; date64 and
    /// timestamp[ms] are DATETIME with a zone or without; timestamp[s] too; timestamp[us] and timestamp[ns] are TIMESTAMP with a zone and TIMESTAMP_NTZ
    /// without; a struct of <c>sec</c> and <c>nano</c> is TIMESTAMP; decimal128 and decimal256 beyond 38 digits are DECIMAL; unsigned integers are the
    /// next larger signed type; large types are as the others; a dictionary is as its values; fixed_size_binary is BINARY.
    /// </remarks>
    /// <param name="type">The Arrow type.</param>
    /// <exception cref="NotSupportedException">There is no MaxCompute type for it: null, uint64, time, duration, month_day_nano_interval, an empty struct.</exception>
    public static OdpsType ToOdpsType(ArrowType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type switch
        {
            TimestampType { Unit: TimeUnit.Second or TimeUnit.Millisecond } => OdpsType.DateTime,
            TimestampType { Timezone: null } => OdpsType.TimestampNtz,
            TimestampType => OdpsType.Timestamp,
            DecimalArrowType { Precision: <= 38, Scale: >= 0 } number when number.Scale <= number.Precision => OdpsType.Decimal(number.Precision, number.Scale),
            DecimalArrowType => OdpsType.LegacyDecimal,
            ListType list => OdpsType.Array(ToOdpsType(list.ValueType)),
            ArrowMapType map => OdpsType.Map(ToOdpsType(map.KeyType), ToOdpsType(map.ValueType)),
            ArrowStructType structure when IsSecondsAndNanoseconds(structure) => OdpsType.Timestamp,
            ArrowStructType { Fields.Length: > 0 } structure => OdpsType.Struct([.. structure.Fields.Select(f => new StructField(f.Name, ToOdpsType(f.DataType)))]),
            DictionaryType dictionary => ToOdpsType(dictionary.ValueType),
            _ => type.TypeId switch
            {
                ArrowTypeId.Boolean => OdpsType.Boolean,
                ArrowTypeId.Int8 => OdpsType.TinyInt,
                ArrowTypeId.Int16 or ArrowTypeId.UInt8 => OdpsType.SmallInt,
                ArrowTypeId.Int32 or ArrowTypeId.UInt16 => OdpsType.Int,
                ArrowTypeId.Int64 or ArrowTypeId.UInt32 => OdpsType.BigInt,
                ArrowTypeId.HalfFloat or ArrowTypeId.Float => OdpsType.Float,
                ArrowTypeId.Double => OdpsType.Double,
                ArrowTypeId.String or ArrowTypeId.LargeString => OdpsType.String,
                ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.FixedSizeBinary => OdpsType.Binary,
                ArrowTypeId.Date32 => OdpsType.Date,
                ArrowTypeId.Date64 => OdpsType.DateTime,
                ArrowTypeId.IntervalYearMonth => OdpsType.IntervalYearMonth,
                ArrowTypeId.IntervalDayTime => OdpsType.IntervalDayTime,
                _ => throw new NotSupportedException($"There is no MaxCompute type for the Arrow type {type.Name}."),
            },
        };
    }

    internal static Column ToColumn(Field field)
    {
        try
        {
            return new Column(field.Name, ToOdpsType(field.DataType), isNullable: field.IsNullable);
        }
        catch (NotSupportedException cause)
        {
            throw new NotSupportedException($"Field '{field.Name}' is of the Arrow type {field.DataType.Name}, for which there is no MaxCompute type.", cause);
        }
    }

    /// <summary>Whether a struct has the layout that the service uses for nanoseconds; the names are its own.</summary>
    internal static bool IsSecondsAndNanoseconds(ArrowType type) =>
        type is ArrowStructType { Fields: [{ DataType.TypeId: ArrowTypeId.Int64 } first, { DataType.TypeId: ArrowTypeId.Int32 } second] }
        && first.Name.Equals("sec", StringComparison.OrdinalIgnoreCase) && second.Name.Equals("nano", StringComparison.OrdinalIgnoreCase);

    private static DecimalArrowType FromDecimal(DecimalType type) => type.IsLegacy
        ? ArrowType.Decimal256(type.Precision, type.Scale)
        : ArrowType.Decimal128(type.Precision, type.Scale);
}
