using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Reads the table document: XML around a JSON text with the columns. What it does not know it passes over.</summary>
internal static class TableInfoReader
{
    public static TableInfo Read(XElement element, TableName name, OdpsResponse response)
    {
        var info = new TableInfo
        {
            Project = name.Project,
            SchemaName = name.Schema,
            Name = element.Text("Name") ?? name.Name,
            TableId = element.Text("TableId"),
            Owner = element.Text("Owner"),
            Comment = element.Text("Comment"),
            Type = element.Text("Type") is string type ? new TableType(type.ToUpperInvariant()) : null,
            CreationTime = WireTime.Rfc1123(element.Text("CreationTime")),
            LastModifiedTime = WireTime.Rfc1123(element.Text("LastModifiedTime")),
            LastAccessTime = WireTime.Rfc1123(element.Text("LastAccessTime")),
            Label = Label(element.Text("TableLabel")),
            EncryptionAlgorithm = element.Text("CryptoAlgo"),
        };
        if (element.Text("Schema") is not string json)
        {
            return info;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return ReadSchema(document.RootElement, info);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw response.Malformed($"describes table {name} with a schema that cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The columns in the form that table documents and tunnel sessions share.</summary>
    public static TableSchema ReadColumns(JsonElement schema) => new(ReadColumns(schema, "columns"), ReadColumns(schema, "partitionKeys"));

    private static TableInfo ReadSchema(JsonElement json, TableInfo info) => info with
    {
        Schema = ReadColumns(json),
        Owner = json.Text("owner") ?? info.Owner,
        Comment = json.Text("comment") ?? info.Comment,
        CreationTime = WireTime.UnixSeconds(json.Number("createTime")) ?? info.CreationTime,
        LastDdlTime = WireTime.UnixSeconds(json.Number("lastDDLTime")),
        LastModifiedTime = WireTime.UnixSeconds(json.Number("lastModifiedTime")) ?? info.LastModifiedTime,
        LastAccessTime = WireTime.UnixSeconds(json.Number("lastAccessTime")) ?? info.LastAccessTime,
        LifecycleDays = Days(json.Number("lifecycle")),
        Size = json.Number("size"),
        RecordCount = json.Number("recordNum") is >= 0 and long count ? count : null,
        IsVirtualView = json.Flag("isVirtualView"),
        IsMaterializedView = json.Flag("isMaterializedView"),
        IsRewriteEnabled = json.OptionalFlag("isMaterializedViewRewriteEnabled"),
        IsOutdated = json.OptionalFlag("isMaterializedViewOutdated") ?? json.OptionalFlag("IsMaterializedViewOutdated"),
        IsExternal = json.Flag("isExternal"),
        IsObjectTable = json.Flag("isObjectTable"),
        ViewText = json.Text("viewText"),
        ViewExpandedText = json.Text("viewExpandedText"),
        Properties = json.TextMap(json.Has("tableProperties") ? "tableProperties" : "mvProperties"),
        HubLifecycleDays = Days(json.Number("hubLifecycle")),
        Shards = json.Flag("shardExist") ? json.Object("shardInfo", ReadShards) : null,
        Label = Label(json.Text("tableLabel")) ?? info.Label,
        ExtendedLabels = json.TextList("extendedLabel"),
    };

    private static TableShards ReadShards(JsonElement json) => new()
    {
        ShardCount = Days(json.Number("ShardNum")),
        HubLifecycleDays = Days(json.Number("HubLifecycle")),
        DistributeColumns = json.TextList("DistributeCols"),
        SortColumns = json.TextList("SortCols"),
    };

    private static string? Label(string? label) => label is null or "0" ? null : label;

    private static int? Days(long? days) => days is > 0 and <= int.MaxValue ? (int)days : null;

    private static ColumnCollection ReadColumns(JsonElement schema, string key)
    {
        if (!schema.TryGetProperty(key, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
        {
            return ColumnCollection.Empty;
        }

        var columns = new List<Column>(array.GetArrayLength());
        foreach (JsonElement item in array.EnumerateArray())
        {
            string name = item.Text("name") ?? throw new FormatException("a column has no name");
            string type = item.Text("type") ?? throw new FormatException($"column '{name}' has no type");
            bool notNull = item.IsFalse("isNullable") || item.IsFalse("nullable");
            columns.Add(new Column(name, OdpsType.TryParse(type, out OdpsType? known) ? known : OdpsType.Unknown(type), item.Text("comment"), !notNull)
            {
                Label = item.Text("label"),
                DefaultValue = ReadDefault(item),
                GenerateExpression = GenerateExpression.Read(item),
            });
        }

        return new ColumnCollection(columns);
    }

    /// <summary>An empty text is a value only where the service says that there is one.</summary>
    private static string? ReadDefault(JsonElement item) => item.Text("defaultValue") ?? item.Text("default_value") ?? (item.Flag("hasDefaultValue") ? "" : null);
}
