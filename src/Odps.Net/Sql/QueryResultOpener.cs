using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>Opens the result of an instance through the channel that is wanted, or the next best one.</summary>
internal static class QueryResultOpener
{
    /// <summary>What channels with a limit usually give.</summary>
    private const int UsualLimit = 10_000;

    public static async Task<QueryResult> OpenAsync(Instance instance, QueryResultOptions options, CancellationToken cancellationToken)
    {
        QueryResult result = options.Channel switch
        {
            QueryResultChannel.ResultApi => await ReadTextAsync(instance, cancellationToken).ConfigureAwait(false),
            QueryResultChannel.Tunnel => await OpenTunnelAsync(instance, options, QueryResultChannel.Tunnel, cancellationToken).ConfigureAwait(false),
            QueryResultChannel.LimitedTunnel => await OpenTunnelAsync(instance, options, QueryResultChannel.LimitedTunnel, cancellationToken).ConfigureAwait(false),
            QueryResultChannel.Auto => await OpenAutoAsync(instance, options, cancellationToken).ConfigureAwait(false),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Channel, "A result cannot be asked for through this channel."),
        };
        bool isRequired = options.RequireComplete ?? options.Channel is QueryResultChannel.Auto or QueryResultChannel.Tunnel;
        return result.IsTruncated && isRequired
            ? throw new OdpsDataException(
                $"The result of instance {instance} is not whole: the {result.Channel} channel gave {result.Count} rows and there are, or may be, more. "
                + "Read it through the tunnel (QueryResultChannel.Tunnel), or accept the part with QueryResultOptions.RequireComplete = false.")
            : result;
    }

    private static async Task<QueryResult> OpenAutoAsync(Instance instance, QueryResultOptions options, CancellationToken cancellationToken)
    {
        if (instance.KnownResults is { } known && known.All(r => !r.IsCsv && r.Descriptor is not { IsSelect: true }))
        {
            // The answer to the submission had the text of a statement that is no query.
            return new QueryResult(instance, string.Join("\n", known.Select(r => r.Text)), QueryResultChannel.ResultApi);
        }

        try
        {
            return await OpenTunnelAsync(instance, options, QueryResultChannel.Tunnel, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsPermissionException) when (options.RequireComplete == false)
        {
            return await OpenTunnelAsync(instance, options, QueryResultChannel.LimitedTunnel, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsException tunnel) when (tunnel is not OdpsPermissionException && HasNoTunnel(tunnel))
        {
            try
            {
                return await ReadTextAsync(instance, cancellationToken).ConfigureAwait(false);
            }
            catch (NotSupportedException text)
            {
                throw new OdpsException($"{tunnel.Message} The result API cannot stand in for the tunnel: {text.Message}", tunnel);
            }
        }
    }

    private static async Task<QueryResult> OpenTunnelAsync(Instance instance, QueryResultOptions options, QueryResultChannel channel, CancellationToken cancellationToken)
    {
        var download = new InstanceDownloadOptions
        {
            Limited = channel == QueryResultChannel.LimitedTunnel,
            QuotaName = options.TunnelQuotaName,
            Compression = options.Compression,
        };
        try
        {
            InstanceDownloadSession session = await new TunnelOperations(instance.Scope)
                .CreateDownloadSessionAsync(instance, download, cancellationToken).ConfigureAwait(false);
            return new QueryResult(instance, session, channel) { IsTruncated = download.Limited && session.RecordCount >= UsualLimit };
        }
        catch (OdpsServiceException error) when (IsNotAQuery(error))
        {
            IReadOnlyList<InstanceTaskResult> results = await instance.GetResultsAsync(cancellationToken).ConfigureAwait(false);
            return new QueryResult(instance, string.Join("\n", results.Select(r => r.Text)), channel);
        }
    }

    private static async Task<QueryResult> ReadTextAsync(Instance instance, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstanceTaskResult> results = await instance.GetResultsAsync(cancellationToken).ConfigureAwait(false);
        InstanceTaskResult? rows = results.FirstOrDefault(r => r.IsCsv || r.Descriptor is { IsSelect: true });
        if (rows is null)
        {
            return new QueryResult(instance, string.Join("\n", results.Select(r => r.Text)), QueryResultChannel.ResultApi);
        }

        if (rows.Descriptor is { IsWithoutRows: true } or { IsReadable: false })
        {
            throw new NotSupportedException(rows.Descriptor.IsWithoutRows
                ? $"The result API has no rows of instance {instance}; they are only in the tunnel."
                : $"The result of instance {instance} has a column of type BINARY or of another type whose CSV text does not determine its value; read it through the tunnel.");
        }

        TimeZoneInfo? zone = instance.Job is { } job ? SqlSettings.ZoneOf(job.Settings) : null;
        (ColumnCollection columns, IReadOnlyList<Record> records) = CsvRecords.Read(
            rows.Text, rows.Descriptor?.Columns, zone ?? instance.Scope.Options.TimeZone, $"read the result of instance {instance}");
        return new QueryResult(instance, columns, records, rows.Text, QueryResultChannel.ResultApi)
        {
            IsTruncated = rows.Descriptor is null ? records.Count >= UsualLimit : rows.Descriptor.IsTruncated,
        };
    }

    /// <summary>The tunnel says in several ways that the instance has no row set.</summary>
    private static bool IsNotAQuery(OdpsServiceException error) =>
        error.ErrorCode is "InstanceTypeNotSupported" || error.Error.Message?.Contains("Non select query not supported", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>An old service without an instance tunnel, one whose tunnel does not work now, or one that cannot be reached from here.</summary>
    private static bool HasNoTunnel(OdpsException error) =>
        error.IsTransient || error is OdpsServiceException { ErrorCode: "InvalidProjectTable" or "InvalidArgument" or "NoSuchProject" };
}
