namespace Odps.Net;

/// <summary>
/// A row whose values are read by position without boxing: a <see cref="Record"/>, or a reader that stands on a row. Reading by name is in
/// <see cref="RowExtensions"/>. All getters throw <see cref="InvalidCastException"/> when the column is NULL or of a type that does not fit (the
/// message names the column and both types), and <see cref="ArgumentOutOfRangeException"/> for a position that is not there.
/// </summary>
public interface IRow
{
    /// <summary>The columns of the row.</summary>
    ColumnCollection Columns { get; }

    /// <summary>Whether the value is NULL.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    bool IsNull(int ordinal);

    /// <summary>A BOOLEAN.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    bool GetBoolean(int ordinal);

    /// <summary>A TINYINT.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    sbyte GetSByte(int ordinal);

    /// <summary>A SMALLINT or TINYINT.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    short GetInt16(int ordinal);

    /// <summary>An INT, SMALLINT or TINYINT.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    int GetInt32(int ordinal);

    /// <summary>A BIGINT, INT, SMALLINT or TINYINT.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    long GetInt64(int ordinal);

    /// <summary>A FLOAT.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    float GetFloat(int ordinal);

    /// <summary>A DOUBLE or FLOAT.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    double GetDouble(int ordinal);

    /// <summary>A STRING, CHAR, VARCHAR or JSON, or the text of a DECIMAL.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    string GetString(int ordinal);

    /// <summary>A BINARY, or the UTF-8 bytes of a STRING, CHAR, VARCHAR or JSON, as an array of the caller's own.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    byte[] GetBytes(int ordinal);

    /// <summary>A DECIMAL of up to 38 digits.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <exception cref="OverflowException">A legacy DECIMAL has more than 38 digits; its text is still to be had from <see cref="GetString"/>.</exception>
    OdpsDecimal GetOdpsDecimal(int ordinal);

    /// <summary>A DECIMAL as <see cref="decimal"/>.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <exception cref="OverflowException">The number has more digits than <see cref="decimal"/> holds.</exception>
    decimal GetDecimal(int ordinal);

    /// <summary>A DATE.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    DateOnly GetDate(int ordinal);

    /// <summary>A DATETIME, or a TIMESTAMP without a fraction below 100 ns, in UTC.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    DateTimeOffset GetDateTimeOffset(int ordinal);

    /// <summary>A TIMESTAMP or DATETIME.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    OdpsTimestamp GetTimestamp(int ordinal);

    /// <summary>A TIMESTAMP_NTZ.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    OdpsTimestampNtz GetTimestampNtz(int ordinal);

    /// <summary>An INTERVAL_DAY_TIME.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    IntervalDayTime GetIntervalDayTime(int ordinal);

    /// <summary>An INTERVAL_YEAR_MONTH.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    IntervalYearMonth GetIntervalYearMonth(int ordinal);

    /// <summary>
    /// The value as the .NET type of its column, boxed; <see langword="null"/> for NULL. ARRAY is <c>IReadOnlyList&lt;object?&gt;</c>, MAP is
    /// <see cref="OdpsMap"/>, STRUCT is <see cref="OdpsStruct"/>, VECTOR is <c>float[]</c> or <c>double[]</c>.
    /// </summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    object? GetValue(int ordinal);
}
