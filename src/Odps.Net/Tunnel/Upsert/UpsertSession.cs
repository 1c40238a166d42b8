using System.Collections.Concurrent;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// An upsert session: inserts, replaces and deletes rows of a table with a primary key. Rows are sent in packets to the buckets that their keys belong to,
/// and become visible all together when the session is committed. A session that is not committed changes nothing, and expires by itself. Thread-safe;
/// each of its writers is used by one caller at a time.
/// </summary>
/// <remarks>
/// <para>Of several rows with the same key that one writer gives, the last counts: a bucket's packets are sent one after another in the order of the rows. A
/// packet whose answer is lost is sent again before the next of its bucket, which comes to the same, because the last row for each key in it is the same. Rows
/// with the same key through two writers at a time have no order.</para>
/// <para>Disposing of the session only ends <see cref="UpsertSessionOptions.KeepAliveInterval"/>; it can be found again by its <see cref="Id"/>.</para>
/// </remarks>
public sealed class UpsertSession : IAsyncDisposable
{
    private readonly UpsertSessionOptions _options;
    private readonly UpsertRoutes _routes;
    private readonly ConcurrentDictionary<UpsertWriter, byte> _writers = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _keepAlive;
    private UpsertSessionState _state;
    private TunnelSessionStatus _status;
    private long _abandonedRows;
    private volatile OdpsException? _broken;
    private int _isDisposed;

    private UpsertSession(Table table, PartitionSpec? partition, TunnelTarget target, UpsertSessionState state, UpsertSessionOptions options)
    {
        Table = table;
        Partition = partition;
        Target = target;
        _options = options;
        _state = state;
        _status = state.Status;
        _routes = new UpsertRoutes(state.Slots);
        Key = new RowKey(state.Schema.Columns, state.HashKey, state.Hasher);
        _keepAlive = options.KeepAliveInterval == Timeout.InfiniteTimeSpan ? Task.CompletedTask : KeepAliveAsync();
    }

    /// <summary>The id of the session, by which <see cref="TunnelOperations.GetUpsertSessionAsync"/> finds it again.</summary>
    public string Id => _state.Id;

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The partition; <see langword="null"/> for a table without partitions.</summary>
    public PartitionSpec? Partition { get; }

    /// <summary>The status at the last look.</summary>
    public TunnelSessionStatus Status => _status;

    /// <summary>The columns and partition keys.</summary>
    public TableSchema Schema => _state.Schema;

    /// <summary>The data columns: the columns of the rows to write.</summary>
    public ColumnCollection Columns => _state.Schema.Columns;

    /// <summary>The names of the columns whose values tell the bucket of a row; they are never NULL.</summary>
    public IReadOnlyList<string> KeyColumns => [.. _state.HashKey.Select(k => Columns[k].Name)];

    /// <summary>How many buckets the table has.</summary>
    public int BucketCount => _routes.BucketCount;

    /// <summary>Whether a writer can change some columns only (<see cref="UpsertWriterOptions.ValueColumns"/>).</summary>
    public bool AllowsPartialUpdate => _state.AllowsPartialUpdate;

    /// <summary>The tunnel quota in use; <see langword="null"/> when the service does not say.</summary>
    public string? QuotaName => _state.QuotaName;

    internal TunnelTarget Target { get; }

    internal RowKey Key { get; }

    internal UpsertSessionOptions Options => _options;

    internal UpsertRoutes Routes => _routes;

    internal IReadOnlyList<long?> ColumnIds => _state.ColumnIds;

    /// <summary>Makes a record for a row of this table, with all values NULL. Costs no call.</summary>
    public Record NewRecord() => new(Columns);

    /// <summary>Makes a writer. Costs no call.</summary>
    /// <param name="options">Sizes, concurrency, columns. Default: those of <see cref="UpsertWriterOptions"/>.</param>
    /// <exception cref="InvalidOperationException">The session is committed or aborted already, or has no partial update.</exception>
    /// <exception cref="ArgumentException">An option does not make sense.</exception>
    public UpsertWriter OpenWriter(UpsertWriterOptions? options = null)
    {
        ThrowIfEnded();
        var writer = new UpsertWriter(this, options ?? new UpsertWriterOptions());
        _writers[writer] = 0;
        return writer;
    }

    /// <summary>Looks at the session again: its status and slots. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The session has expired, or was committed or aborted a while ago.</exception>
    /// <exception cref="OdpsException">The table has another number of buckets now, so that rows belong elsewhere.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken = default)
    {
        UpsertSessionState state = await LoadAsync(Target, Id, cancellationToken).ConfigureAwait(false);
        _state = state;
        _status = state.Status;
        if (!_routes.Replace(state.Slots))
        {
            _broken = new OdpsException(
                $"{this} had {BucketCount} buckets and now has {state.Slots.Sum(s => s.Buckets.Count)}, so that rows that were sent are in the wrong ones. "
                + "Nothing is committed: abort the session and write the rows in a new one.");
        }

        ThrowIfBroken();
    }

    /// <summary>
    /// Makes all rows that were stored visible at once. One request; when waiting, one more after 1, 2, 4, 8, 8, ... seconds until it is done.
    /// Committing again what is under way does no harm.
    /// </summary>
    /// <param name="options">Whether and how long to wait. Default: those of <see cref="UpsertCommitOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the waiting; the commit may take place all the same.</param>
    /// <returns><see cref="TunnelSessionStatus.Committed"/>; without waiting, what the service said first.</returns>
    /// <exception cref="InvalidOperationException">Writers have rows that were not stored, or were disposed of with such rows.</exception>
    /// <exception cref="OdpsTimeoutException">The commit was accepted and not done in time; it goes on.</exception>
    /// <exception cref="OdpsOutcomeUnknownException">The answer was lost, and the session is gone: it is committed, or it had expired before.</exception>
    /// <exception cref="OdpsException">The session has ended in another way; nothing of it is visible.</exception>
    public async Task<TunnelSessionStatus> CommitAsync(UpsertCommitOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_status == TunnelSessionStatus.Committed)
        {
            return _status;
        }

        ThrowIfBroken();
        CheckAllStored();
        TunnelSessionStatus status = await new UpsertCommit(this, options ?? new UpsertCommitOptions()).RunAsync(cancellationToken).ConfigureAwait(false);
        _status = status;
        if (status == TunnelSessionStatus.Committed)
        {
            await StopKeepAliveAsync().ConfigureAwait(false);
        }

        return status;
    }

    /// <summary>Drops the session with all that was stored. One request; a session that is gone already is no error.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InvalidOperationException">The session is committed.</exception>
    public async Task AbortAsync(CancellationToken cancellationToken = default)
    {
        if (_status == TunnelSessionStatus.Committed)
        {
            throw new InvalidOperationException($"{this} is committed; it cannot be aborted any more.");
        }

        OdpsRequest request = await RoutedRequestAsync(HttpMethod.Delete, 0, [], $"abort {this}", cancellationToken).ConfigureAwait(false);
        try
        {
            await Target.Scope.Pipeline.SendAndForgetAsync(request with { Content = TunnelTarget.Empty }, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsNotFoundException gone) when (gone.ErrorCode == "UpsertSessionNotFound")
        {
            // A repeated request finds what the first one did.
        }

        _status = TunnelSessionStatus.Aborted;
        await StopKeepAliveAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the looking at the session in the background. Costs no call; a session that was not committed stays on the service until it expires.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await StopKeepAliveAsync().ConfigureAwait(false);
            _closing.Dispose();
        }
    }

    /// <summary>What the session is for, and its id.</summary>
    public override string ToString() => $"upsert session {Id} to {Target.Description}";

    internal static async Task<UpsertSession> CreateAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, UpsertSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TargetOf(scope, table, partition, options);
        var query = new QueryParameters { { "slotnum", options.SlotCount }, { "lifecycle", options.LifecycleHours } };
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Post, query, $"create an upsert session to {target.Description}", cancellationToken).ConfigureAwait(false);

        // A session that nobody uses changes nothing and expires by itself, so a lost answer is asked for again.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true, RepeatsInternalErrors = true };
        UpsertSessionState state = await target.SendAsync(request, UpsertSessionState.Read, cancellationToken).ConfigureAwait(false);
        return new UpsertSession(table, partition, target, state, options);
    }

    internal static async Task<UpsertSession> AttachAsync(
        ServiceScope scope, Table table, string id, PartitionSpec? partition, UpsertSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TargetOf(scope, table, partition, options);
        return new UpsertSession(table, partition, target, await LoadAsync(target, id, cancellationToken).ConfigureAwait(false), options);
    }

    /// <summary>A request to the server of a bucket.</summary>
    internal async ValueTask<OdpsRequest> RoutedRequestAsync(
        HttpMethod method, int bucket, QueryParameters query, string operation, CancellationToken cancellationToken)
    {
        var all = new QueryParameters { { "upsertid", Id } };
        foreach (KeyValuePair<string, string?> item in query)
        {
            all.Add(item.Key, item.Value);
        }

        OdpsRequest request = await Target.RequestAsync(method, all, operation, cancellationToken).ConfigureAwait(false);
        return request with { Headers = [.. request.Headers, new("odps-tunnel-routed-server", _routes.Of(bucket).Server)] };
    }

    /// <summary>
    /// The service has given a slot to another server: takes over the address that it names, or looks at the session again.
    /// </summary>
    /// <returns>The failure of that look, which another attempt may mend.</returns>
    internal async Task<OdpsException?> FollowAsync(string? server, int bucket, CancellationToken cancellationToken)
    {
        if (TunnelSlot.IsAddress(server))
        {
            _routes.Move(bucket, server!);
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

    /// <summary>Says that a writer is done with, and how many of its rows were not stored.</summary>
    internal void Forget(UpsertWriter writer, long rowsNotStored)
    {
        if (_writers.TryRemove(writer, out _))
        {
            Interlocked.Add(ref _abandonedRows, rowsNotStored);
        }
    }

    internal static async Task<UpsertSessionState> LoadAsync(TunnelTarget target, string id, CancellationToken cancellationToken)
    {
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Get, new QueryParameters { { "upsertid", id } }, $"get upsert session {id} to {target.Description}", cancellationToken).ConfigureAwait(false);
        return await target.SendAsync(request, UpsertSessionState.Read, cancellationToken).ConfigureAwait(false);
    }

    private static TunnelTarget TargetOf(ServiceScope scope, Table table, PartitionSpec? partition, UpsertSessionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SlotCount, 1, nameof(options));
        if (options.LifecycleHours is int hours)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(hours, 1, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(hours, 24, nameof(options));
        }

        if (options.KeepAliveInterval != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.KeepAliveInterval, TimeSpan.Zero, nameof(options));
        }

        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags, options.NetworkTimeout);
        return target with { Path = target.Path.Literal("upserts") };
    }

    internal void ThrowIfBroken()
    {
        if (_broken is { } broken)
        {
            throw new OdpsException(broken.Message, broken);
        }
    }

    private void ThrowIfEnded()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        if (_status == TunnelSessionStatus.Committed || _status == TunnelSessionStatus.Aborted)
        {
            throw new InvalidOperationException($"{this} is {_status}; make a new session to write more rows.");
        }
    }

    private void CheckAllStored()
    {
        long waiting = _writers.Keys.Sum(w => w.BufferedRows);
        if (waiting > 0)
        {
            throw new InvalidOperationException($"{this} cannot be committed while its writers have {waiting} rows that were not stored. Call FlushAsync (or DiscardAsync) on them first.");
        }

        long abandoned = Interlocked.Read(ref _abandonedRows);
        if (abandoned > 0)
        {
            throw new InvalidOperationException(
                $"{this} cannot be committed: a writer was disposed of with {abandoned} rows that were not stored. Abort the session and write the rows in a new one; "
                + "a writer whose rows are not wanted is to be told so by DiscardAsync before it is disposed of.");
        }
    }

    private async Task KeepAliveAsync()
    {
        using var timer = new PeriodicTimer(_options.KeepAliveInterval, Target.Scope.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
            {
                try
                {
                    await ReloadAsync(_closing.Token).ConfigureAwait(false);
                }
                catch (OdpsException failure)
                {
                    // The pipeline has logged it, and the next request for a row meets it again; only a session that is gone needs no more looks.
                    if (!failure.IsTransient)
                    {
                        return;
                    }
                }

                if (_status != TunnelSessionStatus.Normal && _status != TunnelSessionStatus.Committing)
                {
                    return;
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The session, or the client, is done with.
        }
    }

    private async ValueTask StopKeepAliveAsync()
    {
        if (!_keepAlive.IsCompleted)
        {
            await _closing.CancelAsync().ConfigureAwait(false);

            // What ended it is met again by the next request of the caller, if there is one.
            await _keepAlive.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
