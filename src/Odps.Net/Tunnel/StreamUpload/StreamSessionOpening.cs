using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>Creates stream upload sessions and finds them again, until they are ready to be written to.</summary>
internal static class StreamSessionOpening
{
    public static async Task<StreamUploadSession> CreateAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, StreamUploadOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        TunnelTarget target = Target(scope, table, partition, options);
        StreamUploadState state = options.AllowSchemaMismatch || options.SchemaVersion is not null
            ? await CreateAsync(target, options, options.SchemaVersion, cancellationToken).ConfigureAwait(false)
            : await CreateWithNewestSchemaAsync(target, table, options, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(table, partition, target, state, options, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<StreamUploadSession> AttachAsync(
        ServiceScope scope, Table table, string id, PartitionSpec? partition, StreamUploadOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        TunnelTarget target = Target(scope, table, partition, options);
        StreamUploadState state = await LoadAsync(target, id, options.SchemaVersion, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(table, partition, target, state, options, cancellationToken).ConfigureAwait(false);
    }

    private static void Check(StreamUploadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.SlotCount, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RetryTimeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SchemaVersionTimeout, TimeSpan.Zero, nameof(options));
    }

    private static TunnelTarget Target(ServiceScope scope, Table table, PartitionSpec? partition, StreamUploadOptions options)
    {
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags, options.NetworkTimeout);
        return target with { Path = target.Path.Literal("streams") };
    }

    private static async Task<StreamUploadState> CreateAsync(TunnelTarget target, StreamUploadOptions options, long? schemaVersion, CancellationToken cancellationToken)
    {
        var query = new QueryParameters
        {
            { "create_partition", options.CreatePartition ? "" : null },
            { "zorder_columns", options.ZOrderColumns.Count > 0 ? string.Join(',', options.ZOrderColumns) : null },
            { "schema_version", schemaVersion },
            { "dynamic_partition", options.DynamicPartition ? "true" : null },
            { "check_latest_schema", options.AllowSchemaMismatch ? "false" : "true" },
        };
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Post, query, $"create a stream upload session to {target.Description}", cancellationToken).ConfigureAwait(false);
        if (options.SlotCount > 0)
        {
            // Clients disagree on the name of the header.
            string count = options.SlotCount.ToString(System.Globalization.CultureInfo.InvariantCulture);
            request = request with { Headers = [.. request.Headers, new("odps-tunnel-slot-num", count), new("odps-slot-num", count)] };
        }

        // A session that nobody uses changes nothing and expires by itself, so a lost answer is asked for again.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true, RepeatsInternalErrors = true };
        return await target.SendAsync(request, StreamUploadState.Read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The tunnel learns of a new schema version a while after the table has it, and says <c>NoSuchSchema</c> until then.</summary>
    private static async Task<StreamUploadState> CreateWithNewestSchemaAsync(TunnelTarget target, Table table, StreamUploadOptions options, CancellationToken cancellationToken)
    {
        TimeSpan pause = TimeSpan.FromSeconds(5);
        TimeProvider clock = target.Scope.TimeProvider;
        long start = clock.GetTimestamp();
        while (true)
        {
            long? version = await TableSchemaVersion.GetAsync(table, cancellationToken).ConfigureAwait(false);
            try
            {
                return await CreateAsync(target, options, version, cancellationToken).ConfigureAwait(false);
            }
            catch (OdpsNotFoundException unknown) when (unknown.ErrorCode == "NoSuchSchema")
            {
                if (version is null)
                {
                    throw;
                }

                if (clock.GetElapsedTime(start) + pause > options.SchemaVersionTimeout)
                {
                    throw new OdpsTimeoutException(
                        $"The tunnel did not know schema version {version} of table {table.FullName} after {options.SchemaVersionTimeout} "
                        + $"(StreamUploadOptions.SchemaVersionTimeout): {unknown.Message}", unknown);
                }

                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks for the state of a session. One request.</summary>
    public static async Task<StreamUploadState> LoadAsync(TunnelTarget target, string id, long? schemaVersion, CancellationToken cancellationToken)
    {
        var query = new QueryParameters { { "uploadid", id }, { "schema_version", schemaVersion } };
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Get, query, $"get stream upload session {id} to {target.Description}", cancellationToken).ConfigureAwait(false);
        return await target.SendAsync(request, StreamUploadState.Read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a session is ready, which it usually is at once.</summary>
    private static async Task<StreamUploadSession> OpenAsync(
        Table table, PartitionSpec? partition, TunnelTarget target, StreamUploadState state, StreamUploadOptions options, CancellationToken cancellationToken)
    {
        TableSchema? schema = state.Schema;
        TimeProvider clock = target.Scope.TimeProvider;
        long start = clock.GetTimestamp();
        while (state.IsInitiating)
        {
            if (clock.GetElapsedTime(start) > options.RetryTimeout)
            {
                throw new OdpsTimeoutException(
                    $"Stream upload session {state.Id} to {target.Description} was not ready after {options.RetryTimeout} (StreamUploadOptions.RetryTimeout).");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken).ConfigureAwait(false);
            state = await LoadAsync(target, state.Id, options.SchemaVersion ?? state.SchemaVersion, cancellationToken).ConfigureAwait(false);
            schema = state.Schema ?? schema;
        }

        return schema is not null
            ? new StreamUploadSession(table, partition, target, state with { Schema = schema }, options)
            : throw new OdpsDataException($"The service describes stream upload session {state.Id} to {target.Description} without its schema.");
    }
}
