using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>A download session of the rows that a query gave.</summary>
public sealed class InstanceDownloadSession : DownloadSession
{
    private readonly bool _limited;

    private InstanceDownloadSession(Instance instance, bool limited, TunnelTarget target, DownloadSessionState state, TunnelCompression compression)
        : base(target, state, compression)
    {
        Instance = instance;
        _limited = limited;
    }

    /// <summary>The instance that ran the query.</summary>
    public Instance Instance { get; }

    internal static async Task<InstanceDownloadSession> CreateAsync(
        ServiceScope scope, Instance instance, InstanceDownloadOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, instance, options.QuotaName, options.Tags);
        QueryParameters query = new QueryParameters { "downloads" }.Flag("instance_tunnel_limit_enabled", options.Limited);
        DownloadSessionState state = await DownloadSessionState.CreateAsync(
            target, query, new DownloadSessionOptions().ReadyTimeout, cancellationToken).ConfigureAwait(false);
        return new InstanceDownloadSession(instance, options.Limited, target, state, options.Compression);
    }

    internal override QueryParameters DataQuery(TunnelDataForm form, long start, long count, ColumnCollection? columns) =>
        base.DataQuery(form, start, count, columns).Flag("instance_tunnel_limit_enabled", _limited);
}
