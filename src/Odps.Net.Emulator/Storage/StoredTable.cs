namespace Odps.Net.Emulator.Storage;

/// <summary>A table as it lies in SQLite.</summary>
/// <param name="Id">The number of the table.</param>
/// <param name="Definition">What MaxCompute knows of it.</param>
/// <param name="Cells">The SQLite column of each data column; it stays when the column is renamed.</param>
internal sealed record StoredTable(long Id, TableDefinition Definition, IReadOnlyList<string> Cells)
{
    /// <summary>The name of the SQLite table. User names never get into SQL text.</summary>
    public string TableName => FormattableString.Invariant($"t{Id}");

    /// <summary>The SQLite columns of the partition keys.</summary>
    public IEnumerable<string> PartitionCells => Enumerable.Range(0, Definition.Schema.PartitionColumns.Count).Select(PartitionCell);

    /// <summary>The SQLite columns of the data columns and after them the partition keys.</summary>
    public IEnumerable<string> AllCells => Cells.Concat(PartitionCells);

    public static string PartitionCell(int index) => FormattableString.Invariant($"p{index}");
}
