using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator;

/// <summary>A table of a seed, which takes rows.</summary>
public sealed class SeededTable
{
    private readonly EmulatorSeed _seed;
    private readonly TableDefinition _table;

    internal SeededTable(EmulatorSeed seed, TableDefinition table)
    {
        _seed = seed;
        _table = table;
    }

    /// <summary>Adds rows to a table without partitions.</summary>
    /// <param name="rows">The values of each row in the order of the columns, as a <see cref="Record"/> takes them.</param>
    /// <returns>This table.</returns>
    /// <exception cref="OdpsDataException">A value does not fit its column; the message names it.</exception>
    public SeededTable Rows(params IEnumerable<object?[]> rows) => Add(null, rows);

    /// <summary>Adds rows to a partition, which is made when it is not there; without rows it stays empty.</summary>
    /// <param name="partition">All keys with their values.</param>
    /// <param name="rows">The values of each row in the order of the data columns, as a <see cref="Record"/> takes them.</param>
    /// <returns>This table.</returns>
    /// <exception cref="OdpsDataException">A value does not fit its column; the message names it.</exception>
    public SeededTable Partition(PartitionSpec partition, params IEnumerable<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(partition);
        _seed.Store.CreatePartition(_table, partition, ifNotExists: true);
        return Add(partition, rows);
    }

    /// <summary>The seed, to go on with something else.</summary>
    public EmulatorSeed And => _seed;

    private SeededTable Add(PartitionSpec? partition, IEnumerable<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ColumnCollection columns = _table.Schema.Columns;
        _seed.Store.Write(_table, partition, rows.Select(row => Stored(new Record(columns, row))), overwrite: false);
        return this;
    }

    /// <summary>The values in the forms that the store keeps, after the record has checked them.</summary>
    private static object?[] Stored(Record record) => [.. Enumerable.Range(0, record.Count).Select(i => record[i])];
}
