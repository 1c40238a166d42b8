using System.Globalization;
using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>The JSON texts inside the XML of tables and partitions. Which values are texts and which are numbers matters to the clients.</summary>
internal static class TableJson
{
    public static string Base(TableDefinition table) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteString("tableName"u8, table.Name);
        json.WriteString("owner"u8, table.Owner);
        json.WriteString("comment"u8, table.Comment ?? "");
        json.WriteNumber("createTime"u8, table.CreationTime.ToUnixTimeSeconds());
        json.WriteNumber("lastDDLTime"u8, table.LastDdlTime.ToUnixTimeSeconds());
        json.WriteNumber("lastModifiedTime"u8, table.LastModifiedTime.ToUnixTimeSeconds());
        json.WriteNumber("lastAccessTime"u8, 0);
        json.WriteBoolean("isVirtualView"u8, IsVirtualView(table));
        json.WriteBoolean("isMaterializedView"u8, table.IsMaterializedView);
        if (table.IsMaterializedView)
        {
            // Texts, not booleans: the Go client fails on a boolean.
            json.WriteString("isMaterializedViewRewriteEnabled"u8, table.IsRewriteDisabled ? "false" : "true");
            json.WriteString("isMaterializedViewOutdated"u8, "false");
        }

        json.WriteBoolean("isExternal"u8, table.External is not null);
        json.WriteNumber("lifecycle"u8, table.Lifecycle);
        json.WriteNumber("hubLifecycle"u8, table.HubLifecycle);
        if (table.ViewText is not null)
        {
            json.WriteString("viewText"u8, table.ViewText);
            json.WriteString("viewExpandedText"u8, table.ViewText);
        }

        json.WriteNumber("size"u8, table.Size);
        json.WriteNumber("recordNum"u8, IsVirtualView(table) ? -1 : table.RecordCount);
        json.WriteString("tableLabel"u8, "0");
        json.WriteBoolean("shardExist"u8, table.ShardCount > 0);
        if (table.ShardCount > 0)
        {
            json.WriteStartObject("shardInfo"u8);
            json.WriteNumber("ShardNum"u8, table.ShardCount);
            json.WriteNumber("HubLifecycle"u8, table.HubLifecycle);
            WriteNames(json, "DistributeCols", []);
            WriteNames(json, "SortCols", []);
            json.WriteEndObject();
        }

        if (table.Properties.Count > 0)
        {
            json.WriteString("tableProperties"u8, ServiceResponse.JsonText(properties => WriteMap(properties, table.Properties)));
        }

        WriteColumns(json, "columns", table.Schema.Columns);
        WriteColumns(json, "partitionKeys", table.Schema.PartitionColumns, table.PartitionExpression is null ? null : GenerateExpressionJson.Write(table));
        json.WriteEndObject();
    });

    public static string Extended(TableDefinition table, long fileCount) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("IsArchived"u8, table.IsArchived);
        json.WriteNumber("PhysicalSize"u8, table.Size);
        json.WriteNumber("FileNum"u8, fileCount);
        json.WriteString("storageHandler"u8, table.Storage?.Handler ?? "");
        json.WriteString("location"u8, table.Storage?.Location ?? "");
        json.WriteString("resources"u8, table.Storage?.Resources ?? "");
        json.WriteString("serDeProperties"u8, table.Storage is { } storage ? ServiceResponse.JsonText(p => WriteMap(p, storage.SerDeProperties)) : "{}");
        json.WriteString("Reserved"u8, ServiceResponse.JsonText(reserved => WriteReserved(reserved, table)));
        json.WriteEndObject();
    });

    public static string Partition(PartitionDefinition partition) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("createTime"u8, partition.CreationTime.ToUnixTimeSeconds());
        json.WriteNumber("lastDDLTime"u8, partition.LastDdlTime.ToUnixTimeSeconds());
        json.WriteNumber("lastModifiedTime"u8, partition.LastModifiedTime.ToUnixTimeSeconds());
        json.WriteNumber("lastAccessTime"u8, 0);
        json.WriteNumber("partitionSize"u8, partition.Size);
        json.WriteNumber("partitionRecordNum"u8, partition.RecordCount);
        json.WriteEndObject();
    });

    public static string PartitionExtended(TableDefinition table, PartitionDefinition partition) => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("IsArchived"u8, partition.Properties.ContainsKey(PartitionProperties.Archived));
        json.WriteBoolean("IsExstore"u8, false);
        json.WriteNumber("LifeCycle"u8, partition.Properties.ContainsKey(PartitionProperties.LifecycleDisabled) || table.IsLifecycleDisabled ? -1 : table.Lifecycle);
        json.WriteNumber("PhysicalSize"u8, partition.Size);
        json.WriteNumber("FileNum"u8, partition.RecordCount > 0 ? 1 : 0);
        json.WriteString("Reserved"u8, ServiceResponse.JsonText(reserved =>
        {
            reserved.WriteStartObject();
            WriteTier(reserved, partition.Properties.GetValueOrDefault(PartitionProperties.StorageTier), partition.LastDdlTime, partition.Size);
            reserved.WriteString("cdc_size"u8, "-1");
            reserved.WriteEndObject();
        }));
        json.WriteEndObject();
    });

    /// <summary>The schema inside the session documents of the tunnel, with the JSON types that the Go client insists on.</summary>
    public static void WriteTunnelSchema(Utf8JsonWriter json, string name, ColumnCollection columns, ColumnCollection partitionColumns, bool isView)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("IsVirtualView"u8, isView);
        WriteTunnelColumns(json, "columns", columns, hasIds: true);
        WriteTunnelColumns(json, "partitionKeys", partitionColumns, hasIds: false);
        json.WriteEndObject();
    }

    public static bool IsVirtualView(TableDefinition table) => table.IsView && !table.IsMaterializedView;

    private static void WriteReserved(Utf8JsonWriter json, TableDefinition table)
    {
        json.WriteStartObject();
        json.WriteString("schema_version"u8, table.SchemaVersion.ToString(CultureInfo.InvariantCulture));
        json.WriteString("Transactional"u8, table.IsTransactional ? "true" : "false");
        if (table.PrimaryKey.Count > 0)
        {
            WriteNames(json, "PrimaryKey", table.PrimaryKey);
        }

        if (table.Properties.TryGetValue("acid.data.retain.hours", out string? hours))
        {
            json.WriteString("acid.data.retain.hours"u8, hours);
        }

        if (!table.IsView && !table.Schema.IsPartitioned)
        {
            WriteTier(json, table.Properties.GetValueOrDefault(PartitionProperties.StorageTier), table.LastDdlTime, table.Size);
        }

        if (table.Storage is { } storage)
        {
            WriteFormats(json, storage);
        }

        if (table.Clustering is { } clustering)
        {
            json.WriteString("ClusterType"u8, clustering.IsRange ? "range" : "hash");
            json.WriteNumber("BucketNum"u8, clustering.Buckets);
            WriteNames(json, "ClusterCols", clustering.Columns);
            json.WriteStartArray("SortCols"u8);
            foreach ((string column, bool isDescending) in clustering.SortColumns)
            {
                json.WriteStartObject();
                json.WriteString("col"u8, column);
                json.WriteString("order"u8, isDescending ? "desc" : "asc");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>The tier and the sizes on each: all of the data is on one.</summary>
    private static void WriteTier(Utf8JsonWriter json, string? tier, DateTimeOffset time, long size)
    {
        string name = (tier ?? "standard").ToLowerInvariant() switch { "lowfrequency" => "LowFrequency", "longterm" => "LongTerm", _ => "Standard" };
        json.WriteString("StorageTier"u8, name);
        json.WriteNumber("StorageLastModifiedTime"u8, time.ToUnixTimeSeconds());
        json.WriteNumber($"{name}Size", size);
    }

    private static void WriteFormats(Utf8JsonWriter json, StorageDefinition storage)
    {
        WriteOptional(json, "StoredAs", storage.StoredAs);
        WriteOptional(json, "InputFormat", storage.InputFormat);
        WriteOptional(json, "OutputFormat", storage.OutputFormat);
        if (storage.SerDeClass is not null)
        {
            json.WriteStartObject("SerDeInfo"u8);
            json.WriteString("serializationLib"u8, storage.SerDeClass);
            json.WriteEndObject();
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IReadOnlyList<string> names)
    {
        json.WriteStartArray(property);
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void WriteColumns(Utf8JsonWriter json, string name, ColumnCollection columns, string? generateExpression = null)
    {
        json.WriteStartArray(name);
        foreach (Column column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, column.Name);
            json.WriteString("type"u8, WireTypeName.Of(column.Type));
            json.WriteString("comment"u8, column.Comment ?? "");
            json.WriteString("label"u8, column.Label ?? "");
            json.WriteBoolean("isNullable"u8, column.IsNullable);
            json.WriteBoolean("hasDefaultValue"u8, column.DefaultValue is not null);
            json.WriteString("defaultValue"u8, column.DefaultValue ?? "");
            json.WriteStartArray("extendedLabels"u8);
            json.WriteEndArray();
            if (generateExpression is not null)
            {
                json.WriteBoolean("hasGenerateExpression"u8, true);
                json.WriteString("generateExpression"u8, generateExpression);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTunnelColumns(Utf8JsonWriter json, string name, ColumnCollection columns, bool hasIds)
    {
        json.WriteStartArray(name);
        for (int i = 0; i < columns.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("column_id"u8, hasIds ? i.ToString(CultureInfo.InvariantCulture) : "");
            json.WriteString("comment"u8, columns[i].Comment ?? "");
            json.WriteString("default_value"u8, columns[i].DefaultValue ?? "");
            json.WriteString("name"u8, columns[i].Name);
            json.WriteBoolean("nullable"u8, columns[i].IsNullable);
            json.WriteString("type"u8, WireTypeName.Of(columns[i].Type));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject();
        foreach ((string key, string value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
