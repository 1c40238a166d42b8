using System.Net;
using System.Text;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// A stream upload session: rows are appended in packs, each of which the service stores on its own. There is no commit and nothing to take back. The
/// session expires on the service by itself and needs no closing. Thread-safe; each of its writers is used by one caller at a time.
/// </summary>
/// <remarks>
/// Packs go to the session's slots in turn. When the service moves slots, the session follows: it takes over the addresses that answers name, and looks at
/// the session again when their number changes or a server cannot be reached.
/// </remarks>
public sealed class StreamUploadSession
{
    private readonly TunnelTarget _target;
    private readonly StreamUploadOptions _options;
    private readonly StreamSlots _slots;
    private StreamUploadState _state;
    private volatile bool _slotsAreStale;

    private StreamUploadSession(Table table, PartitionSpec? partition, TunnelTarget target, StreamUploadState state, StreamUploadOptions options)
    {
        Table = table;
        Partition = partition;
        Schema = state.Schema!;
        SchemaVersion = options.SchemaVersion ?? state.SchemaVersion;
        _target = target;
        _options = options;
        _state = state;
        _slots = new StreamSlots(state.Slots);
    }

    /// <summary>The id of the session (<c>session_name</c>), by which <see cref="TunnelOperations.GetStreamUploadSessionAsync"/> finds it again.</summary>
    public string Id => _state.Id;

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The partition; <see langword="null"/> for a table without partitions, and when writers name theirs.</summary>
    public PartitionSpec? Partition { get; }

    /// <summary>The status at the last look.</summary>
    public TunnelSessionStatus Status => _state.Status;

    /// <summary>The columns and partition keys of the schema version that rows are written with.</summary>
    public TableSchema Schema { get; }

    /// <summary>The data columns: the columns of the rows to write.</summary>
    public ColumnCollection Columns => Schema.Columns;

    /// <summary>The version of the schema that rows are written with; <see langword="null"/> when the service does not say.</summary>
    public long? SchemaVersion { get; }

    /// <summary>The tunnel quota in use; <see langword="null"/> when the service does not say.</summary>
    public string? QuotaName => _state.QuotaName;

    /// <summary>How many slots the session has.</summary>
    public int SlotCount => _slots.Count;

    /// <summary>The id of the last batch of rows at the last look; <see langword="null"/> when the service does not say.</summary>
    public long? LastBatchId => _state.LastBatchId;

    /// <summary>When that batch was committed; <see langword="null"/> when the service does not say.</summary>
    public DateTimeOffset? LastBatchCommitTime => _state.LastBatchCommitTime;

    internal StreamUploadOptions Options => _options;

    /// <summary>Makes a record for a row of this table, with all values NULL. Costs no call.</summary>
    public Record NewRecord() => new(Columns);

    /// <summary>Makes a writer. Costs no call; several writers may work at a time.</summary>
    /// <param name="options">The size of packs, the partition. Default: those of <see cref="StreamWriterOptions"/>.</param>
    /// <exception cref="ArgumentException">A partition is named and the session has no dynamic partitions, or the other way round.</exception>
    public StreamRecordWriter OpenRecordWriter(StreamWriterOptions? options = null)
    {
        options ??= new StreamWriterOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PackBytes, 1, nameof(options));
        if (options.Partition is not null && !_options.DynamicPartition)
        {
            throw new ArgumentException($"{this} writes to one partition; a writer can name its own only with StreamUploadOptions.DynamicPartition.", nameof(options));
        }

        PartitionSpec? partition = options.Partition ?? Partition;
        if (partition is null && _options.DynamicPartition)
        {
            throw new ArgumentException($"{this} has dynamic partitions: name the partition of the rows in StreamWriterOptions.Partition.", nameof(options));
        }

        TunnelTarget target = _target with { Partition = partition?.ToTunnelText(), Description = Table.Describe(partition) };
        return new StreamRecordWriter(this, target, options);
    }

    /// <summary>Looks at the session again: its slots, status and last batch. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The session has expired or was aborted.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken = default)
    {
        StreamUploadState state = await LoadAsync(_target, Id, SchemaVersion, cancellationToken).ConfigureAwait(false);
        if (state.Slots.Count > 0)
        {
            _slots.Replace(state.Slots);
            _slotsAreStale = false;
        }

        _state = state;
    }

    /// <summary>Gives the session up on the service. Rows that were stored stay. One request; a session that is gone already is no error.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task AbortAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = await _target.RequestAsync(
            HttpMethod.Post, new QueryParameters { { "uploadid", Id } }, $"abort {this}", cancellationToken).ConfigureAwait(false);
        request = request with
        {
            Content = TunnelTarget.Empty,
            IsIdempotent = true,
            Headers = [.. request.Headers, new("odps-tunnel-routed-server", _slots.Next(out _).Server)],
        };
        try
        {
            await _target.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsNotFoundException gone) when (gone.ErrorCode == "StreamSessionNotFound")
        {
            // A repeated request finds what the first one did.
        }
    }

    /// <summary>What the session is for, and its id.</summary>
    public override string ToString() => $"stream upload session {Id} to {_target.Description}";

    internal static async Task<StreamUploadSession> CreateAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, StreamUploadOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        TunnelTarget target = Target(scope, table, partition, options);
        StreamUploadState state = options.AllowSchemaMismatch || options.SchemaVersion is not null
            ? await CreateAsync(target, options, options.SchemaVersion, cancellationToken).ConfigureAwait(false)
            : await CreateWithNewestSchemaAsync(target, table, options, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(table, partition, target, state, options, cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<StreamUploadSession> AttachAsync(
        ServiceScope scope, Table table, string id, PartitionSpec? partition, StreamUploadOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        TunnelTarget target = Target(scope, table, partition, options);
        StreamUploadState state = await LoadAsync(target, id, options.SchemaVersion, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(table, partition, target, state, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a pack until it is accepted, refused for good, or its fate is not known; see <see cref="StreamDelivery"/>. A pack that was not accepted is
    /// unchanged afterwards.
    /// </summary>
    internal async Task<StreamFlushResult> SendAsync(StreamPack pack, TunnelTarget target, CancellationToken cancellationToken)
    {
        var retry = new PackRetry(_target.Scope, _options.RetryTimeout);
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
        }
    }

    private static void Check(StreamUploadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.SlotCount, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RetryTimeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SchemaVersionTimeout, TimeSpan.Zero, nameof(options));
    }

    private static TunnelTarget Target(ServiceScope scope, Table table, PartitionSpec? partition, StreamUploadOptions options)
    {
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags);
        return target with { Path = target.Path.Literal("streams") };
    }

    private static string FormatFlag(bool value) => value ? "true" : "false";

    private static async Task<StreamUploadState> CreateAsync(TunnelTarget target, StreamUploadOptions options, long? schemaVersion, CancellationToken cancellationToken)
    {
        var query = new QueryParameters
        {
            { "create_partition", options.CreatePartition ? "" : null },
            { "zorder_columns", options.ZOrderColumns.Count > 0 ? string.Join(',', options.ZOrderColumns) : null },
            { "schema_version", schemaVersion },
            { "dynamic_partition", options.DynamicPartition ? "true" : null },
            { "check_latest_schema", FormatFlag(!options.AllowSchemaMismatch) },
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
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true };
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

    private static async Task<StreamUploadState> LoadAsync(TunnelTarget target, string id, long? schemaVersion, CancellationToken cancellationToken)
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

    /// <summary>Looks at the session again if its slots are not trusted any more. Gives the failure that another attempt may mend.</summary>
    private async ValueTask<OdpsException?> TryRefreshSlotsAsync(CancellationToken cancellationToken)
    {
        if (!_slotsAreStale)
        {
            return null;
        }

        try
        {
            await ReloadAsync(cancellationToken).ConfigureAwait(false);
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
        TunnelSlot slot = _slots.Next(out int slotCount);
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
            if (content is not { MayHaveArrived: true } || _options.Delivery == StreamDelivery.AtLeastOnce)
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
            { "uploadid", Id },
            { "slotid", slot.Id },
            { "schema_version", SchemaVersion },
            { "record_count", pack.Rows },
            { "zorder_columns", _options.ZOrderColumns.Count > 0 ? string.Join(',', _options.ZOrderColumns) : null },
            { "dynamic_partition", _options.DynamicPartition ? "true" : null },
            { "check_latest_schema", FormatFlag(!_options.AllowSchemaMismatch) },
        };
        string operation = FormattableString.Invariant(
            $"store pack {pack.Number} ({pack.Rows} rows, {pack.Bytes} bytes) by stream upload session {Id} to {target.Description} at slot {slot.Id} ({slot.Server})");
        OdpsRequest request = await target.RequestAsync(HttpMethod.Put, query, operation, cancellationToken).ConfigureAwait(false);
        var headers = new List<KeyValuePair<string, string>>(request.Headers)
        {
            new("odps-tunnel-slot-num", slotCount.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("odps-tunnel-routed-server", slot.Server),
            new("Content-Type", "application/octet-stream"),
        };
        if (_options.Compression.HeaderValue is string encoding)
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
                _slots.Move(slot.Id, server);
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
            Metrics = response.Header("odps-tunnel-metrics") is { Length: > 0 } metrics ? TunnelMetrics.Parse(Encoding.UTF8.GetBytes(metrics)) : null,
        };
    }

    /// <summary>The failure to try again after; throws when trying again is of no use or not safe.</summary>
    private OdpsServiceException Judge(OdpsServiceException refused, StreamPack pack, string operation)
    {
        switch (refused.StatusCode)
        {
            case HttpStatusCode.PreconditionFailed:
                throw new OdpsSchemaModifiedException(
                    $"{refused.Message} The table has schema version {refused.Error.LatestSchemaVersion ?? "unknown"}, the session {SchemaVersion?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"}. "
                    + "The pack was not stored: make a new session, or allow it (StreamUploadOptions.AllowSchemaMismatch).",
                    refused.Error,
                    refused);
            case HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout:
                return refused;
            case HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
                _slotsAreStale = true;
                return refused;
            case >= HttpStatusCode.InternalServerError when _options.Delivery == StreamDelivery.AtLeastOnce:
                _slotsAreStale = true;
                return refused;
            case >= HttpStatusCode.InternalServerError:
                throw Unknown(pack, operation, refused);
            default:
                return refused is OdpsThrottledException ? refused : throw refused;
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
