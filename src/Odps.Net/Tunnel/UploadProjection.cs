using System.Globalization;
using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>
/// Fits record batches to the columns of a table: columns are found by name in any letter case, brought into the table's order and types where that changes no
/// value, and checked as far as is needed to refuse a batch before anything of it is sent.
/// </summary>
internal sealed class UploadProjection(ColumnCollection columns, int maxFieldSize, TimeZoneInfo? zone = null)
{
    private readonly ArrowMemoryPool _pool = new();
    private Schema? _given;
    private int[] _places = [];
    private bool _needsClock;

    public ColumnCollection Columns => columns;

    /// <summary>The schema of what is sent.</summary>
    public Schema Schema { get; } = Schema.From(columns);

    /// <summary>The batch as it is sent; a share of the memory of the given one, which stays the caller's.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rowsBefore">The rows written before it, for messages.</param>
    /// <exception cref="ArgumentException">A column is missing, or is not one of the table.</exception>
    /// <exception cref="OdpsDataException">A column's type cannot be turned into that of the table, or a value does not fit.</exception>
    public RecordBatch Apply(RecordBatch batch, long rowsBefore)
    {
        if (!ReferenceEquals(batch.Schema, _given))
        {
            _places = Match(batch.Schema);
            _needsClock = columns.Select((c, i) => WallClockColumn.IsNeeded(c.Type, batch.Schema.Fields[_places[i]].DataType)).Contains(true);
            _given = batch.Schema;
        }

        try
        {
            RecordBatch fitted = DeclaredTypes.Convert(WithInstants(batch.Select(_places)), Schema, _pool, exact: columns);
            try
            {
                Check(fitted);
                return fitted;
            }
            catch
            {
                fitted.Dispose();
                throw;
            }
        }
        catch (OdpsDataException cause)
        {
            long? row = cause.Row + rowsBefore;
            string where = row is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Row {row}: ");
            throw new OdpsDataException($"{where}{cause.Message} The batch was not written.", cause) { Column = cause.Column, Row = row };
        }
    }

    /// <summary>The batch with the instants of wall-clock times. The given batch is used up.</summary>
    private RecordBatch WithInstants(RecordBatch batch)
    {
        if (!_needsClock)
        {
            return batch;
        }

        using (batch)
        {
            var data = new ArrayData[batch.ColumnCount];
            var fields = new Field[data.Length];
            int done = 0;
            try
            {
                for (; done < data.Length; done++)
                {
                    data[done] = batch.Data[done];
                    if (WallClockColumn.IsNeeded(columns[done].Type, data[done].Type))
                    {
                        data[done] = WallClockColumn.ToInstants(columns[done], data[done], zone, _pool);
                    }
                    else
                    {
                        data[done].Retain();
                    }

                    fields[done] = batch.Schema.Fields[done] with { DataType = data[done].Type };
                }

                return new RecordBatch(new Schema(fields), data, batch.Length);
            }
            catch
            {
                foreach (ArrayData column in data.AsSpan(0, done))
                {
                    column.Release();
                }

                throw;
            }
        }
    }

    private int[] Match(Schema given)
    {
        foreach (Field field in given.Fields)
        {
            if (!columns.Contains(field.Name))
            {
                throw new ArgumentException($"The batch has a column '{field.Name}', which the table has not. Its columns are: {columns}. Leave it out with RecordBatch.Select.", nameof(given));
            }
        }

        var places = new int[columns.Count];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = given.GetFieldIndex(columns[i].Name);
            if (places[i] < 0)
            {
                throw new ArgumentException($"The batch has no column '{columns[i].Name}' ({columns[i].Type}); all columns of the table must be there. Its columns are: {given}.", nameof(given));
            }
        }

        return places;
    }

    private void Check(RecordBatch batch)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            Column column = columns[i];
            ArrayData data = batch.Data[i];
            if (!column.IsNullable && data.NullCount > 0)
            {
                int row = Enumerable.Range(0, data.Length).First(index => !data.IsValid(index));
                throw new OdpsDataException($"Column '{column.Name}' is NOT NULL and has no value.") { Column = column.Name, Row = row };
            }

            if (data.Layout == ArrayLayout.Variable32)
            {
                CheckLengths(column, data);
            }
        }
    }

    private void CheckLengths(Column column, ArrayData data)
    {
        int limit = Math.Min(maxFieldSize, (column.Type as SizedTextType)?.Length ?? int.MaxValue);
        ReadOnlySpan<int> offsets = data.Offsets<int>();
        for (int row = 0; row < data.Length; row++)
        {
            int length = offsets[row + 1] - offsets[row];
            if (length <= limit || !data.IsValid(row))
            {
                continue;
            }

            if (length > maxFieldSize)
            {
                throw new OdpsDataException(string.Create(
                    CultureInfo.InvariantCulture, $"Column '{column.Name}' has a value of {length} bytes; the session allows {maxFieldSize}.")) { Column = column.Name, Row = row };
            }

            try
            {
                ValueLimits.CheckLength(column, data.Buffers[2].Span.Slice(offsets[row], length));
            }
            catch (OdpsDataException tooLong)
            {
                throw new OdpsDataException(tooLong.Message) { Column = column.Name, Row = row };
            }
        }
    }
}
