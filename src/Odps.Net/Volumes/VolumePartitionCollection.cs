using System.Xml.Linq;
using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>The partitions of a partitioned volume. They are not created by themselves: an upload session that is committed makes one.</summary>
public sealed class VolumePartitionCollection
{
    private readonly PartedVolume _volume;

    internal VolumePartitionCollection(PartedVolume volume) => _volume = volume;

    /// <summary>A handle to a partition, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public VolumePartition this[string name] => new(_volume, VolumeFileName.CheckStep(name, nameof(name)));

    /// <summary>What the service says of a partition. Two requests: the second has its size.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition.</exception>
    public Task<VolumePartitionInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a partition. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such volume.</exception>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Deletes a partition with its files. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => this[name].DeleteAsync(cancellationToken);

    /// <summary>Lists partitions. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<VolumePartitionInfo> ListAsync(ListVolumePartitionsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListVolumePartitionsOptions filter = options ?? new ListVolumePartitionsOptions();
        return new PagedEnumerable<VolumePartitionInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<VolumePartitionInfo>> GetPageAsync(ListVolumePartitionsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        var query = new QueryParameters
        {
            { "expectmarker", "true" },
            { "name", filter.Prefix },
            { "owner", filter.Owner },
            { "maxitems", filter.PageSize },
            { "marker", marker },
        };
        return await _volume.Scope.Pipeline.ReadXmlAsync(
            _volume.Request(HttpMethod.Get, $"list partitions of volume {_volume}", query),
            (document, _) => new Page<VolumePartitionInfo>(
                [.. document.Elements("Partitions").Elements("Partition").Select(item => VolumeDocument.ReadPartition(item))], document.Text("Marker")),
            cancellationToken).ConfigureAwait(false);
    }
}
