using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Gathers rows in memory and sends them in packs, each a request of its own that can be sent again: the base of <see cref="StreamRecordWriter"/> and
/// <see cref="UpsertWriter"/>. The setters give the values of a row without boxing; the methods of the derived class end it.
/// </summary>
/// <remarks>
/// Columns that are not set are NULL. The setters may be called in any order, and again for a column, where the last call counts; the order of the
/// columns is the fast one. Each value is checked against its column: the setters throw <see cref="OdpsDataException"/> when a value does not fit,
/// <see cref="InvalidCastException"/> when the .NET type does not fit the column's type, <see cref="ArgumentOutOfRangeException"/> for an ordinal that is
/// not there. A setter that throws makes the row unusable; <see cref="DiscardRow"/> begins it anew, and the rows before it are not touched. The writer is
/// not thread-safe.
/// </remarks>
public abstract class PackedRowWriter : IAsyncDisposable
{
    private ColumnCollection? _checkedColumns;

    private protected PackedRowWriter(ColumnCollection columns, RecordStreamEncoder encoder)
    {
        Columns = columns;
        Encoder = encoder;
    }

    /// <summary>The columns, in the order of the setters' ordinals.</summary>
    public ColumnCollection Columns { get; }

    /// <summary>The encoder of the row that is being written.</summary>
    private protected RecordStreamEncoder Encoder { get; set; }

    /// <inheritdoc cref="RecordWriter.SetNull"/>
    public void SetNull(int ordinal) => Encoder.SetNull(Checked(ordinal));

    /// <inheritdoc cref="RecordWriter.SetBoolean"/>
    public void SetBoolean(int ordinal, bool value) => Encoder.SetBoolean(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetInt64"/>
    public void SetInt64(int ordinal, long value) => Encoder.SetInt64(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetInt64"/>
    public void SetInt32(int ordinal, int value) => Encoder.SetInt64(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetInt64"/>
    public void SetInt16(int ordinal, short value) => Encoder.SetInt64(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetInt64"/>
    public void SetSByte(int ordinal, sbyte value) => Encoder.SetInt64(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetFloat"/>
    public void SetFloat(int ordinal, float value) => Encoder.SetFloat(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetDouble"/>
    public void SetDouble(int ordinal, double value) => Encoder.SetDouble(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetString(int, string?)"/>
    public void SetString(int ordinal, string? value)
    {
        if (value is null)
        {
            SetNull(ordinal);
        }
        else
        {
            Encoder.SetString(Checked(ordinal), value);
        }
    }

    /// <inheritdoc cref="RecordWriter.SetString(int, ReadOnlySpan{char})"/>
    public void SetString(int ordinal, ReadOnlySpan<char> value) => Encoder.SetString(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetUtf8"/>
    public void SetUtf8(int ordinal, ReadOnlySpan<byte> value) => Encoder.SetBytes(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetBytes"/>
    public void SetBytes(int ordinal, ReadOnlySpan<byte> value) => Encoder.SetBytes(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetDecimal"/>
    public void SetDecimal(int ordinal, decimal value) => Encoder.SetDecimal(Checked(ordinal), OdpsDecimal.FromDecimal(value));

    /// <inheritdoc cref="RecordWriter.SetDecimal"/>
    public void SetOdpsDecimal(int ordinal, OdpsDecimal value) => Encoder.SetDecimal(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetDate"/>
    public void SetDate(int ordinal, DateOnly value) => Encoder.SetDate(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetDateTimeOffset"/>
    public void SetDateTimeOffset(int ordinal, DateTimeOffset value) => Encoder.SetDateTimeOffset(Checked(ordinal), value);

    /// <summary>
    /// A DATETIME or TIMESTAMP from a time of kind UTC; or a TIMESTAMP_NTZ, which is a wall-clock time itself, from a time of any kind. The zone of the
    /// machine is never used.
    /// </summary>
    /// <param name="ordinal">The zero-based position of the column.</param>
    /// <param name="value">The time.</param>
    /// <exception cref="OdpsDataException">The column is DATETIME or TIMESTAMP, and the time is not of kind UTC.</exception>
    public void SetDateTime(int ordinal, DateTime value) => Encoder.SetDateTime(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetTimestamp"/>
    public void SetTimestamp(int ordinal, OdpsTimestamp value) => Encoder.SetTimestamp(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetTimestampNtz"/>
    public void SetTimestampNtz(int ordinal, OdpsTimestampNtz value) => Encoder.SetTimestampNtz(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetIntervalDayTime"/>
    public void SetIntervalDayTime(int ordinal, IntervalDayTime value) => Encoder.SetIntervalDayTime(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetIntervalYearMonth"/>
    public void SetIntervalYearMonth(int ordinal, IntervalYearMonth value) => Encoder.SetIntervalYearMonth(Checked(ordinal), value);

    /// <inheritdoc cref="RecordWriter.SetValue"/>
    public void SetValue(int ordinal, object? value) => Encoder.SetValue(Checked(ordinal), value);

    /// <summary>Forgets the values that were set since the last row.</summary>
    public void DiscardRow() => Encoder.DiscardRow();

    /// <summary>Releases the memory. Rows that were not sent are dropped.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Throws unless a record has the columns of this writer and no row was begun.</summary>
    private protected void CheckRecord(Record record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!ReferenceEquals(record.Columns, _checkedColumns))
        {
            CheckColumns(record.Columns);
        }

        ThrowIfInRow();
    }

    private protected void ThrowIfInRow()
    {
        if (Encoder.IsInRow)
        {
            throw new InvalidOperationException("A row was begun with the setters and not ended. End it, or drop it with DiscardRow.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Checked(int ordinal)
    {
        if ((uint)ordinal >= (uint)Columns.Count)
        {
            ThrowOrdinal(ordinal);
        }

        return ordinal;
    }

    [DoesNotReturn]
    private void ThrowOrdinal(int ordinal) =>
        throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"There are {Columns.Count} columns, with ordinals from 0.");

    private void CheckColumns(ColumnCollection columns)
    {
        if (columns.Count != Columns.Count)
        {
            throw new ArgumentException($"The record has {columns.Count} columns, the session {Columns.Count}.", nameof(columns));
        }

        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Type != Columns[i].Type)
            {
                throw new ArgumentException(
                    $"Column {i} of the record is '{columns[i].Name}' of type {columns[i].Type}, that of the session is '{Columns[i].Name}' of type {Columns[i].Type}.",
                    nameof(columns));
            }
        }

        _checkedColumns = columns;
    }
}
