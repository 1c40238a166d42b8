using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The partitions of a table.</summary>
public sealed class PartitionCollection
{
    private readonly Table _table;

    internal PartitionCollection(Table table) => _table = table;

    /// <summary>Creates a partition (ALTER TABLE ... ADD PARTITION). An instance: a few requests.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="ifNotExists">Whether a partition that is there already is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the partition may be created all the same.</param>
    public Task CreateAsync(PartitionSpec spec, bool ifNotExists = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return _table.ExecuteAsync(
            $"ALTER TABLE {_table.FullName.ToSql()} ADD {(ifNotExists ? "IF NOT EXISTS " : "")}PARTITION ({spec})",
            "SQLAddPartitionTask",
            $"create {_table.Describe(spec)}",
            cancellationToken);
    }

    /// <summary>Drops a partition (ALTER TABLE ... DROP PARTITION) with its data. An instance: a few requests.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="ifExists">Whether a partition that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the partition may be dropped all the same.</param>
    public Task DropAsync(PartitionSpec spec, bool ifExists = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return _table.ExecuteAsync(
            $"ALTER TABLE {_table.FullName.ToSql()} DROP {(ifExists ? "IF EXISTS " : "")}PARTITION ({spec})",
            "SQLDropPartitionTask",
            $"drop {_table.Describe(spec)}",
            cancellationToken);
    }

    /// <summary>The state of a partition. One request.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition.</exception>
    public async Task<PartitionInfo> GetAsync(PartitionSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        OdpsRequest request = _table.Get($"get {_table.Describe(spec)}") with { Query = new QueryParameters { { "partition", spec.ToString() } } };
        return await _table.Scope.Pipeline.ReadXmlAsync(request, (document, response) => ReadState(spec, document, response), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a partition exists. One request.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public async Task<bool> ExistsAsync(PartitionSpec spec, CancellationToken cancellationToken = default)
    {
        try
        {
            await GetAsync(spec, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OdpsNotFoundException error) when (error.ErrorCode is not ("NoSuchProject" or "NoSuchTable"))
        {
            return false;
        }
    }

    /// <summary>Lists partitions in the order of their values. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<PartitionInfo> ListAsync(ListPartitionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListPartitionsOptions filter = options ?? new ListPartitionsOptions();
        return new PagedEnumerable<PartitionInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<PartitionInfo>> GetPageAsync(ListPartitionsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        OdpsRequest request = _table.Get($"list partitions of table {_table}") with
        {
            Query = new QueryParameters
            {
                "partitions",
                { "expectmarker", "true" },
                { "partition", filter.Within?.ToString() },
                { "maxitems", filter.PageSize },
                { "marker", marker },
            }.Flag("reverse", filter.Descending),
        };
        return await _table.Scope.Pipeline.ReadXmlAsync(request, ReadPage, cancellationToken).ConfigureAwait(false);
    }

    private static Page<PartitionInfo> ReadPage(XElement document, OdpsResponse response)
    {
        try
        {
            return document.ReadPage("Partition", Read);
        }
        catch (ArgumentException e)
        {
            throw response.Malformed($"names a partition that cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The document of one partition: XML around a JSON text.</summary>
    private static PartitionInfo ReadState(PartitionSpec spec, XElement document, OdpsResponse response)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(document.Text("Schema") ?? "{}");
            JsonElement root = json.RootElement;
            return new PartitionInfo
            {
                Spec = spec,
                CreationTime = WireTime.UnixSeconds(root.Number("createTime")),
                LastDdlTime = WireTime.UnixSeconds(root.Number("lastDDLTime")),
                LastModifiedTime = WireTime.UnixSeconds(root.Number("lastModifiedTime")),
                LastAccessTime = WireTime.UnixSeconds(root.Number("lastAccessTime")),
                Size = NotNegative(root.Number("partitionSize")),
                RecordCount = NotNegative(root.Number("partitionRecordNum")),
            };
        }
        catch (JsonException e)
        {
            throw response.Malformed("describes the partition with a schema that cannot be read", e);
        }
    }

    /// <summary>One item of a listing.</summary>
    private static PartitionInfo Read(XElement element) => new()
    {
        Spec = new PartitionSpec(element.Elements("Column").Select(
            c => new KeyValuePair<string, string>(c.Attribute("Name")?.Value ?? "", c.Attribute("Value")?.Value ?? ""))),
        CreationTime = WireTime.UnixSeconds(element.Number("CreationTime")),
        LastDdlTime = WireTime.UnixSeconds(element.Number("LastDDLTime")),
        LastModifiedTime = WireTime.UnixSeconds(element.Number("LastModifiedTime")),
        LastAccessTime = WireTime.UnixSeconds(element.Number("LastAccessTime")),
        Size = NotNegative(element.Number("PartitionSize")),
        RecordCount = NotNegative(element.Number("PartitionRecordCount")),
    };

    private static long? NotNegative(long? value) => value >= 0 ? value : null;
}
