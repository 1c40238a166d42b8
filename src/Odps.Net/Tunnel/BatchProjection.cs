using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>Puts the columns of a batch as they travelled into the order that was asked for, and partition columns behind them. Nothing that travelled is copied.</summary>
internal sealed class BatchProjection : IDisposable
{
    private readonly int[] _places;
    private readonly ConstantColumn[] _partition;
    private readonly Field[] _partitionFields;
    private Schema? _wire;
    private Schema? _schema;

    private BatchProjection(ColumnSelection selection, ArrowMemoryPool pool)
    {
        _places = [.. selection.Data.Select(c => selection.Wire.GetOrdinal(c.Name))];
        _partition = selection.Partition is null ? [] : [.. selection.Partition.Columns.Select((c, i) => new ConstantColumn(c, selection.Partition.Slots[i], pool))];
        _partitionFields = [.. Schema.From(selection.Columns).Fields.Skip(_places.Length)];
    }

    /// <summary>The projection; null when batches are already what was asked for.</summary>
    public static BatchProjection? For(ColumnSelection selection, ArrowMemoryPool pool) =>
        selection.Partition is null && selection.Wire.Equals(selection.Data) ? null : new BatchProjection(selection, pool);

    /// <summary>The batch in the order that was asked for. The given batch is used up.</summary>
    public RecordBatch Apply(RecordBatch batch)
    {
        using (batch)
        {
            var columns = new ArrayData[_places.Length + _partition.Length];
            for (int i = 0; i < _places.Length; i++)
            {
                columns[i] = batch.Data[_places[i]];
            }

            for (int i = 0; i < _partition.Length; i++)
            {
                columns[_places.Length + i] = _partition[i].Take(batch.Length);
            }

            foreach (ArrayData column in columns)
            {
                column.Retain();
            }

            return new RecordBatch(SchemaFor(batch.Schema), columns, batch.Length);
        }
    }

    public void Dispose()
    {
        foreach (ConstantColumn column in _partition)
        {
            column.Dispose();
        }
    }

    private Schema SchemaFor(Schema wire)
    {
        if (!ReferenceEquals(wire, _wire))
        {
            _schema = new Schema([.. _places.Select(p => wire.Fields[p]), .. _partitionFields]);
            _wire = wire;
        }

        return _schema!;
    }
}
