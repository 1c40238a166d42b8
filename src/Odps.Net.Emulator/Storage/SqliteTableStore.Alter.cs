using System.Globalization;

namespace Odps.Net.Emulator.Storage;

/// <content>Changes of a table's definition.</content>
internal sealed partial class SqliteTableStore
{
    public void AlterTable(TableDefinition table) => Transact(() =>
    {
        StoredTable stored = Get(table);
        ColumnCollection before = stored.Definition.Schema.Columns;
        ColumnCollection after = table.Schema.Columns;
        if (!table.Schema.PartitionColumns.Select(c => (c.Name.ToUpperInvariant(), c.Type)).SequenceEqual(
            stored.Definition.Schema.PartitionColumns.Select(c => (c.Name.ToUpperInvariant(), c.Type))))
        {
            throw StoreErrors.InvalidDefinition($"the partition keys of table {StoreErrors.FullName(table)} cannot be changed");
        }

        var cells = new List<string>();
        foreach (Column column in after)
        {
            int ordinal = before.IndexOf(column.Name);
            if (ordinal >= 0 && before[ordinal].Type != column.Type)
            {
                throw StoreErrors.InvalidDefinition($"column {column.Name} of table {StoreErrors.FullName(table)} cannot change its type from {before[ordinal].Type} to {column.Type} this way");
            }

            cells.Add(ordinal >= 0 ? stored.Cells[ordinal] : NewCell(stored, cells));
        }

        bool hasRows = !stored.Definition.IsView || stored.Definition.IsMaterializedView;
        foreach (string cell in hasRows ? cells.Except(stored.Cells, StringComparer.Ordinal) : [])
        {
            _connection.Execute($"ALTER TABLE {stored.TableName} ADD COLUMN {cell}");
        }

        // A dropped column keeps its SQLite column, emptied: a rewrite of the table would gain nothing.
        foreach (string cell in hasRows ? stored.Cells.Except(cells, StringComparer.Ordinal) : [])
        {
            _connection.Execute($"UPDATE {stored.TableName} SET {cell} = NULL WHERE {cell} IS NOT NULL");
        }

        Save(stored with { Definition = table with { LastDdlTime = Now, SchemaVersion = stored.Definition.SchemaVersion + (before.Equals(after) ? 0 : 1) }, Cells = cells });
    });

    /// <summary>Gives a column another name; its values stay.</summary>
    public void RenameColumn(TableDefinition table, string name, Column renamed) => Transact(() =>
    {
        StoredTable stored = Get(table);
        TableSchema schema = stored.Definition.Schema;
        int ordinal = schema.Columns.GetOrdinal(name);
        Column[] columns = [.. schema.Columns];
        columns[ordinal] = renamed;
        Save(stored with
        {
            Definition = stored.Definition with
            {
                Schema = new TableSchema(new ColumnCollection(columns), schema.PartitionColumns),
                PrimaryKey = [.. stored.Definition.PrimaryKey.Select(k => k.Equals(name, StringComparison.OrdinalIgnoreCase) ? renamed.Name : k)],
                LastDdlTime = Now,
                SchemaVersion = stored.Definition.SchemaVersion + 1,
            },
        });
    });

    /// <summary>Gives a column another type and converts its values.</summary>
    public void ChangeColumnType(TableDefinition table, string name, OdpsType type, Func<object?, object?> convertCell) => Transact(() =>
    {
        StoredTable stored = Get(table);
        TableSchema schema = stored.Definition.Schema;
        int ordinal = schema.Columns.GetOrdinal(name);
        string cell = stored.Cells[ordinal];
        foreach (object?[] row in _connection.Query($"SELECT DISTINCT {cell} FROM {stored.TableName} WHERE {cell} IS NOT NULL"))
        {
            object? converted = convertCell(row[0]);
            if (!Equals(converted, row[0]))
            {
                // 1 and 1.0 are equal to SQLite; only the one that was read is meant.
                _connection.Execute($"UPDATE {stored.TableName} SET {cell} = ? WHERE {cell} = ? AND typeof({cell}) = typeof(?2)", converted, row[0]);
            }
        }

        Column[] columns = [.. schema.Columns];
        Column old = columns[ordinal];
        columns[ordinal] = new Column(old.Name, type, old.Comment, old.IsNullable) { DefaultValue = old.DefaultValue, Label = old.Label };
        Save(stored with
        {
            Definition = stored.Definition with
            {
                Schema = new TableSchema(new ColumnCollection(columns), schema.PartitionColumns),
                LastDdlTime = Now,
                SchemaVersion = stored.Definition.SchemaVersion + 1,
            },
        });
    });

    public void RenameTable(TableDefinition table, string newName) => Transact(() =>
    {
        StoredTable stored = Get(table);
        TableDefinition renamed = stored.Definition with { Name = newName, LastDdlTime = Now };
        if (Find(table.Project, table.SchemaName, newName) is not null)
        {
            throw StoreErrors.TableExists(renamed);
        }

        _tables.Remove(TableKey(table.Project, table.SchemaName, table.Name));
        _connection.Execute("UPDATE tables SET name = ? WHERE id = ?", Key(newName), stored.Id);
        Save(stored with { Definition = renamed });
    });

    /// <summary>Sets the modification time of a table, or of one partition.</summary>
    public void Touch(TableDefinition table, PartitionSpec? partition) => Transact(() =>
    {
        StoredTable stored = Get(table);
        if (partition is null)
        {
            _connection.Execute("UPDATE tables SET modified = ? WHERE id = ?", NowMilliseconds, stored.Id);
            return;
        }

        PartitionSpec spec = PartitionValues.Normalize(stored.Definition, partition);
        _connection.Execute("UPDATE partitions SET modified = ? WHERE table_id = ? AND key = ?", NowMilliseconds, stored.Id, PartitionKey(spec));
        if (_connection.Changes() == 0)
        {
            throw StoreErrors.NoSuchPartition(table, spec);
        }
    });

    private string NewCell(StoredTable stored, List<string> others)
    {
        // A number that was never in use: the SQLite columns of dropped ones are still there.
        IEnumerable<string> inTable = _connection.Query("SELECT name FROM pragma_table_info(?)", stored.TableName).Select(r => (string)r[0]!).Where(n => n[0] == 'c');
        int highest = inTable.Concat(stored.Cells).Concat(others).Max(c => int.Parse(c.AsSpan(1), CultureInfo.InvariantCulture));
        return FormattableString.Invariant($"c{highest + 1}");
    }

    private void Save(StoredTable stored)
    {
        TableDefinition table = stored.Definition;
        _connection.Execute("UPDATE tables SET definition = ? WHERE id = ?", CatalogJson.Write(table, [.. stored.Cells]), stored.Id);
        _tables[TableKey(table.Project, table.SchemaName, table.Name)] = stored;
    }
}
