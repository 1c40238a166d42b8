using System.Text.Json;
using System.Text.Json.Nodes;

namespace Odps.Net.Emulator.Storage;

/// <content>Partitions.</content>
internal sealed partial class SqliteTableStore
{
    private const string PartitionFields = "key, created, ddl, modified, records, bytes, properties";

    public IReadOnlyList<PartitionDefinition> ListPartitions(TableDefinition table) => Transact(() =>
    {
        StoredTable stored = Get(table);
        List<PartitionDefinition> partitions = _connection
            .Query($"SELECT {PartitionFields} FROM partitions WHERE table_id = ?", stored.Id)
            .ConvertAll(row => ToPartition(stored, row));
        partitions.Sort((left, right) => Compare(left.Spec, right.Spec));
        return partitions;
    });

    public PartitionDefinition? FindPartition(TableDefinition table, PartitionSpec spec) => Transact(() =>
    {
        StoredTable stored = Get(table);
        return FindPartition(stored, PartitionValues.Normalize(stored.Definition, spec));
    });

    public void CreatePartition(TableDefinition table, PartitionSpec spec, bool ifNotExists) => Transact(() =>
    {
        StoredTable stored = Get(table);
        PartitionSpec normalized = PartitionValues.Normalize(stored.Definition, spec);
        if (FindPartition(stored, normalized) is not null)
        {
            if (!ifNotExists)
            {
                throw StoreErrors.PartitionExists(table, normalized);
            }

            return;
        }

        long now = NowMilliseconds;
        _connection.Execute(
            "INSERT INTO partitions (table_id, key, created, ddl, modified) VALUES (?, ?, ?, ?, ?)", stored.Id, PartitionKey(normalized), now, now, now);
    });

    public void DropPartition(TableDefinition table, PartitionSpec spec, bool ifExists) => Transact(() =>
    {
        StoredTable stored = Get(table);
        PartitionSpec normalized = PartitionValues.Normalize(stored.Definition, spec);
        if (FindPartition(stored, normalized) is not { } partition)
        {
            if (!ifExists)
            {
                throw StoreErrors.NoSuchPartition(table, normalized);
            }

            return;
        }

        DeleteRows(stored, normalized);
        AddToTable(stored, -partition.RecordCount, -partition.Size);
        _connection.Execute("DELETE FROM partitions WHERE table_id = ? AND key = ?", stored.Id, PartitionKey(normalized));
    });

    /// <summary>Gives a partition other values; its rows go with it.</summary>
    public void RenamePartition(TableDefinition table, PartitionSpec spec, PartitionSpec newSpec) => Transact(() =>
    {
        StoredTable stored = Get(table);
        PartitionSpec from = PartitionValues.Normalize(stored.Definition, spec);
        PartitionSpec to = PartitionValues.Normalize(stored.Definition, newSpec);
        if (FindPartition(stored, from) is null)
        {
            throw StoreErrors.NoSuchPartition(table, from);
        }

        if (FindPartition(stored, to) is not null)
        {
            throw StoreErrors.PartitionExists(table, to);
        }

        _connection.Execute("UPDATE partitions SET key = ?, ddl = ? WHERE table_id = ? AND key = ?", PartitionKey(to), NowMilliseconds, stored.Id, PartitionKey(from));
        object?[] cells = [.. PartitionValues.ToCells(stored.Definition, to), .. PartitionValues.ToCells(stored.Definition, from)];
        _connection.Execute($"UPDATE {stored.TableName} SET {string.Join(", ", stored.PartitionCells.Select(c => $"{c} = ?"))} WHERE {PartitionCondition(stored)}", cells);
    });

    public void SetPartitionProperties(TableDefinition table, PartitionSpec spec, IReadOnlyDictionary<string, string> properties) => Transact(() =>
    {
        StoredTable stored = Get(table);
        PartitionSpec normalized = PartitionValues.Normalize(stored.Definition, spec);
        PartitionDefinition partition = FindPartition(stored, normalized) ?? throw StoreErrors.NoSuchPartition(table, normalized);
        var merged = new JsonObject();
        foreach ((string key, string value) in partition.Properties.Concat(properties))
        {
            merged[key] = value;
        }

        _connection.Execute(
            "UPDATE partitions SET properties = ?, ddl = ? WHERE table_id = ? AND key = ?", merged.ToJsonString(), NowMilliseconds, stored.Id, PartitionKey(normalized));
    });

    /// <summary>Sets a property of a partition, or takes it away when there is no value.</summary>
    public void SetPartitionProperty(TableDefinition table, PartitionSpec spec, string key, string? value) => Transact(() =>
    {
        if (value is not null)
        {
            SetPartitionProperties(table, spec, new Dictionary<string, string> { [key] = value });
            return;
        }

        StoredTable stored = Get(table);
        PartitionSpec normalized = PartitionValues.Normalize(stored.Definition, spec);
        string path = $"$.\"{key}\"";
        _connection.Execute(
            "UPDATE partitions SET properties = json_remove(properties, ?), ddl = ? WHERE table_id = ? AND key = ?", path, NowMilliseconds, stored.Id, PartitionKey(normalized));
    });

    private static Dictionary<string, string> ReadProperties(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
    }

    private static int Compare(PartitionSpec left, PartitionSpec right)
    {
        for (int i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            int order = string.CompareOrdinal(left[i].Value, right[i].Value);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static string PartitionKey(PartitionSpec normalized) =>
        new JsonArray([.. normalized.Select(p => (JsonNode)JsonValue.Create(p.Value))]).ToJsonString();

    private static string PartitionCondition(StoredTable stored) => string.Join(" AND ", stored.PartitionCells.Select(c => $"{c} = ?"));

    private static PartitionDefinition ToPartition(StoredTable stored, object?[] row)
    {
        using JsonDocument key = JsonDocument.Parse((string)row[0]!);
        ColumnCollection columns = stored.Definition.Schema.PartitionColumns;
        return new PartitionDefinition
        {
            Spec = new PartitionSpec(key.RootElement.EnumerateArray().Select((value, i) => KeyValuePair.Create(columns[i].Name, value.GetString()!))),
            CreationTime = DateTimeOffset.FromUnixTimeMilliseconds((long)row[1]!),
            LastDdlTime = DateTimeOffset.FromUnixTimeMilliseconds((long)row[2]!),
            LastModifiedTime = DateTimeOffset.FromUnixTimeMilliseconds((long)row[3]!),
            RecordCount = (long)row[4]!,
            Size = (long)row[5]!,
            Properties = ReadProperties((string)row[6]!),
        };
    }

    private PartitionDefinition? FindPartition(StoredTable stored, PartitionSpec normalized)
    {
        List<object?[]> rows = _connection.Query($"SELECT {PartitionFields} FROM partitions WHERE table_id = ? AND key = ?", stored.Id, PartitionKey(normalized));
        return rows.Count == 0 ? null : ToPartition(stored, rows[0]);
    }
}
