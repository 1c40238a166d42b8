using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Odps.Net.Emulator.Storage;

/// <summary>A table as the catalog keeps it: the definition as JSON text, and the SQLite column of each MaxCompute column.</summary>
internal static class CatalogJson
{
    public static string Write(TableDefinition table, IReadOnlyList<string> cells)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("project", table.Project);
            json.WriteString("schema", table.SchemaName);
            json.WriteString("name", table.Name);
            json.WriteString("id", table.TableId);
            json.WriteString("owner", table.Owner);
            json.WriteString("comment", table.Comment);
            json.WriteNumber("lifecycle", table.Lifecycle);
            json.WriteBoolean("view", table.IsView);
            json.WriteString("viewText", table.ViewText);
            json.WriteBoolean("materialized", table.IsMaterializedView);
            json.WriteBoolean("transactional", table.IsTransactional);
            json.WriteBoolean("rewriteDisabled", table.IsRewriteDisabled);
            json.WriteBoolean("lifecycleDisabled", table.IsLifecycleDisabled);
            json.WriteBoolean("archived", table.IsArchived);
            json.WriteNumber("shards", table.ShardCount);
            json.WriteNumber("hubLifecycle", table.HubLifecycle);
            json.WriteString("partitionExpression", table.PartitionExpression);
            json.WriteString("created", table.CreationTime);
            json.WriteString("ddl", table.LastDdlTime);
            json.WriteNumber("version", table.SchemaVersion);
            WriteList(json, "primaryKey", table.PrimaryKey);
            WriteList(json, "cells", cells);
            WriteMap(json, "properties", table.Properties);
            WriteColumns(json, "columns", table.Schema.Columns);
            WriteColumns(json, "partitionColumns", table.Schema.PartitionColumns);
            WriteClustering(json, table.Clustering);
            WriteStorage(json, table.Storage);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static (TableDefinition Table, string[] Cells) Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement json = document.RootElement;
        var table = new TableDefinition
        {
            Project = Text(json, "project")!,
            SchemaName = Text(json, "schema")!,
            Name = Text(json, "name")!,
            TableId = Text(json, "id")!,
            Owner = Text(json, "owner")!,
            Comment = Text(json, "comment"),
            Lifecycle = json.GetProperty("lifecycle").GetInt32(),
            IsView = json.GetProperty("view").GetBoolean(),
            ViewText = Text(json, "viewText"),
            IsMaterializedView = json.GetProperty("materialized").GetBoolean(),
            IsTransactional = json.GetProperty("transactional").GetBoolean(),
            IsRewriteDisabled = json.GetProperty("rewriteDisabled").GetBoolean(),
            IsLifecycleDisabled = json.GetProperty("lifecycleDisabled").GetBoolean(),
            IsArchived = json.GetProperty("archived").GetBoolean(),
            ShardCount = json.GetProperty("shards").GetInt32(),
            HubLifecycle = json.GetProperty("hubLifecycle").GetInt32(),
            PartitionExpression = Text(json, "partitionExpression"),
            CreationTime = json.GetProperty("created").GetDateTimeOffset(),
            LastDdlTime = json.GetProperty("ddl").GetDateTimeOffset(),
            SchemaVersion = json.GetProperty("version").GetInt32(),
            PrimaryKey = List(json, "primaryKey"),
            Properties = Map(json, "properties"),
            Schema = new TableSchema(Columns(json, "columns"), Columns(json, "partitionColumns")),
            Clustering = Clustering(json),
            Storage = Storage(json),
        };
        return (table, List(json, "cells"));
    }

    private static void WriteColumns(Utf8JsonWriter json, string name, ColumnCollection columns)
    {
        json.WriteStartArray(name);
        foreach (Column column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.Name);
            json.WriteString("comment", column.Comment);
            json.WriteBoolean("nullable", column.IsNullable);
            json.WriteString("default", column.DefaultValue);
            json.WriteString("label", column.Label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ColumnCollection Columns(JsonElement json, string name) => new(json.GetProperty(name).EnumerateArray().Select(c =>
        new Column(Text(c, "name")!, OdpsType.Parse(Text(c, "type")!), Text(c, "comment"), c.GetProperty("nullable").GetBoolean())
        {
            DefaultValue = Text(c, "default"),
            Label = Text(c, "label"),
        }));

    private static void WriteClustering(Utf8JsonWriter json, ClusteringDefinition? clustering)
    {
        if (clustering is null)
        {
            return;
        }

        json.WriteStartObject("clustering");
        json.WriteBoolean("range", clustering.IsRange);
        WriteList(json, "columns", clustering.Columns);
        WriteList(json, "sort", clustering.SortColumns.Select(s => (s.Descending ? "-" : "+") + s.Column));
        json.WriteNumber("buckets", clustering.Buckets);
        json.WriteEndObject();
    }

    private static ClusteringDefinition? Clustering(JsonElement json) => json.TryGetProperty("clustering", out JsonElement c)
        ? new ClusteringDefinition(
            c.GetProperty("range").GetBoolean(),
            List(c, "columns"),
            [.. List(c, "sort").Select(s => (s[1..], s[0] == '-'))],
            c.GetProperty("buckets").GetInt32())
        : null;

    private static void WriteStorage(Utf8JsonWriter json, StorageDefinition? external)
    {
        if (external is null)
        {
            return;
        }

        json.WriteStartObject("external");
        json.WriteBoolean("managed", external.IsManaged);
        json.WriteString("handler", external.Handler);
        json.WriteString("serde", external.SerDeClass);
        json.WriteString("storedAs", external.StoredAs);
        json.WriteString("input", external.InputFormat);
        json.WriteString("output", external.OutputFormat);
        json.WriteString("location", external.Location);
        json.WriteString("resources", external.Resources);
        WriteMap(json, "properties", external.SerDeProperties);
        json.WriteEndObject();
    }

    private static StorageDefinition? Storage(JsonElement json) => json.TryGetProperty("external", out JsonElement e)
        ? new StorageDefinition
        {
            IsManaged = e.GetProperty("managed").GetBoolean(),
            Handler = Text(e, "handler"),
            SerDeClass = Text(e, "serde"),
            StoredAs = Text(e, "storedAs"),
            InputFormat = Text(e, "input"),
            OutputFormat = Text(e, "output"),
            Location = Text(e, "location"),
            Resources = Text(e, "resources"),
            SerDeProperties = Map(e, "properties"),
        }
        : null;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string[] List(JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (string item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static Dictionary<string, string> Map(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> items)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in items)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
