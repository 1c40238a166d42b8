using System.Net;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>Sends the packets of an upsert session to the servers of their buckets, and follows slots that move.</summary>
internal sealed class PacketSender(UpsertSession session)
{
    /// <summary>Sends a packet until it is stored. The same packet may arrive more than once, which comes to the same.</summary>
    public async Task SendAsync(UpsertPacket packet, Action whenRepeated, CancellationToken cancellationToken)
    {
        var retry = new PackRetry(session.Target.Scope, session.Options.RetryTimeout);
        while (await TrySendAsync(packet, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            if (!await retry.WaitAsync(failure, cancellationToken).ConfigureAwait(false))
            {
                throw failure;
            }

            whenRepeated();
        }
    }

    /// <summary>One attempt. Gives the failure that another attempt may mend, or null for success; throws everything else.</summary>
    private async Task<OdpsException?> TrySendAsync(UpsertPacket packet, CancellationToken cancellationToken)
    {
        session.ThrowIfBroken();
        TunnelSlot slot = session.Routes.Of(packet.Bucket);
        var query = new QueryParameters { { "bucketid", packet.Bucket }, { "slotid", slot.Id }, { "record_count", packet.Rows } };
        string operation = FormattableString.Invariant(
            $"store a packet of {packet.Rows} rows ({packet.Bytes} bytes) for bucket {packet.Bucket} by {session} at slot {slot.Id} ({slot.Server})");
        OdpsRequest request = await session.RoutedRequestAsync(HttpMethod.Put, packet.Bucket, query, operation, cancellationToken).ConfigureAwait(false);
        if (session.Options.Compression.HeaderValue is string encoding)
        {
            request = request with { Headers = [.. request.Headers, new("Content-Encoding", encoding)] };
        }

        // A repetition may have to go to another server, so that is decided here.
        PackContent? content = null;
        request = request with
        {
            Content = () => content = new PackContent(packet.Body),
            IsIdempotent = false,
            Streaming = true,
            AcceptStatus = [HttpStatusCode.PermanentRedirect],
        };
        try
        {
            OdpsResponse response = await session.Target.Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await using (response.ConfigureAwait(false))
            {
                if (response.Status != HttpStatusCode.PermanentRedirect)
                {
                    return null;
                }

                string? server = response.Header("odps-tunnel-routed-server");
                return await session.FollowAsync(server, packet.Bucket, cancellationToken).ConfigureAwait(false) ?? new OdpsConnectionException(
                    $"Could not {operation}: the service has given the slot to another server (HTTP 308, request id {response.RequestId ?? "unknown"}).");
            }
        }
        catch (OdpsServiceException refused) when (refused.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
        {
            return await session.FollowAsync(null, packet.Bucket, cancellationToken).ConfigureAwait(false) ?? refused;
        }
        catch (OdpsException failure) when (failure.IsTransient)
        {
            return failure;
        }
        finally
        {
            if (content is not null)
            {
                await content.EndedAsync().ConfigureAwait(false);
            }
        }
    }
}
