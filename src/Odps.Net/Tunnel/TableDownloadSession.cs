using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>A download session of a table or of one of its partitions.</summary>
public sealed class TableDownloadSession : DownloadSession
{
    private TableDownloadSession(Table table, PartitionSpec? partition, TunnelTarget target, DownloadSessionState state, TunnelCompression compression)
        : base(target, state, compression)
    {
        Table = table;
        Partition = partition;
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The partition; <see langword="null"/> for a table without partitions.</summary>
    public PartitionSpec? Partition { get; }

    internal override PartitionSpec? PartitionValues => Partition;

    internal static async Task<TableDownloadSession> CreateAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, DownloadSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags);
        var query = new QueryParameters { "downloads", { "asyncmode", options.CreateAsynchronously ? "true" : null } };
        DownloadSessionState state = await DownloadSessionState.CreateAsync(target, query, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
        return new TableDownloadSession(table, partition, target, state, options.Compression);
    }

    internal static async Task<TableDownloadSession> LoadAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, string id, DownloadSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags);
        DownloadSessionState state = await DownloadSessionState.LoadAsync(target, id, cancellationToken).ConfigureAwait(false);
        state = await DownloadSessionState.WaitUntilReadyAsync(target, state, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
        return new TableDownloadSession(table, partition, target, state, options.Compression);
    }
}
