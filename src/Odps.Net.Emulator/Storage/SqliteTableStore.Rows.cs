namespace Odps.Net.Emulator.Storage;

/// <content>Rows.</content>
internal sealed partial class SqliteTableStore
{
    public void Truncate(TableDefinition table, PartitionSpec? partition) => Transact(() =>
    {
        StoredTable stored = GetWithRows(table);
        if (partition is null)
        {
            _connection.Execute($"DELETE FROM {stored.TableName}");
            _connection.Execute("UPDATE tables SET records = 0, bytes = 0, modified = ? WHERE id = ?", NowMilliseconds, stored.Id);
            _connection.Execute("UPDATE partitions SET records = 0, bytes = 0, modified = ? WHERE table_id = ?", NowMilliseconds, stored.Id);
            return;
        }

        PartitionSpec spec = Existing(stored, partition);
        Empty(stored, spec);
    });

    public long Write(TableDefinition table, PartitionSpec? partition, IEnumerable<object?[]> rows, bool overwrite) => Transact(() =>
    {
        ColumnCollection columns = Get(table).Definition.Schema.Columns;
        return WriteCells(table, partition, rows.Select(row => ToCells(columns, row)), overwrite);
    });

    /// <summary>The same as <see cref="Write"/> with rows of cells.</summary>
    public long WriteCells(TableDefinition table, PartitionSpec? partition, IEnumerable<object?[]> rows, bool overwrite) => Transact(() =>
    {
        StoredTable stored = GetWithRows(table);
        if (partition is null && stored.Definition.Schema.IsPartitioned)
        {
            throw StoreErrors.InvalidPartition(table, "the table is partitioned; name the partition to write to");
        }

        PartitionSpec? spec = partition is null ? null : Existing(stored, partition);
        if (overwrite)
        {
            Empty(stored, spec);
        }

        (long written, long bytes) = InsertRows(stored, spec, rows);
        if (stored.Definition.PrimaryKey.Count > 0)
        {
            // Rows of the same key were replaced.
            Recount(stored);
        }
        else
        {
            AddToTable(stored, written, bytes);
            AddToPartition(stored, spec, written, bytes);
        }

        return written;
    });

    public long CountRows(TableDefinition table, PartitionSpec? partition) => Transact(() =>
    {
        StoredTable stored = GetWithRows(table);
        return partition is null
            ? (long)_connection.Query("SELECT records FROM tables WHERE id = ?", stored.Id)[0][0]!
            : FindPartition(stored, Existing(stored, partition))!.RecordCount;
    });

    public IReadOnlyList<object?[]> Read(TableDefinition table, PartitionSpec? partition, long start, long count) => Transact(() =>
    {
        StoredTable stored = GetWithRows(table);
        PartitionSpec? spec = partition is null ? null : Existing(stored, partition);
        object?[] cells = spec is null ? [count, start] : [.. PartitionValues.ToCells(stored.Definition, spec), count, start];
        string where = spec is null ? "" : $"WHERE {PartitionCondition(stored)}";
        string order = string.Join(", ", spec is null ? stored.PartitionCells.Append("rowid") : ["rowid"]);
        string sql = $"SELECT {string.Join(", ", stored.Cells)} FROM {stored.TableName} {where} ORDER BY {order} LIMIT ? OFFSET ?";
        return _connection.Query(sql, cells).ConvertAll(row => FromCells(stored.Definition.Schema.Columns, row));
    });

    /// <summary>Counts the rows of a table and its partitions anew after they were changed by SQL.</summary>
    public void Recount(StoredTable stored)
    {
        object?[] before = _connection.Query("SELECT records, bytes FROM tables WHERE id = ?", stored.Id)[0];
        double bytesPerRow = (long)before[0]! > 0 ? (double)(long)before[1]! / (long)before[0]! : 8 * stored.Cells.Count;
        long total = (long)_connection.Query($"SELECT count(*) FROM {stored.TableName}")[0][0]!;
        _connection.Execute("UPDATE tables SET records = ?, bytes = ?, modified = ? WHERE id = ?", total, (long)(total * bytesPerRow), NowMilliseconds, stored.Id);
        foreach (PartitionDefinition partition in stored.Definition.Schema.IsPartitioned ? ListPartitions(stored.Definition) : [])
        {
            object?[] cells = PartitionValues.ToCells(stored.Definition, partition.Spec);
            long records = (long)_connection.Query($"SELECT count(*) FROM {stored.TableName} WHERE {PartitionCondition(stored)}", cells)[0][0]!;
            if (records != partition.RecordCount)
            {
                _connection.Execute(
                    "UPDATE partitions SET records = ?, bytes = ?, modified = ? WHERE table_id = ? AND key = ?",
                    records, (long)(records * bytesPerRow), NowMilliseconds, stored.Id, PartitionKey(partition.Spec));
            }
        }
    }

    private static object?[] ToCells(ColumnCollection columns, object?[] row)
    {
        // A row of another width is refused where it is written.
        var cells = new object?[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            cells[i] = i < columns.Count ? StoredValues.ToCell(columns[i].Type, row[i]) : row[i];
        }

        return cells;
    }

    private static object?[] FromCells(ColumnCollection columns, object?[] row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = StoredValues.FromCell(columns[i].Type, row[i]);
        }

        return row;
    }

    private (long Rows, long Bytes) InsertRows(StoredTable stored, PartitionSpec? spec, IEnumerable<object?[]> rows)
    {
        ColumnCollection columns = stored.Definition.Schema.Columns;
        object?[] keys = spec is null ? [] : PartitionValues.ToCells(stored.Definition, spec);
        string verb = stored.Definition.PrimaryKey.Count > 0 ? "INSERT OR REPLACE" : "INSERT";
        string marks = string.Join(", ", Enumerable.Repeat("?", columns.Count + keys.Length));
        using SqliteStatement insert = _connection.Prepare($"{verb} INTO {stored.TableName} ({string.Join(", ", stored.AllCells)}) VALUES ({marks})");
        long written = 0;
        long bytes = 0;
        foreach (object?[] row in rows)
        {
            if (row.Length != columns.Count)
            {
                throw StoreErrors.InvalidRow(stored.Definition, $"row {written} has {row.Length} values, the table has {columns.Count} columns");
            }

            for (int i = 0; i < row.Length; i++)
            {
                object? cell = row[i];
                if (cell is null && !columns[i].IsNullable)
                {
                    throw StoreErrors.InvalidRow(stored.Definition, $"row {written} has a NULL in column {columns[i].Name}, which is NOT NULL");
                }

                bytes += StoredValues.SizeOf(cell);
                insert.Bind(i + 1, cell);
            }

            for (int i = 0; i < keys.Length; i++)
            {
                insert.Bind(row.Length + i + 1, keys[i]);
            }

            insert.Step();
            insert.Reset();
            written++;
        }

        return (written, bytes);
    }

    private StoredTable GetWithRows(TableDefinition table)
    {
        StoredTable stored = Get(table);
        return stored.Definition is { IsView: true, IsMaterializedView: false }
            ? throw StoreErrors.InvalidDefinition($"{StoreErrors.FullName(table)} is a view and has no rows of its own")
            : stored;
    }

    private PartitionSpec Existing(StoredTable stored, PartitionSpec partition)
    {
        PartitionSpec spec = PartitionValues.Normalize(stored.Definition, partition);
        return FindPartition(stored, spec) is not null ? spec : throw StoreErrors.NoSuchPartition(stored.Definition, spec);
    }

    private void Empty(StoredTable stored, PartitionSpec? spec)
    {
        if (spec is null)
        {
            Truncate(stored.Definition, null);
            return;
        }

        PartitionDefinition partition = FindPartition(stored, spec)!;
        DeleteRows(stored, spec);
        AddToTable(stored, -partition.RecordCount, -partition.Size);
        AddToPartition(stored, spec, -partition.RecordCount, -partition.Size);
    }

    private void DeleteRows(StoredTable stored, PartitionSpec spec) =>
        _connection.Execute($"DELETE FROM {stored.TableName} WHERE {PartitionCondition(stored)}", PartitionValues.ToCells(stored.Definition, spec));

    private void AddToTable(StoredTable stored, long records, long bytes) => _connection.Execute(
        "UPDATE tables SET records = records + ?, bytes = max(0, bytes + ?), modified = ? WHERE id = ?", records, bytes, NowMilliseconds, stored.Id);

    private void AddToPartition(StoredTable stored, PartitionSpec? spec, long records, long bytes)
    {
        if (spec is not null)
        {
            _connection.Execute(
                "UPDATE partitions SET records = records + ?, bytes = max(0, bytes + ?), modified = ? WHERE table_id = ? AND key = ?",
                records, bytes, NowMilliseconds, stored.Id, PartitionKey(spec));
        }
    }
}
