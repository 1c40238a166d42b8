using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <content>
/// The values of the row that is being written. All setters throw <see cref="OdpsDataException"/> when a value does not fit its column,
/// <see cref="InvalidCastException"/> when the .NET type does not fit the column's type, <see cref="ArgumentOutOfRangeException"/> for an ordinal that
/// is not there, and <see cref="InvalidOperationException"/> when the row is unusable because of an earlier error.
/// </content>
public sealed partial class RecordWriter
{
    /// <summary>NULL, which is also what a column that is not set has.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <exception cref="OdpsDataException">The column is NOT NULL.</exception>
    public void SetNull(int ordinal) => _encoder.SetNull(ordinal);

    /// <summary>A BOOLEAN.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The value.</param>
    public void SetBoolean(int ordinal, bool value) => _encoder.SetBoolean(ordinal, value);

    /// <summary>A TINYINT, SMALLINT, INT or BIGINT.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The value; it lies in the range of the column's type.</param>
    /// <exception cref="OdpsDataException">The value is outside that range.</exception>
    public void SetInt64(int ordinal, long value) => _encoder.SetInt64(ordinal, value);

    /// <inheritdoc cref="SetInt64"/>
    public void SetInt32(int ordinal, int value) => _encoder.SetInt64(ordinal, value);

    /// <inheritdoc cref="SetInt64"/>
    public void SetInt16(int ordinal, short value) => _encoder.SetInt64(ordinal, value);

    /// <inheritdoc cref="SetInt64"/>
    public void SetSByte(int ordinal, sbyte value) => _encoder.SetInt64(ordinal, value);

    /// <summary>A FLOAT or DOUBLE.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The value; NaN, the infinities and -0 are kept.</param>
    public void SetFloat(int ordinal, float value) => _encoder.SetFloat(ordinal, value);

    /// <summary>A DOUBLE.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The value; NaN, the infinities and -0 are kept.</param>
    public void SetDouble(int ordinal, double value) => _encoder.SetDouble(ordinal, value);

    /// <summary>A STRING, CHAR, VARCHAR or JSON.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The text; <see langword="null"/> for NULL.</param>
    /// <exception cref="OdpsDataException">The text is too long for the column or the session, or has a surrogate without its partner.</exception>
    public void SetString(int ordinal, string? value)
    {
        if (value is null)
        {
            _encoder.SetNull(ordinal);
        }
        else
        {
            _encoder.SetString(ordinal, value);
        }
    }

    /// <summary>A STRING, CHAR, VARCHAR or JSON.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The text.</param>
    /// <exception cref="OdpsDataException">The text is too long for the column or the session, or has a surrogate without its partner.</exception>
    public void SetString(int ordinal, ReadOnlySpan<char> value) => _encoder.SetString(ordinal, value);

    /// <summary>A STRING, CHAR, VARCHAR or JSON from its UTF-8 bytes, which are sent as they are.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The text; it is not checked to be UTF-8, since the service takes any bytes.</param>
    /// <exception cref="OdpsDataException">The text is too long for the column or the session.</exception>
    public void SetUtf8(int ordinal, ReadOnlySpan<byte> value) => _encoder.SetBytes(ordinal, value);

    /// <summary>A BINARY; also a STRING, CHAR, VARCHAR or JSON like <see cref="SetUtf8"/>.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The bytes.</param>
    /// <exception cref="OdpsDataException">There are too many bytes for the column or the session.</exception>
    public void SetBytes(int ordinal, ReadOnlySpan<byte> value) => _encoder.SetBytes(ordinal, value);

    /// <summary>A DECIMAL.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The number; it has no more digits after the point than the column, trailing zeros aside.</param>
    /// <exception cref="OdpsDataException">The number would lose a digit.</exception>
    public void SetDecimal(int ordinal, decimal value) => _encoder.SetDecimal(ordinal, OdpsDecimal.FromDecimal(value));

    /// <inheritdoc cref="SetDecimal"/>
    public void SetOdpsDecimal(int ordinal, OdpsDecimal value) => _encoder.SetDecimal(ordinal, value);

    /// <summary>A DATE.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The day.</param>
    public void SetDate(int ordinal, DateOnly value) => _encoder.SetDate(ordinal, value);

    /// <summary>A DATETIME or TIMESTAMP.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The instant; for a DATETIME it is rounded down to the millisecond.</param>
    public void SetDateTimeOffset(int ordinal, DateTimeOffset value) => _encoder.SetDateTimeOffset(ordinal, value);

    /// <summary>
    /// A DATETIME or TIMESTAMP from a time of kind UTC, or from the wall clock of the zone that the upload was opened with; or a TIMESTAMP_NTZ,
    /// which is a wall-clock time itself. The zone of the machine is never used.
    /// </summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The time. Where the clock shows it twice, the first is meant.</param>
    /// <exception cref="OdpsDataException">
    /// The column is DATETIME or TIMESTAMP, and the time is of kind Local, is of unspecified kind while no zone was given, or is never shown by
    /// the zone's clock.
    /// </exception>
    public void SetDateTime(int ordinal, DateTime value) => _encoder.SetDateTime(ordinal, value);

    /// <summary>A TIMESTAMP.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The instant.</param>
    public void SetTimestamp(int ordinal, OdpsTimestamp value) => _encoder.SetTimestamp(ordinal, value);

    /// <summary>A TIMESTAMP_NTZ.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The wall-clock time.</param>
    public void SetTimestampNtz(int ordinal, OdpsTimestampNtz value) => _encoder.SetTimestampNtz(ordinal, value);

    /// <summary>An INTERVAL_DAY_TIME.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The length of time.</param>
    public void SetIntervalDayTime(int ordinal, IntervalDayTime value) => _encoder.SetIntervalDayTime(ordinal, value);

    /// <summary>An INTERVAL_YEAR_MONTH.</summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The months.</param>
    public void SetIntervalYearMonth(int ordinal, IntervalYearMonth value) => _encoder.SetIntervalYearMonth(ordinal, value);

    /// <summary>
    /// A value of any type, as a <see cref="Record"/> takes it; a <see cref="DateTime"/> as <see cref="SetDateTime"/> does. The way to set ARRAY, MAP,
    /// STRUCT and VECTOR.
    /// </summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The value; <see langword="null"/> for NULL.</param>
    /// <exception cref="OdpsDataException">The value does not fit the column, or is of another .NET type.</exception>
    public void SetValue(int ordinal, object? value) => _encoder.SetValue(ordinal, value);
}
