using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The partitions of a table.</summary>
public sealed partial class PartitionCollection
{
    private readonly Table _table;

    internal PartitionCollection(Table table) => _table = table;

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
    public Task<bool> ExistsAsync(PartitionSpec spec, CancellationToken cancellationToken = default) =>
        GetAsync(spec, cancellationToken).ExistsAsync("NoSuchTable");

    /// <summary>Whether there is any partition with these values of the leading keys. One request, or a few when the service sends empty pages.</summary>
    /// <param name="within">The leading keys and their values. Default: whether the table has any partition.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public async Task<bool> AnyAsync(PartitionSpec? within = null, CancellationToken cancellationToken = default)
    {
        await foreach (PartitionInfo _ in ListAsync(new ListPartitionsOptions { Within = within, MaxItems = 1, PageSize = 1 }, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        return false;
    }

    /// <summary>
    /// The partition with the largest values, compared as texts, key by key. One request for each page of the listing, and, where empty partitions are passed
    /// over and the listing does not tell their sizes, one for each partition that is looked at.
    /// </summary>
    /// <param name="within">Only partitions with these values of the leading keys. Default: all.</param>
    /// <param name="skipEmpty">Whether partitions without data are passed over. Default: <see langword="true"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The partition; <see langword="null"/> when there is none.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public async Task<PartitionInfo?> GetMaxAsync(PartitionSpec? within = null, bool skipEmpty = true, CancellationToken cancellationToken = default)
    {
        var found = new List<PartitionInfo>();
        await foreach (PartitionInfo partition in ListAsync(new ListPartitionsOptions { Within = within }, cancellationToken).ConfigureAwait(false))
        {
            found.Add(partition);
        }

        found.Sort(static (left, right) => CompareValues(right.Spec, left.Spec));
        foreach (PartitionInfo partition in found)
        {
            if (!skipEmpty || partition.Size > 0 || partition.RecordCount > 0
                || (await GetExtendedAsync(partition.Spec, cancellationToken).ConfigureAwait(false)).PhysicalSize > 0)
            {
                return partition;
            }
        }

        return null;
    }

    /// <summary>What the service tells of a partition only when it is asked for more: sizes on disk, storage tier, lifecycle. One request.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition.</exception>
    public async Task<PartitionExtendedInfo> GetExtendedAsync(PartitionSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        OdpsRequest request = _table.Get($"get more of {_table.Describe(spec)}") with { Query = new QueryParameters { "extended", { "partition", spec.ToString() } } };
        return await _table.Scope.Pipeline.ReadXmlAsync(request, ExtendedDocument.ReadPartition, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists partitions in the order of their values. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<PartitionInfo> ListAsync(ListPartitionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListPartitionsOptions filter = options ?? new ListPartitionsOptions();
        return new PagedEnumerable<PartitionInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    /// <summary>
    /// Lists the specs of partitions only, which takes the service less than <see cref="ListAsync"/>. One request for each page. The service writes them as paths: a value
    /// that itself holds <c>/key=</c> cannot be told from two keys.
    /// </summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<PartitionSpec> ListSpecsAsync(ListPartitionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListPartitionsOptions filter = options ?? new ListPartitionsOptions();
        return new PagedEnumerable<PartitionSpec>((marker, token) => GetSpecPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<PartitionSpec>> GetSpecPageAsync(ListPartitionsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        OdpsRequest request = _table.Get($"list partition specs of table {_table}") with { Query = PageQuery(filter, marker).Flag("name", true) };
        return await _table.Scope.Pipeline.ReadXmlAsync(
            request, static (document, response) => ReadPage(document, response, item => PartitionSpec.ParsePath(item.Text("Name") ?? "")), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Page<PartitionInfo>> GetPageAsync(ListPartitionsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        OdpsRequest request = _table.Get($"list partitions of table {_table}") with { Query = PageQuery(filter, marker) };
        return await _table.Scope.Pipeline.ReadXmlAsync(request, static (document, response) => ReadPage(document, response, Read), cancellationToken).ConfigureAwait(false);
    }

    private static QueryParameters PageQuery(ListPartitionsOptions filter, string? marker) => new QueryParameters
    {
        "partitions",
        { "expectmarker", "true" },
        { "partition", filter.Within?.ToString() },
        { "maxitems", filter.PageSize },
        { "marker", marker },
    }.Flag("reverse", filter.Descending);

    private static Page<T> ReadPage<T>(XElement document, OdpsResponse response, Func<XElement, T> read)
    {
        try
        {
            return document.ReadPage("Partition", read);
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

    private static int CompareValues(PartitionSpec left, PartitionSpec right)
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

    private static long? NotNegative(long? value) => value >= 0 ? value : null;
}
