using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>Puts the columns of a batch as they travelled into the order that was asked for, and partition columns among them. Nothing that travelled is copied.</summary>
internal sealed class BatchProjection : IDisposable
{
    /// <summary>For each column its place among those that travelled, or -1 for a partition column.</summary>
    private readonly int[] _places;
    private readonly ConstantColumn?[] _constants;
    private readonly Schema _declared;
    private Schema? _wire;
    private Schema? _schema;

    private BatchProjection(ColumnSelection selection, ArrowMemoryPool pool)
    {
        _declared = Schema.From(selection.Columns);
        _places = new int[selection.Columns.Count];
        _constants = new ConstantColumn?[_places.Length];
        for (int i = 0; i < _places.Length; i++)
        {
            Column column = selection.Columns[i];
            int value = selection.PartitionPlaces?[i] ?? -1;
            _places[i] = value < 0 ? selection.Wire.GetOrdinal(column.Name) : -1;
            _constants[i] = value < 0 ? null : new ConstantColumn(column, selection.Partition!.Slots[value], pool);
        }
    }

    /// <summary>The projection; null when batches are already what was asked for.</summary>
    public static BatchProjection? For(ColumnSelection selection, ArrowMemoryPool pool) =>
        selection.Partition is null && selection.Wire.Equals(selection.Columns) ? null : new BatchProjection(selection, pool);

    /// <summary>The batch in the order that was asked for. The given batch is used up.</summary>
    public RecordBatch Apply(RecordBatch batch)
    {
        using (batch)
        {
            return Make(batch.Data, batch.Schema, batch.Length);
        }
    }

    /// <summary>A batch of partition columns alone.</summary>
    public RecordBatch Constants(int length) => Make([], _declared, length);

    public void Dispose()
    {
        foreach (ConstantColumn? column in _constants)
        {
            column?.Dispose();
        }
    }

    private RecordBatch Make(ReadOnlySpan<ArrayData> wire, Schema wireSchema, int length)
    {
        var columns = new ArrayData[_places.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _constants[i]?.Take(length) ?? wire[_places[i]];
        }

        foreach (ArrayData column in columns)
        {
            column.Retain();
        }

        return new RecordBatch(SchemaFor(wireSchema), columns, length);
    }

    /// <summary>The schema of the result; made once for each schema of the batches, which is the same one usually.</summary>
    private Schema SchemaFor(Schema wire)
    {
        if (!ReferenceEquals(wire, _wire))
        {
            _schema = new Schema(_places.Select((place, i) => place < 0 ? _declared.Fields[i] : wire.Fields[place]));
            _wire = wire;
        }

        return _schema!;
    }
}
