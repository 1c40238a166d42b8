using System.Net;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// Sends the packs of a stream upload session: chooses the slot, follows slots that move, and decides after each failure whether the pack can have been stored,
/// so that it is sent again only when it cannot, or when the session says that it may be stored twice.
/// </summary>
internal sealed class PackSender(StreamUploadSession session, StreamSlots slots, ServiceScope scope, StreamUploadOptions options)
{
    private volatile bool _slotsAreStale;

    /// <summary>
    /// Sends a pack until it is accepted, refused for good, or its fate is not known; see <see cref="StreamDelivery"/>. A pack that was not accepted is
    /// unchanged afterwards.
    /// </summary>
    public async Task<StreamFlushResult> SendAsync(StreamPack pack, TunnelTarget target, Action whenRepeated, CancellationToken cancellationToken)
    {
        var retry = new PackRetry(scope, options.RetryTimeout);
        while (true)
        {
            OdpsException? failure = await TryRefreshSlotsAsync(cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                (StreamFlushResult? result, failure) = await TrySendAsync(pack, target, cancellationToken).ConfigureAwait(false);
                if (result is not null)
                {
                    return result;
                }
            }

            if (!await retry.WaitAsync(failure!, cancellationToken).ConfigureAwait(false))
            {
                throw failure!;
            }

            whenRepeated();
        }
    }

    /// <summary>Looks at the session again if its slots are not trusted any more. Gives the failure that another attempt may mend.</summary>
    private async ValueTask<OdpsException?> TryRefreshSlotsAsync(CancellationToken cancellationToken)
    {
        if (!_slotsAreStale)
        {
            return null;
        }

        try
        {
            await session.ReloadAsync(cancellationToken).ConfigureAwait(false);
            _slotsAreStale = false;
            return null;
        }
        catch (OdpsException failure) when (failure.IsTransient)
        {
            return failure;
        }
    }

    /// <summary>One attempt. Gives the result, or the failure that another attempt may mend; throws everything else.</summary>
    private async Task<(StreamFlushResult? Result, OdpsException? Failure)> TrySendAsync(StreamPack pack, TunnelTarget target, CancellationToken cancellationToken)
    {
        TunnelSlot slot = slots.Next(out int slotCount);
        OdpsRequest request = await PackRequestAsync(pack, target, slot, slotCount, cancellationToken).ConfigureAwait(false);
        PackContent? content = null;
        request = request with { Content = () => content = new PackContent(pack.Body) };
        try
        {
            OdpsResponse response = await target.Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await using (response.ConfigureAwait(false))
            {
                if (response.Status == HttpStatusCode.PermanentRedirect)
                {
                    _slotsAreStale = true;
                    return (null, new OdpsConnectionException(
                        $"Could not {request.Operation}: the service has given slot {slot.Id} to another server (HTTP 308, request id {response.RequestId ?? "unknown"}). The pack was not stored."));
                }

                return (Accept(response, pack, slot, slotCount), null);
            }
        }
        catch (OdpsServiceException refused)
        {
            return (null, Judge(refused, pack, request.Operation));
        }
        catch (OdpsException lost) when (lost is OdpsConnectionException or OdpsTimeoutException)
        {
            if (content is not { MayHaveArrived: true } || options.Delivery == StreamDelivery.AtLeastOnce)
            {
                _slotsAreStale = true;
                return (null, lost);
            }

            throw Unknown(pack, request.Operation, lost);
        }
        catch (OperationCanceledException) when (content is { MayHaveArrived: true })
        {
            pack.IsUndecided = true;
            throw;
        }
        finally
        {
            if (content is not null)
            {
                await content.EndedAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<OdpsRequest> PackRequestAsync(StreamPack pack, TunnelTarget target, TunnelSlot slot, int slotCount, CancellationToken cancellationToken)
    {
        var query = new QueryParameters
        {
            { "uploadid", session.Id },
            { "slotid", slot.Id },
            { "schema_version", session.SchemaVersion },
            { "record_count", pack.Rows },
            { "zorder_columns", options.ZOrderColumns.Count > 0 ? string.Join(',', options.ZOrderColumns) : null },
            { "dynamic_partition", options.DynamicPartition ? "true" : null },
            { "check_latest_schema", options.AllowSchemaMismatch ? "false" : "true" },
        };
        string operation = FormattableString.Invariant(
            $"store pack {pack.Number} ({pack.Rows} rows, {pack.Bytes} bytes) by stream upload session {session.Id} to {target.Description} at slot {slot.Id} ({slot.Server})");
        OdpsRequest request = await target.RequestAsync(HttpMethod.Put, query, operation, cancellationToken).ConfigureAwait(false);
        var headers = new List<KeyValuePair<string, string>>(request.Headers)
        {
            new("odps-tunnel-slot-num", slotCount.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("odps-tunnel-routed-server", slot.Server),
            new("Content-Type", "application/octet-stream"),
        };
        if (options.Compression.HeaderValue is string encoding)
        {
            headers.Add(new("Content-Encoding", encoding));
        }

        // Whether a pack may be repeated depends on what became of it, so that is decided here. The status of the answer says all, so that an answer that
        // breaks off behind its head is none that was lost.
        return request with { Headers = headers, IsIdempotent = false, Streaming = true, AcceptStatus = [HttpStatusCode.PermanentRedirect] };
    }

    private StreamFlushResult Accept(OdpsResponse response, StreamPack pack, TunnelSlot slot, int slotCount)
    {
        string? count = response.Header("odps-tunnel-slot-num");
        string? server = response.Header("odps-tunnel-routed-server");
        if (string.IsNullOrEmpty(count) || string.IsNullOrEmpty(server))
        {
            throw Unknown(pack, response.Operation, response.Malformed("has not the headers odps-tunnel-slot-num and odps-tunnel-routed-server that say that the pack was accepted"));
        }

        // The pack is stored, whatever the headers say of slots; a new look at the session is for the next one.
        if (!int.TryParse(count, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int now) || now != slotCount)
        {
            _slotsAreStale = true;
        }
        else if (server != slot.Server)
        {
            if (TunnelSlot.IsAddress(server))
            {
                slots.Move(slot.Id, server);
            }
            else
            {
                _slotsAreStale = true;
            }
        }

        return new StreamFlushResult
        {
            Packs = 1,
            Rows = pack.Rows,
            Bytes = pack.Bytes,
            SentBytes = pack.Body.Length,
            RequestId = response.RequestId,
            BatchId = long.TryParse(response.Header("odps-tunnel-batch-id"), System.Globalization.CultureInfo.InvariantCulture, out long batch) ? batch : null,
            Metrics = TunnelMetrics.Of(response),
        };
    }

    /// <summary>The failure to try again after; throws when trying again is of no use or not safe.</summary>
    private OdpsServiceException Judge(OdpsServiceException refused, StreamPack pack, string operation)
    {
        switch (refused.StatusCode)
        {
            case HttpStatusCode.PreconditionFailed:
                throw new OdpsSchemaModifiedException(
                    $"{refused.Message} The table has schema version {refused.Error.LatestSchemaVersion ?? "unknown"}, the session {session.SchemaVersion?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}. "
                    + "The pack was not stored: make a new session, or allow it (StreamUploadOptions.AllowSchemaMismatch).",
                    refused.Error,
                    refused);
            case HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout:
                return refused;
            case HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
                _slotsAreStale = true;
                return refused;
            case >= HttpStatusCode.InternalServerError when options.Delivery == StreamDelivery.AtLeastOnce:
                _slotsAreStale = true;
                return refused;
            case >= HttpStatusCode.InternalServerError:
                throw Unknown(pack, operation, refused);
            default:
                return refused.IsTransient ? refused : throw refused;
        }
    }

    private static OdpsOutcomeUnknownException Unknown(StreamPack pack, string operation, OdpsException cause)
    {
        pack.IsUndecided = true;
        return new OdpsOutcomeUnknownException(
            $"It is not known whether the service did {operation}: the pack was sent whole, and then: {cause.Message} The writer keeps the pack and sends nothing more until you decide: "
            + "ResendPackAsync sends it again (its rows may be stored twice), DiscardPack drops it (they may be missing). StreamUploadOptions.Delivery makes the first the rule.",
            cause);
    }
}
