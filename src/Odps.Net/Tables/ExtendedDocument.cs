using System.Collections.Frozen;
using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Reads the extended documents of tables and partitions: JSON within XML, and within that a second JSON text with the rest (<c>Reserved</c>).</summary>
internal static class ExtendedDocument
{
    public static TableExtendedInfo ReadTable(XElement document, OdpsResponse response) => Read(document, response, "table", ReadTable);

    public static PartitionExtendedInfo ReadPartition(XElement document, OdpsResponse response) => Read(document, response, "partition", ReadPartition);

    private static T Read<T>(XElement document, OdpsResponse response, string what, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(document.Text("Schema") ?? "{}");
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw response.Malformed($"describes the {what} with a document that cannot be read: {e.Message}", e);
        }
    }

    private static TableExtendedInfo ReadTable(JsonElement json)
    {
        TableExtendedInfo info = json.Object("Reserved", ReadReserved) ?? new TableExtendedInfo();
        return info with
        {
            IsArchived = json.Flag("IsArchived"),
            PhysicalSize = NotNegative(json.Number("PhysicalSize")),
            FileCount = NotNegative(json.Number("FileNum")),
            IsOutdated = json.OptionalFlag("IsMaterializedViewOutdated"),
            RefreshHistory = ReadRefreshes(json),
            Storage = Storage(json, info.Storage),
        };
    }

    private static PartitionExtendedInfo ReadPartition(JsonElement json)
    {
        PartitionExtendedInfo info = json.Object("Reserved", reserved => new PartitionExtendedInfo
        {
            StorageTier = StorageTierInfo.Read(reserved),
            Clustering = Clustering(reserved),
            CdcSize = NotNegative(reserved.Number("cdc_size")),
            CdcRecordCount = NotNegative(reserved.Number("cdc_record_num")),
            Reserved = Pairs(reserved),
        }) ?? new PartitionExtendedInfo();
        return info with
        {
            IsArchived = json.Flag("IsArchived"),
            IsExternalStore = json.Flag("IsExstore"),
            LifecycleDays = Int(json.Number("LifeCycle"), least: 1),
            PhysicalSize = NotNegative(json.Number("PhysicalSize")),
            FileCount = NotNegative(json.Number("FileNum")),
        };
    }

    private static TableExtendedInfo ReadReserved(JsonElement json) => new()
    {
        IsTransactional = json.Flag("Transactional"),
        PrimaryKey = json.TextList("PrimaryKey"),
        Clustering = Clustering(json),
        StorageTier = StorageTierInfo.Read(json),
        TierLifecycle = json.Object("LifecycleConfig", TierLifecycle.Read),
        SchemaVersion = json.Text("schema_version") ?? json.Number("schema_version")?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        DataRetentionHours = Int(json.Number("acid.data.retain.hours"), least: 0),
        CdcSize = NotNegative(json.Number("cdc_size")),
        CdcRecordCount = NotNegative(json.Number("cdc_record_num")),
        CdcLatestVersion = NotNegative(json.Number("cdc_latest_version")),
        CdcLatestTime = WireTime.UnixSeconds(json.Number("cdc_latest_timestamp")),
        LastMajorCompactionTime = WireTime.UnixSeconds(json.Number("LastMajorCompactionTime")),
        HasRowAccessPolicy = json.Flag("HasRowAccessPolicy"),
        VectorIndexes = ReadIndexes(json),
        Storage = new ExternalStorage
        {
            StoredAs = json.Text("StoredAs"),
            InputFormat = json.Text("InputFormat"),
            OutputFormat = json.Text("OutputFormat"),
            SerDeClass = json.Object("SerDeInfo", info => info.Text("serializationLib") ?? ""),
        },
        Reserved = Pairs(json),
    };

    /// <summary>Formats come from the reserved part, the rest from the document itself; null when neither says anything.</summary>
    private static ExternalStorage? Storage(JsonElement json, ExternalStorage? formats)
    {
        ExternalStorage storage = (formats ?? new ExternalStorage()) with
        {
            Location = json.Text("location"),
            StorageHandler = json.Text("storageHandler"),
            Resources = json.Text("resources"),
            SerDeClass = formats?.SerDeClass is { Length: > 0 } name ? name : null,
            SerDeProperties = json.TextMap("serDeProperties"),
        };
        bool isEmpty = storage is { Location: null, StorageHandler: null, Resources: null, SerDeClass: null, StoredAs: null, InputFormat: null, OutputFormat: null, SerDeProperties.Count: 0 };
        return isEmpty ? null : storage;
    }

    private static TableClustering? Clustering(JsonElement json)
    {
        IReadOnlyList<string> columns = json.TextList("ClusterCols");
        return json.Text("ClusterType") is not { } type || columns.Count == 0 ? null : new TableClustering
        {
            IsRange = type.Equals("range", StringComparison.OrdinalIgnoreCase),
            Columns = columns,
            SortColumns = Items(json, "SortCols", ReadSort),
            BucketCount = Int(json.Number("BucketNum"), least: 1),
        };
    }

    private static SortColumn? ReadSort(JsonElement json) => (json.Text("col") ?? json.Text("Name")) is { } name
        ? new SortColumn(name, "desc".Equals(json.Text("order") ?? json.Text("Order"), StringComparison.OrdinalIgnoreCase))
        : null;

    private static IReadOnlyList<VectorIndex> ReadIndexes(JsonElement json) => Items(json, "VectorIndexes", index => index.Text("Name") is { } name
        ? new VectorIndex { Name = name, Id = index.Has("Id") ? index.GetProperty("Id").TextOf() : null, Type = index.Text("Type"), Properties = index.TextMap("Properties") }
        : null);

    private static IReadOnlyList<ViewRefresh> ReadRefreshes(JsonElement json)
    {
        using JsonDocument? list = json.Has("RefreshHistory") ? WireJson.TryParse(json.GetProperty("RefreshHistory")) : null;
        return list is null ? [] : [.. Objects(list.RootElement).Select(refresh => new ViewRefresh
        {
            InstanceId = refresh.Text("InstanceId"),
            Status = refresh.Text("Status"),
            StartTime = Time(refresh, "StartTime"),
            EndTime = Time(refresh, "EndTime"),
        })];
    }

    private static DateTimeOffset? Time(JsonElement json, string key) => WireTime.UnixSeconds(json.Number(key)) ?? WireTime.Rfc1123(json.Text(key));

    private static IReadOnlyList<T> Items<T>(JsonElement json, string key, Func<JsonElement, T?> read)
        where T : class => json.Has(key) ? [.. Objects(json.GetProperty(key)).Select(read).OfType<T>()] : [];

    private static IEnumerable<JsonElement> Objects(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static FrozenDictionary<string, string> Pairs(JsonElement json) => json.EnumerateObject()
        .DistinctBy(p => p.Name)
        .ToFrozenDictionary(p => p.Name, p => p.Value.TextOf(), StringComparer.Ordinal);

    private static long? NotNegative(long? value) => value >= 0 ? value : null;

    private static int? Int(long? value, int least) => value >= least && value <= int.MaxValue ? (int)value : null;
}
