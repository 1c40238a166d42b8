namespace Odps.Net.Arrow;

/// <summary>The Arrow types that this library holds in arrays, named as in Apache Arrow.</summary>
public enum ArrowTypeId
{
    /// <summary>Only nulls; no buffers.</summary>
    Null,

    /// <summary>One bit a value.</summary>
    Boolean,

    /// <summary>8 bits, signed.</summary>
    Int8,

    /// <summary>16 bits, signed.</summary>
    Int16,

    /// <summary>32 bits, signed.</summary>
    Int32,

    /// <summary>64 bits, signed.</summary>
    Int64,

    /// <summary>8 bits, unsigned.</summary>
    UInt8,

    /// <summary>16 bits, unsigned.</summary>
    UInt16,

    /// <summary>32 bits, unsigned.</summary>
    UInt32,

    /// <summary>64 bits, unsigned.</summary>
    UInt64,

    /// <summary>IEEE binary16.</summary>
    HalfFloat,

    /// <summary>IEEE binary32.</summary>
    Float,

    /// <summary>IEEE binary64.</summary>
    Double,

    /// <summary>UTF-8 text with 32-bit offsets (<c>utf8</c>).</summary>
    String,

    /// <summary>UTF-8 text with 64-bit offsets (<c>large_utf8</c>).</summary>
    LargeString,

    /// <summary>Bytes with 32-bit offsets.</summary>
    Binary,

    /// <summary>Bytes with 64-bit offsets.</summary>
    LargeBinary,

    /// <summary>A fixed number of bytes a value.</summary>
    FixedSizeBinary,

    /// <summary>A decimal number in 16 bytes.</summary>
    Decimal128,

    /// <summary>A decimal number in 32 bytes.</summary>
    Decimal256,

    /// <summary>Days since 1970-01-01, 32 bits.</summary>
    Date32,

    /// <summary>Milliseconds since 1970-01-01, 64 bits.</summary>
    Date64,

    /// <summary>Seconds or milliseconds of a day, 32 bits.</summary>
    Time32,

    /// <summary>Microseconds or nanoseconds of a day, 64 bits.</summary>
    Time64,

    /// <summary>A count of a unit since 1970-01-01T00:00, 64 bits; with a zone it is an instant, without one a wall-clock time.</summary>
    Timestamp,

    /// <summary>A length of time in a unit, 64 bits.</summary>
    Duration,

    /// <summary>Months, 32 bits.</summary>
    IntervalYearMonth,

    /// <summary>Days and milliseconds, 32 bits each.</summary>
    IntervalDayTime,

    /// <summary>Months and days of 32 bits each, and nanoseconds of 64 bits.</summary>
    IntervalMonthDayNanosecond,

    /// <summary>A list with 32-bit offsets.</summary>
    List,

    /// <summary>A list with 64-bit offsets.</summary>
    LargeList,

    /// <summary>Named fields.</summary>
    Struct,

    /// <summary>A list of key and value pairs.</summary>
    Map,

    /// <summary>Indices into an array of distinct values.</summary>
    Dictionary,
}
