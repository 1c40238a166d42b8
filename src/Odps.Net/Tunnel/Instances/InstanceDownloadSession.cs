using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>A download session of the rows that a query gave.</summary>
public sealed class InstanceDownloadSession : DownloadSession
{
    /// <summary>The most rows of a session that is limited; a project may have a lower limit (<c>READ_TABLE_MAX_ROW</c>).</summary>
    public const int MaxLimitedRows = 10_000;

    private InstanceDownloadSession(Instance instance, TunnelTarget target, DownloadSessionState state, InstanceDownloadOptions options)
        : base(target, state, options.Compression)
    {
        Instance = instance;
        IsLimited = options.Limited;
    }

    /// <summary>The instance that ran the query.</summary>
    public Instance Instance { get; }

    /// <summary>Whether the session was asked for with a limit (<see cref="InstanceDownloadOptions.Limited"/>).</summary>
    public bool IsLimited { get; }

    /// <summary>
    /// Whether the result is cut short: <see langword="false"/> when the session is not limited, or the result is empty; <see langword="true"/> when a limited
    /// session has as many rows as the limit allows (<see cref="MaxLimitedRows"/>; that the result has exactly so many is possible and cannot be told);
    /// <see langword="null"/> when it has fewer: it is whole then, unless the project has a lower limit, which the service does not say.
    /// </summary>
    public bool? IsTruncated => !IsLimited || RecordCount == 0 ? false : RecordCount >= MaxLimitedRows ? true : null;

    internal static async Task<InstanceDownloadSession> CreateAsync(
        ServiceScope scope, Instance instance, InstanceDownloadOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, instance, options.QuotaName, options.Tags, options.NetworkTimeout);
        QueryParameters query = new QueryParameters { "downloads" }.Flag("instance_tunnel_limit_enabled", options.Limited);
        DownloadSessionState state = await DownloadSessionState.CreateAsync(target, query, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
        return new InstanceDownloadSession(instance, target, state, options);
    }

    internal static async Task<InstanceDownloadSession> LoadAsync(
        ServiceScope scope, Instance instance, string id, InstanceDownloadOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, instance, options.QuotaName, options.Tags, options.NetworkTimeout);
        DownloadSessionState state = await DownloadSessionState.LoadAsync(target, id, cancellationToken).ConfigureAwait(false);
        state = await DownloadSessionState.WaitUntilReadyAsync(target, state, options.ReadyTimeout, cancellationToken).ConfigureAwait(false);
        return new InstanceDownloadSession(instance, target, state, options);
    }

    internal override QueryParameters DataQuery(TunnelDataForm form, long start, long count, ColumnCollection? columns) =>
        base.DataQuery(form, start, count, columns).Flag("instance_tunnel_limit_enabled", IsLimited);
}
