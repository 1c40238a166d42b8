using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>A download session of a table or of one of its partitions.</summary>
public sealed class TableDownloadSession : DownloadSession
{
    private readonly bool _disableModifiedCheck;

    private TableDownloadSession(Table table, PartitionSpec? partition, TunnelTarget target, DownloadSessionState state, DownloadSessionOptions options)
        : base(target, state, options.Compression)
    {
        _disableModifiedCheck = options.DisableModifiedCheck;
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
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags, options.NetworkTimeout);
        var query = new QueryParameters { "downloads", { "asyncmode", options.CreateAsynchronously ? "true" : null } };
        DownloadSessionState state = await DownloadSessionState.CreateAsync(target, query, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
        return new TableDownloadSession(table, partition, target, state, options);
    }

    internal static async Task<TableDownloadSession> LoadAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, string id, DownloadSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags, options.NetworkTimeout);
        DownloadSessionState state = await DownloadSessionState.LoadAsync(target, id, cancellationToken).ConfigureAwait(false);
        state = await DownloadSessionState.WaitUntilReadyAsync(target, state, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
        return new TableDownloadSession(table, partition, target, state, options);
    }

    internal override QueryParameters DataQuery(TunnelDataForm form, long start, long count, ColumnCollection? columns) =>
        base.DataQuery(form, start, count, columns).With("disable_modified_check", _disableModifiedCheck ? "true" : null);
}
