namespace Odps.Net.Arrow;

/// <content>Records to batches and back.</content>
public sealed partial class RecordBatch
{
    /// <summary>Makes a batch of records. See <see cref="RecordBatchBuilder"/> for building several batches, or from readers.</summary>
    /// <param name="columns">The columns of the records.</param>
    /// <param name="records">The records.</param>
    /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
    /// <returns>The batch; dispose it.</returns>
    /// <exception cref="ArgumentException">A record has other columns.</exception>
    /// <exception cref="OdpsDataException">A value has no Arrow form.</exception>
    public static RecordBatch FromRecords(ColumnCollection columns, IEnumerable<IRow> records, ArrowMemoryPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        using var builder = new RecordBatchBuilder(columns, pool);
        foreach (IRow record in records)
        {
            builder.Append(record);
        }

        return builder.Build();
    }

    /// <summary>
    /// The rows as records, made one after the other while they are enumerated; each holds its own copy of its values. Time stamps as structs of seconds and
    /// nanoseconds, legacy DECIMAL cells and dictionaries are understood.
    /// </summary>
    /// <param name="columns">What the columns mean, by position. Default: <see cref="Schema.ToColumns"/>.</param>
    /// <exception cref="ArgumentException">There are not as many columns as in the batch.</exception>
    /// <exception cref="NotSupportedException">No columns were given, and a field's type has no MaxCompute form.</exception>
    /// <exception cref="OdpsDataException">A value does not fit its column; the message names row and column.</exception>
    public IEnumerable<Record> ToRecords(ColumnCollection? columns = null)
    {
        ThrowIfDisposed();
        columns ??= Schema.ToColumns();
        return columns.Count == ColumnCount
            ? Enumerate(columns)
            : throw new ArgumentException($"The batch has {ColumnCount} columns; {columns.Count} were given.", nameof(columns));
    }

    private IEnumerable<Record> Enumerate(ColumnCollection columns)
    {
        for (int row = 0; row < Length; row++)
        {
            ThrowIfDisposed();
            var slots = new RecordSlot[columns.Count];
            for (int i = 0; i < slots.Length; i++)
            {
                slots[i] = ReadSlot(columns[i], _columns[i], row);
            }

            yield return new Record(columns, slots);
        }
    }

    private static RecordSlot ReadSlot(Column column, ArrayData data, int row)
    {
        try
        {
            return ArrowSlotReader.Read(column, data, row);
        }
        catch (OdpsDataException cause) when (cause.Row is null)
        {
            throw new OdpsDataException($"Row {row}: {cause.Message}", cause) { Column = cause.Column, Row = row };
        }
    }
}
