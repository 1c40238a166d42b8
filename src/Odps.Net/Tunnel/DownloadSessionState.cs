using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>What the service says of a download session.</summary>
internal sealed record DownloadSessionState(string Id, TunnelSessionStatus Status, long RecordCount, TableSchema Schema, string? QuotaName)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Creates a session and waits until it is ready.</summary>
    public static async Task<DownloadSessionState> CreateAsync(TunnelTarget target, QueryParameters query, TimeSpan readyTimeout, CancellationToken cancellationToken)
    {
        OdpsRequest request = await target.RequestAsync(HttpMethod.Post, query, $"create a download session for {target.Description}", cancellationToken).ConfigureAwait(false);

        // A session that nobody uses costs nothing and expires by itself, so a lost answer is asked for again.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true, RepeatsInternalErrors = true };
        DownloadSessionState state = await target.SendAsync(request, Read, cancellationToken).ConfigureAwait(false);
        return await WaitUntilReadyAsync(target, state, readyTimeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for the state of a session until it can be read.</summary>
    public static async Task<DownloadSessionState> WaitUntilReadyAsync(
        TunnelTarget target, DownloadSessionState state, TimeSpan readyTimeout, CancellationToken cancellationToken)
    {
        TimeProvider clock = target.Scope.TimeProvider;
        long start = clock.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (state.Status == TunnelSessionStatus.Initiating)
        {
            if (clock.GetElapsedTime(start) > readyTimeout)
            {
                throw new OdpsTimeoutException(
                    $"Download session {state.Id} for {target.Description} was not ready after {readyTimeout} (DownloadSessionOptions.ReadyTimeout).");
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            state = await LoadAsync(target, state.Id, cancellationToken).ConfigureAwait(false);
        }

        return state.Status == TunnelSessionStatus.Normal
            ? state
            : throw new OdpsException($"Download session {state.Id} for {target.Description} cannot be read: its status is {state.Status}. Create a new session.");
    }

    /// <summary>Asks for the state of a session.</summary>
    public static async Task<DownloadSessionState> LoadAsync(TunnelTarget target, string id, CancellationToken cancellationToken)
    {
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Get, new QueryParameters { { "downloadid", id } }, $"get download session {id} of {target.Description}", cancellationToken).ConfigureAwait(false);
        return await target.SendAsync(request, Read, cancellationToken).ConfigureAwait(false);
    }

    private static DownloadSessionState Read(JsonElement json, OdpsResponse response)
    {
        TunnelSessionStatus status = TunnelSessionStatus.Parse(json.Text("Status"));
        bool hasSchema = json.TryGetProperty(nameof(Schema), out JsonElement schema) && schema.ValueKind == JsonValueKind.Object;
        if (!hasSchema && status != TunnelSessionStatus.Initiating)
        {
            throw response.Malformed("describes a download session without its schema");
        }

        return new DownloadSessionState(
            json.Text("DownloadID") ?? throw response.Malformed("has no DownloadID"),
            status,
            json.Number("RecordCount") is >= 0 and long count ? count : status == TunnelSessionStatus.Initiating ? 0 : throw response.Malformed("has no RecordCount"),
            hasSchema ? TableInfoReader.ReadColumns(schema) : new TableSchema(ColumnCollection.Empty),
            json.Text("QuotaName"));
    }
}
