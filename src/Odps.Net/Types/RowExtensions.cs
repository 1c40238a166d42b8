namespace Odps.Net;

/// <summary>
/// Reads a row by column name. Each call looks the name up (letter case does not matter); in a loop over many rows, take the position once with
/// <see cref="ColumnCollection.GetOrdinal"/>. An unknown name is an <see cref="ArgumentException"/> that lists the columns; other exceptions are
/// those of <see cref="IRow"/>.
/// </summary>
public static class RowExtensions
{
    /// <summary>Whether the value is NULL.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static bool IsNull<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.IsNull(row.Columns.GetOrdinal(name));

    /// <summary>A BOOLEAN.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static bool GetBoolean<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetBoolean(row.Columns.GetOrdinal(name));

    /// <summary>A TINYINT.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static sbyte GetSByte<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetSByte(row.Columns.GetOrdinal(name));

    /// <summary>A SMALLINT or TINYINT.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static short GetInt16<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetInt16(row.Columns.GetOrdinal(name));

    /// <summary>An INT, SMALLINT or TINYINT.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static int GetInt32<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetInt32(row.Columns.GetOrdinal(name));

    /// <summary>A BIGINT, INT, SMALLINT or TINYINT.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static long GetInt64<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetInt64(row.Columns.GetOrdinal(name));

    /// <summary>A FLOAT.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static float GetFloat<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetFloat(row.Columns.GetOrdinal(name));

    /// <summary>A DOUBLE or FLOAT.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static double GetDouble<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetDouble(row.Columns.GetOrdinal(name));

    /// <summary>A STRING, CHAR, VARCHAR or JSON, or the text of a DECIMAL.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static string GetString<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetString(row.Columns.GetOrdinal(name));

    /// <summary>A BINARY, or the UTF-8 bytes of a text column.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static byte[] GetBytes<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetBytes(row.Columns.GetOrdinal(name));

    /// <summary>A DECIMAL of up to 38 digits.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static OdpsDecimal GetOdpsDecimal<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetOdpsDecimal(row.Columns.GetOrdinal(name));

    /// <summary>A DECIMAL as <see cref="decimal"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static decimal GetDecimal<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetDecimal(row.Columns.GetOrdinal(name));

    /// <summary>A DATE.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static DateOnly GetDate<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetDate(row.Columns.GetOrdinal(name));

    /// <summary>A DATETIME, or a TIMESTAMP without a fraction below 100 ns, in UTC.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static DateTimeOffset GetDateTimeOffset<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetDateTimeOffset(row.Columns.GetOrdinal(name));

    /// <summary>A TIMESTAMP or DATETIME.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static OdpsTimestamp GetTimestamp<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetTimestamp(row.Columns.GetOrdinal(name));

    /// <summary>A TIMESTAMP_NTZ.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static OdpsTimestampNtz GetTimestampNtz<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetTimestampNtz(row.Columns.GetOrdinal(name));

    /// <summary>An INTERVAL_DAY_TIME.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static IntervalDayTime GetIntervalDayTime<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetIntervalDayTime(row.Columns.GetOrdinal(name));

    /// <summary>An INTERVAL_YEAR_MONTH.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static IntervalYearMonth GetIntervalYearMonth<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetIntervalYearMonth(row.Columns.GetOrdinal(name));

    /// <summary>The value as the .NET type of its column, boxed; <see langword="null"/> for NULL.</summary>
    /// <param name="row">The row.</param>
    /// <param name="name">The name of the column, in any letter case.</param>
    public static object? GetValue<TRow>(this TRow row, string name)
        where TRow : IRow
        => row.GetValue(row.Columns.GetOrdinal(name));
}
