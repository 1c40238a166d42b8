namespace Odps.Net;

/// <summary>The kinds of MaxCompute data types. Parameters and element types are in <see cref="OdpsType"/>.</summary>
public enum OdpsTypeKind
{
    /// <summary>A type that this SDK does not know; it is kept by name.</summary>
    Unknown = 0,

    /// <summary>TINYINT, 8 bits.</summary>
    TinyInt,

    /// <summary>SMALLINT, 16 bits.</summary>
    SmallInt,

    /// <summary>INT, 32 bits.</summary>
    Int,

    /// <summary>BIGINT, 64 bits.</summary>
    BigInt,

    /// <summary>FLOAT, IEEE binary32.</summary>
    Float,

    /// <summary>DOUBLE, IEEE binary64.</summary>
    Double,

    /// <summary>BOOLEAN.</summary>
    Boolean,

    /// <summary>STRING, up to 8 MiB of UTF-8 by default.</summary>
    String,

    /// <summary>CHAR(n), 1 to 255 characters.</summary>
    Char,

    /// <summary>VARCHAR(n), 1 to 65535 characters.</summary>
    VarChar,

    /// <summary>JSON text.</summary>
    Json,

    /// <summary>BINARY, up to 8 MiB by default.</summary>
    Binary,

    /// <summary>DECIMAL(p,s) of up to 38 digits, or the legacy DECIMAL without parameters.</summary>
    Decimal,

    /// <summary>DATE, a day of the proleptic Gregorian calendar.</summary>
    Date,

    /// <summary>DATETIME, an instant in milliseconds.</summary>
    DateTime,

    /// <summary>TIMESTAMP, an instant in nanoseconds.</summary>
    Timestamp,

    /// <summary>TIMESTAMP_NTZ, a wall-clock time in nanoseconds without a zone.</summary>
    TimestampNtz,

    /// <summary>INTERVAL_DAY_TIME, a length of time in nanoseconds.</summary>
    IntervalDayTime,

    /// <summary>INTERVAL_YEAR_MONTH, a number of months.</summary>
    IntervalYearMonth,

    /// <summary>ARRAY&lt;t&gt;.</summary>
    Array,

    /// <summary>MAP&lt;k,v&gt;.</summary>
    Map,

    /// <summary>STRUCT&lt;name:t,...&gt;.</summary>
    Struct,

    /// <summary>VECTOR(float|double,n), n numbers without nulls.</summary>
    Vector,
}
