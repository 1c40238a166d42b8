namespace Odps.Net.Arrow;

/// <summary>
/// Makes record batches of records: append rows, then <see cref="Build"/>. The builder is empty after that and can go on with the next batch. Not thread-safe.
/// </summary>
public sealed class RecordBatchBuilder : IDisposable
{
    private readonly ArrowArrayBuilder[] _builders;
    private readonly ColumnCollection _columns;

    /// <summary>Creates a builder without rows.</summary>
    /// <param name="columns">The columns; the batches get the schema <see cref="Schema.From(ColumnCollection)"/>.</param>
    /// <param name="pool">Where memory comes from and returns to when batches are disposed. Default: the garbage collector.</param>
    /// <exception cref="NotSupportedException">A column's type has no Arrow form.</exception>
    public RecordBatchBuilder(ColumnCollection columns, ArrowMemoryPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = columns;
        Schema = Schema.From(columns);
        _builders = [.. Schema.Fields.Select(f => ArrowArrayBuilder.Create(f.DataType, pool))];
    }

    /// <summary>The schema of the batches.</summary>
    public Schema Schema { get; }

    /// <summary>The rows appended since the last batch.</summary>
    public int RowCount { get; private set; }

    /// <summary>Appends a row. Its columns are matched by position and must be of the builder's types.</summary>
    /// <param name="row">The row: a <see cref="Record"/>, or a reader that stands on a row.</param>
    /// <exception cref="ArgumentException">The row has another number of columns, or a column of another type.</exception>
    /// <exception cref="OdpsDataException">A value has no Arrow form: a TIMESTAMP beyond what 64 bits of nanoseconds hold (the years 1677 to 2262). The builder's rows are lost then.</exception>
    public void Append(IRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!ReferenceEquals(row.Columns, _columns))
        {
            CheckColumns(row.Columns);
        }

        try
        {
            for (int i = 0; i < _builders.Length; i++)
            {
                ArrowSlotWriter.Append(_builders[i], _columns[i], row is Record record ? record.Slots[i] : SlotConversion.ToSlot(_columns[i], row.GetValue(i)));
            }
        }
        catch
        {
            // Some columns have the row and some do not; nothing good can come of them.
            Dispose();
            throw;
        }

        RowCount++;
    }

    /// <summary>The batch of the rows appended since the last call. The caller disposes it.</summary>
    public RecordBatch Build()
    {
        var columns = new ArrayData[_builders.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _builders[i].FinishData();
        }

        int rows = RowCount;
        RowCount = 0;
        return new RecordBatch(Schema, columns, rows);
    }

    /// <summary>Gives back the rows that were not built. The builder can be used again.</summary>
    public void Dispose()
    {
        foreach (ArrowArrayBuilder builder in _builders)
        {
            builder.Dispose();
        }

        RowCount = 0;
    }

    private void CheckColumns(ColumnCollection columns)
    {
        if (columns.Count != _columns.Count)
        {
            throw new ArgumentException($"The row has {columns.Count} columns; the batch has {_columns.Count}.", nameof(columns));
        }

        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Type != _columns[i].Type)
            {
                throw new ArgumentException($"Column {i} of the row is {columns[i]}; that of the batch is {_columns[i]}.", nameof(columns));
            }
        }
    }
}
