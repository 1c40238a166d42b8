namespace Odps.Net.Emulator.Storage;

/// <content>Changes by primary key.</content>
internal sealed partial class SqliteTableStore
{
    public void Apply(TableDefinition table, PartitionSpec? partition, IEnumerable<RowChange> changes) => Transact(() =>
    {
        StoredTable stored = GetWithRows(table);
        ColumnCollection columns = stored.Definition.Schema.Columns;
        PartitionSpec? spec = partition is null ? null : Existing(stored, partition);
        object?[] partitionCells = spec is null ? [] : PartitionValues.ToCells(stored.Definition, spec);
        int[] keys = [.. stored.Definition.PrimaryKey.Select(columns.GetOrdinal)];
        string where = string.Join(" AND ", (spec is null ? [] : stored.PartitionCells).Concat(keys.Select(k => stored.Cells[k])).Select(c => $"{c} = ?"));
        foreach (RowChange change in changes)
        {
            object?[] cells = ToCells(columns, change.Row);
            object?[] key = [.. partitionCells, .. keys.Select(k => cells[k])];
            if (change.IsDelete)
            {
                _connection.Execute($"DELETE FROM {stored.TableName} WHERE {where}", key);
            }
            else if (change.Columns is null || _connection.Query($"SELECT 1 FROM {stored.TableName} WHERE {where}", key).Count == 0)
            {
                InsertRows(stored, spec, [change.Columns is null ? cells : [.. cells.Select((cell, i) => change.Columns.Contains(i) || keys.Contains(i) ? cell : null)]]);
            }
            else if (change.Columns.Except(keys).ToArray() is { Length: > 0 } changed)
            {
                string set = string.Join(", ", changed.Select(i => $"{stored.Cells[i]} = ?"));
                _connection.Execute($"UPDATE {stored.TableName} SET {set} WHERE {where}", [.. changed.Select(i => cells[i]), .. key]);
            }
        }

        Recount(stored);
    });
}
