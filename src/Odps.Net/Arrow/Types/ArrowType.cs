namespace Odps.Net.Arrow;

/// <summary>
/// An Arrow data type with its parameters: immutable, compared by value (names and nullability of nested fields count, their metadata does not).
/// Types without parameters are the static properties of this class, the others come from its factory methods.
/// </summary>
public abstract class ArrowType : IEquatable<ArrowType>
{
    private protected ArrowType(ArrowTypeId typeId) => TypeId = typeId;

    /// <summary>Only nulls.</summary>
    public static ArrowType Null { get; } = new PlainType(ArrowTypeId.Null, "null");

    /// <summary>One bit a value.</summary>
    public static ArrowType Boolean { get; } = new PlainType(ArrowTypeId.Boolean, "bool");

    /// <summary>8 bits, signed.</summary>
    public static ArrowType Int8 { get; } = new PlainType(ArrowTypeId.Int8, "int8");

    /// <summary>16 bits, signed.</summary>
    public static ArrowType Int16 { get; } = new PlainType(ArrowTypeId.Int16, "int16");

    /// <summary>32 bits, signed.</summary>
    public static ArrowType Int32 { get; } = new PlainType(ArrowTypeId.Int32, "int32");

    /// <summary>64 bits, signed.</summary>
    public static ArrowType Int64 { get; } = new PlainType(ArrowTypeId.Int64, "int64");

    /// <summary>8 bits, unsigned.</summary>
    public static ArrowType UInt8 { get; } = new PlainType(ArrowTypeId.UInt8, "uint8");

    /// <summary>16 bits, unsigned.</summary>
    public static ArrowType UInt16 { get; } = new PlainType(ArrowTypeId.UInt16, "uint16");

    /// <summary>32 bits, unsigned.</summary>
    public static ArrowType UInt32 { get; } = new PlainType(ArrowTypeId.UInt32, "uint32");

    /// <summary>64 bits, unsigned.</summary>
    public static ArrowType UInt64 { get; } = new PlainType(ArrowTypeId.UInt64, "uint64");

    /// <summary>IEEE binary16.</summary>
    public static ArrowType HalfFloat { get; } = new PlainType(ArrowTypeId.HalfFloat, "halffloat");

    /// <summary>IEEE binary32.</summary>
    public static ArrowType Float { get; } = new PlainType(ArrowTypeId.Float, "float");

    /// <summary>IEEE binary64.</summary>
    public static ArrowType Double { get; } = new PlainType(ArrowTypeId.Double, "double");

    /// <summary>UTF-8 text with 32-bit offsets.</summary>
    public static ArrowType String { get; } = new PlainType(ArrowTypeId.String, "utf8");

    /// <summary>UTF-8 text with 64-bit offsets.</summary>
    public static ArrowType LargeString { get; } = new PlainType(ArrowTypeId.LargeString, "large_utf8");

    /// <summary>Bytes with 32-bit offsets.</summary>
    public static ArrowType Binary { get; } = new PlainType(ArrowTypeId.Binary, "binary");

    /// <summary>Bytes with 64-bit offsets.</summary>
    public static ArrowType LargeBinary { get; } = new PlainType(ArrowTypeId.LargeBinary, "large_binary");

    /// <summary>Days since 1970-01-01.</summary>
    public static ArrowType Date32 { get; } = new PlainType(ArrowTypeId.Date32, "date32");

    /// <summary>Milliseconds since 1970-01-01.</summary>
    public static ArrowType Date64 { get; } = new PlainType(ArrowTypeId.Date64, "date64");

    /// <summary>Months.</summary>
    public static ArrowType IntervalYearMonth { get; } = new PlainType(ArrowTypeId.IntervalYearMonth, "month_interval");

    /// <summary>Days and milliseconds.</summary>
    public static ArrowType IntervalDayTime { get; } = new PlainType(ArrowTypeId.IntervalDayTime, "day_time_interval");

    /// <summary>Months, days and nanoseconds.</summary>
    public static ArrowType IntervalMonthDayNanosecond { get; } = new PlainType(ArrowTypeId.IntervalMonthDayNanosecond, "month_day_nano_interval");

    /// <summary>Which type this is.</summary>
    public ArrowTypeId TypeId { get; }

    /// <summary>The name with its parameters, in the style of Arrow's implementations: <c>timestamp[ms, UTC]</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A time stamp.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="timezone">The zone; with it the values are instants, counted in UTC. Default: none, and the values are wall-clock times.</param>
    public static TimestampType Timestamp(TimeUnit unit, string? timezone = null) => new(unit, timezone);

    /// <summary>A time of day in seconds or milliseconds (32 bits).</summary>
    /// <param name="unit"><see cref="TimeUnit.Second"/> or <see cref="TimeUnit.Millisecond"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is another one.</exception>
    public static TimeType Time32(TimeUnit unit) => unit is TimeUnit.Second or TimeUnit.Millisecond
        ? new(ArrowTypeId.Time32, unit)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit, "time32 counts seconds or milliseconds.");

    /// <summary>A time of day in microseconds or nanoseconds (64 bits).</summary>
    /// <param name="unit"><see cref="TimeUnit.Microsecond"/> or <see cref="TimeUnit.Nanosecond"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The unit is another one.</exception>
    public static TimeType Time64(TimeUnit unit) => unit is TimeUnit.Microsecond or TimeUnit.Nanosecond
        ? new(ArrowTypeId.Time64, unit)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit, "time64 counts microseconds or nanoseconds.");

    /// <summary>A length of time.</summary>
    /// <param name="unit">The unit.</param>
    public static DurationType Duration(TimeUnit unit) => new(unit);

    /// <summary>A decimal number in 16 bytes.</summary>
    /// <param name="precision">All digits; at least 1. More than the 38 that fit are accepted, since a legacy DECIMAL is announced as (54,18).</param>
    /// <param name="scale">The digits after the point.</param>
    public static DecimalArrowType Decimal128(int precision, int scale) => new(ArrowTypeId.Decimal128, precision, scale);

    /// <summary>A decimal number in 32 bytes.</summary>
    /// <param name="precision">All digits, 1 to 76.</param>
    /// <param name="scale">The digits after the point.</param>
    public static DecimalArrowType Decimal256(int precision, int scale) => new(ArrowTypeId.Decimal256, precision, scale);

    /// <summary>A fixed number of bytes a value.</summary>
    /// <param name="byteWidth">The bytes, 0 or more.</param>
    public static FixedSizeBinaryType FixedSizeBinary(int byteWidth) => new(byteWidth);

    /// <summary>A list with 32-bit offsets.</summary>
    /// <param name="valueField">The field of the elements.</param>
    public static ListType List(Field valueField) => new(ArrowTypeId.List, valueField);

    /// <summary>A list with 32-bit offsets whose nullable elements are called <c>item</c>.</summary>
    /// <param name="valueType">The type of the elements.</param>
    public static ListType List(ArrowType valueType) => List(new Field("item", valueType));

    /// <summary>A list with 64-bit offsets.</summary>
    /// <param name="valueField">The field of the elements.</param>
    public static ListType LargeList(Field valueField) => new(ArrowTypeId.LargeList, valueField);

    /// <summary>A struct.</summary>
    /// <param name="fields">The fields in order; there may be none.</param>
    public static ArrowStructType Struct(params ReadOnlySpan<Field> fields) => new([.. fields]);

    /// <summary>A map whose entries are called <c>entries</c>, with <c>key</c> and a nullable <c>value</c>.</summary>
    /// <param name="keyType">The type of the keys.</param>
    /// <param name="valueType">The type of the values.</param>
    public static ArrowMapType Map(ArrowType keyType, ArrowType valueType) =>
        Map(new Field("entries", Struct(new Field("key", keyType, isNullable: false), new Field("value", valueType)), isNullable: false));

    /// <summary>A map.</summary>
    /// <param name="entries">The field of the entries: a struct of key and value.</param>
    /// <param name="keysSorted">Whether the producer says that the keys of each map are sorted. Default: no.</param>
    /// <exception cref="ArgumentException">The field is not a struct of two fields.</exception>
    public static ArrowMapType Map(Field entries, bool keysSorted = false) => new(entries, keysSorted);

    /// <summary>Indices into an array of values.</summary>
    /// <param name="indexType">The type of the indices: one of the integer types.</param>
    /// <param name="valueType">The type of the values.</param>
    /// <param name="isOrdered">Whether the order of the values means something. Default: no.</param>
    /// <exception cref="ArgumentException">The index type is not an integer type.</exception>
    public static DictionaryType Dictionary(ArrowType indexType, ArrowType valueType, bool isOrdered = false) => new(indexType, valueType, isOrdered);

    /// <inheritdoc/>
    public virtual bool Equals(ArrowType? other) => ReferenceEquals(this, other) || (other is not null && TypeId == other.TypeId && Name == other.Name);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as ArrowType);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The same as <see cref="Name"/>.</summary>
    public sealed override string ToString() => Name;

    /// <summary>Whether two types are the same.</summary>
    public static bool operator ==(ArrowType? left, ArrowType? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether two types differ.</summary>
    public static bool operator !=(ArrowType? left, ArrowType? right) => !(left == right);
}
