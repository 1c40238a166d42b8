namespace Odps.Net.Tunnel.Wire;

/// <summary>How the value of a type is coded: what the loops of the reader and of the writer switch over.</summary>
internal enum FieldCoding : byte
{
    /// <summary>Not a value: the tag that ends a record.</summary>
    EndOfRecord,

    /// <summary>Zigzag varint of any 64-bit number: BIGINT, DATETIME, DATE, INTERVAL_YEAR_MONTH.</summary>
    Int64,

    /// <summary>Zigzag varint of an INT.</summary>
    Int32,

    /// <summary>Zigzag varint of a SMALLINT.</summary>
    Int16,

    /// <summary>Zigzag varint of a TINYINT.</summary>
    Int8,

    /// <summary>Varint 0 or 1.</summary>
    Boolean,

    /// <summary>Four IEEE bytes.</summary>
    Float,

    /// <summary>Eight IEEE bytes.</summary>
    Double,

    /// <summary>Length and bytes: STRING, CHAR, VARCHAR, JSON, BINARY, GEOGRAPHY and the text of a DECIMAL.</summary>
    Bytes,

    /// <summary>Zigzag varints of seconds and nanoseconds: TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_DAY_TIME.</summary>
    SecondsAndNanoseconds,

    /// <summary>Count, then a null flag and a value for each element.</summary>
    Array,

    /// <summary>The keys as an array, then the values as an array.</summary>
    Map,

    /// <summary>A null flag and a value for each field.</summary>
    Struct,

    /// <summary>Count and numbers without null flags.</summary>
    Vector,

    /// <summary>Not a value: the column does not travel.</summary>
    Absent,
}
