using System.Collections.Concurrent;
using Odps.Net.Http;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// An upload session: blocks are written, in parallel if wanted, and become visible all together when the session is committed. A session that is not
/// committed changes nothing; it lives for 24 hours on the service and needs no closing. Thread-safe.
/// </summary>
public sealed class TableUploadSession : IAsyncDisposable
{
    /// <summary>The number of blocks that a session can have; ids are 0 to 19,999.</summary>
    public const int MaxBlocks = 20_000;

    private readonly TunnelTarget _target;
    private readonly TunnelCompression _compression;
    private readonly ConcurrentDictionary<int, byte> _written = new();
    private readonly ConcurrentDictionary<int, byte> _open = new();
    private UploadSessionState _state;
    private int _lastBlockId = -1;

    private TableUploadSession(Table table, PartitionSpec? partition, TunnelTarget target, UploadSessionState state, UploadSessionOptions options)
    {
        Table = table;
        Partition = partition;
        _target = target;
        _state = state;
        _compression = options.Compression;
    }

    /// <summary>The id of the session (<c>UploadID</c>).</summary>
    public string Id => _state.Id;

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The partition; <see langword="null"/> for a table without partitions.</summary>
    public PartitionSpec? Partition { get; }

    /// <summary>The status at the last look.</summary>
    public TunnelSessionStatus Status => _state.Status;

    /// <summary>The columns and partition keys.</summary>
    public TableSchema Schema => _state.Schema;

    /// <summary>The data columns: the columns of the rows to write.</summary>
    public ColumnCollection Columns => _state.Schema.Columns;

    /// <summary>The most bytes of one STRING or BINARY value.</summary>
    public int MaxFieldSize => _state.MaxFieldSize;

    /// <summary>The tunnel quota in use; <see langword="null"/> when the service does not say.</summary>
    public string? QuotaName => _state.QuotaName;

    /// <summary>The ids of the blocks that this object has written completely, in ascending order.</summary>
    public IReadOnlyList<int> WrittenBlocks => [.. _written.Keys.Order()];

    /// <summary>Makes a record for a row of this table, with all values NULL. Costs no call.</summary>
    public Record NewRecord() => new(Columns);

    /// <summary>
    /// Opens a writer for one block. One request, whose body is sent while rows are written: the service ends it when nothing is sent for about two
    /// minutes. Writing a block again replaces it. A block counts only after <see cref="RecordWriter.CompleteAsync"/>.
    /// </summary>
    /// <param name="blockId">The id of the block, 0 to 19,999.</param>
    /// <param name="compression">The compression. Default: that of the session.</param>
    /// <param name="cancellationToken">Cancels the opening; later calls have tokens of their own.</param>
    /// <returns>The writer, to be completed and disposed; disposing it without completing abandons the block.</returns>
    /// <exception cref="InvalidOperationException">A writer for the same block is open.</exception>
    public Task<RecordWriter> OpenRecordWriterAsync(int blockId, TunnelCompression? compression = null, CancellationToken cancellationToken = default) => OpenBlockAsync(
        blockId,
        TunnelDataForm.Records,
        compression,
        (upload, description) => new RecordWriter(upload, Columns, WriterOptions(description), token => CompleteBlockAsync(blockId, upload, token)),
        cancellationToken);

    /// <summary>
    /// Opens a writer of Arrow record batches for one block. One request, whose body is sent while batches are written: the service ends it when nothing is sent
    /// for about two minutes. Writing a block again replaces it. A block counts only after <see cref="ArrowWriter.CompleteAsync"/>.
    /// </summary>
    /// <param name="blockId">The id of the block, 0 to 19,999.</param>
    /// <param name="compression">The compression. Default: that of the session.</param>
    /// <param name="cancellationToken">Cancels the opening; later calls have tokens of their own.</param>
    /// <returns>The writer, to be completed and disposed; disposing it without completing abandons the block.</returns>
    /// <exception cref="InvalidOperationException">A writer for the same block is open.</exception>
    /// <exception cref="NotSupportedException">A column is of a type that has no Arrow form.</exception>
    public async Task<ArrowWriter> OpenArrowWriterAsync(int blockId, TunnelCompression? compression = null, CancellationToken cancellationToken = default)
    {
        UploadProjection projection = NewProjection();
        return await OpenBlockAsync(
            blockId,
            TunnelDataForm.Arrow,
            compression,
            (upload, _) => new ArrowWriter(upload, projection, token => CompleteBlockAsync(blockId, upload, token)),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<TWriter> OpenBlockAsync<TWriter>(
        int blockId, TunnelDataForm form, TunnelCompression? compression, Func<StreamingUpload, string, TWriter> open, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blockId);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(blockId, MaxBlocks);
        if (!_open.TryAdd(blockId, 0))
        {
            throw new InvalidOperationException($"A writer for block {blockId} of {this} is open already; complete or dispose it first.");
        }

        try
        {
            string description = $"block {blockId} of {this}";
            OdpsRequest request = await _target.RequestAsync(HttpMethod.Put, BlockQuery(blockId, form), $"write {description}", cancellationToken).ConfigureAwait(false);
            StreamingUpload upload = await StreamingUpload.OpenAsync(
                _target.Scope.Pipeline, request, form, compression ?? _compression, onDispose: () => _open.TryRemove(blockId, out _), cancellationToken).ConfigureAwait(false);
            return open(upload, description);
        }
        catch
        {
            _open.TryRemove(blockId, out _);
            throw;
        }
    }

    /// <summary>
    /// Opens a writer that allots block ids by itself: rows are gathered in memory, cut into blocks by size, and sent in the background while further rows
    /// are written. Since blocks are kept until the service has accepted them, one that fails for a passing reason is sent again. One request for each block.
    /// </summary>
    /// <param name="options">Size, parallelism and compression. Default: those of <see cref="BufferedWriterOptions"/>.</param>
    /// <returns>The writer, to be completed and disposed; disposing it without completing abandons its rows, and the session with them.</returns>
    public RecordWriter OpenBufferedRecordWriter(BufferedWriterOptions? options = null)
    {
        BlockBuffer blocks = NewBlockBuffer(options, TunnelDataForm.Records);
        return new RecordWriter(blocks, Columns, WriterOptions(ToString()));
    }

    /// <summary>
    /// Opens a writer of Arrow record batches that allots block ids by itself, like <see cref="OpenBufferedRecordWriter"/>; blocks are cut between batches. One
    /// request for each block.
    /// </summary>
    /// <param name="options">Size, parallelism and compression. Default: those of <see cref="BufferedWriterOptions"/>.</param>
    /// <returns>The writer, to be completed and disposed; disposing it without completing abandons its rows, and the session with them.</returns>
    /// <exception cref="NotSupportedException">A column is of a type that has no Arrow form.</exception>
    public ArrowWriter OpenBufferedArrowWriter(BufferedWriterOptions? options = null)
    {
        UploadProjection projection = NewProjection();
        return new ArrowWriter(NewBlockBuffer(options, TunnelDataForm.Arrow), projection);
    }

    /// <summary>The blocks that the service has, also those that others wrote. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<UploadedBlock>> GetBlocksAsync(CancellationToken cancellationToken = default)
    {
        await ReloadAsync(cancellationToken).ConfigureAwait(false);
        return _state.Blocks;
    }

    /// <summary>Looks at the session again. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task ReloadAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = await _target.RequestAsync(HttpMethod.Get, new QueryParameters { { "uploadid", Id } }, $"get {this}", cancellationToken).ConfigureAwait(false);
        _state = await _target.SendAsync(request, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes the rows of all blocks visible at once. First compares the blocks that the service has with those written here, so that nothing is lost and
    /// nothing foreign slips in. Two requests; more when an answer is lost, since the state then tells whether the commit took place.
    /// </summary>
    /// <param name="blocks">The ids of all blocks of the session, where other processes wrote some of them. Default: <see cref="WrittenBlocks"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the commit may have taken place all the same.</param>
    /// <exception cref="InvalidOperationException">A writer is still open.</exception>
    /// <exception cref="OdpsException">The service has other blocks than were written; nothing was committed.</exception>
    public async Task CommitAsync(IReadOnlyCollection<int>? blocks = null, CancellationToken cancellationToken = default)
    {
        if (!_open.IsEmpty)
        {
            throw new InvalidOperationException(
                $"{this} cannot be committed while writers are open: block {string.Join(", ", _open.Keys.Order())}. Complete or dispose them first.");
        }

        await ReloadAsync(cancellationToken).ConfigureAwait(false);
        CheckBlocks((blocks ?? WrittenBlocks).ToHashSet());
        OdpsRequest request = await _target.RequestAsync(
            HttpMethod.Post, new QueryParameters { { "uploadid", Id } }, $"commit {this}", cancellationToken).ConfigureAwait(false);
        request = request with { Content = TunnelTarget.Empty };
        try
        {
            _state = await _target.SendAsync(request, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsException lost) when (lost.IsTransient)
        {
            await ResolveCommitAsync(lost, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does nothing on the service: a session that is not committed changes nothing and expires.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What the session is for, and its id.</summary>
    public override string ToString() => $"upload session {Id} to {_target.Description}";

    internal static async Task<TableUploadSession> CreateAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, UploadSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags);
        var query = new QueryParameters
        {
            "uploads",
            { "overwrite", options.Overwrite ? "true" : null },
            { "create_partition", options.CreatePartition ? "true" : null },
        };
        OdpsRequest request = await target.RequestAsync(HttpMethod.Post, query, $"create an upload session to {target.Description}", cancellationToken).ConfigureAwait(false);

        // A session that nobody uses changes nothing and expires by itself, so a lost answer is asked for again.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true };
        UploadSessionState state = await target.SendAsync(request, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
        return new TableUploadSession(table, partition, target, state, options);
    }

    /// <summary>Allots the id of a new block; ids that were given by the caller are passed over.</summary>
    internal int NextBlockId()
    {
        while (true)
        {
            int blockId = Interlocked.Increment(ref _lastBlockId);
            if (blockId >= MaxBlocks)
            {
                throw new InvalidOperationException(
                    $"{this} has used all of its {MaxBlocks} block ids. Make blocks larger (BufferedWriterOptions.BlockSize), or use another session.");
            }

            if (!_written.ContainsKey(blockId) && !IsOnService(blockId) && _open.TryAdd(blockId, 0))
            {
                return blockId;
            }
        }
    }

    private QueryParameters BlockQuery(int blockId, TunnelDataForm form) =>
        new QueryParameters { { "uploadid", Id }, { "blockid", blockId } }.Flag("arrow", form == TunnelDataForm.Arrow);

    private RecordStreamOptions WriterOptions(string description) =>
        new() { Description = description, MaxFieldSize = MaxFieldSize, TimeZone = _target.Scope.Options.TimeZone };

    private UploadProjection NewProjection() => new(Columns, MaxFieldSize, _target.Scope.Options.TimeZone);

    private BlockBuffer NewBlockBuffer(BufferedWriterOptions? options, TunnelDataForm form)
    {
        options ??= new BufferedWriterOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BlockSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Parallelism, 1, nameof(options));
        return new BlockBuffer(this, form, options, options.Compression ?? _compression);
    }

    private bool IsOnService(int blockId) => _state.Blocks.Any(b => b.BlockId == blockId);

    /// <summary>Sends a block that is whole in memory; it may be sent again, since the same id replaces what arrived before.</summary>
    internal async Task SendBlockAsync(int blockId, PooledBody body, TunnelDataForm form, TunnelCompression compression, CancellationToken cancellationToken)
    {
        try
        {
            OdpsRequest request = await _target.RequestAsync(HttpMethod.Put, BlockQuery(blockId, form), $"write block {blockId} of {this}", cancellationToken).ConfigureAwait(false);
            request = request with { Headers = StreamingUpload.BodyHeaders(request.Headers, form, compression), Content = body.CreateContent };
            await _target.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
            _written[blockId] = 0;
        }
        finally
        {
            _open.TryRemove(blockId, out _);
        }
    }

    internal static async Task<TableUploadSession> LoadAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, string id, UploadSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags);
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Get, new QueryParameters { { "uploadid", id } }, $"get upload session {id} to {target.Description}", cancellationToken).ConfigureAwait(false);
        UploadSessionState state = await target.SendAsync(request, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
        return new TableUploadSession(table, partition, target, state, options);
    }

    private async ValueTask CompleteBlockAsync(int blockId, StreamingUpload upload, CancellationToken cancellationToken)
    {
        await upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        _written[blockId] = 0;
        _open.TryRemove(blockId, out _);
    }

    private void CheckBlocks(HashSet<int> expected)
    {
        var found = _state.Blocks.Select(b => b.BlockId).ToHashSet();
        if (found.SetEquals(expected))
        {
            return;
        }

        string missing = string.Join(", ", expected.Except(found).Order().Take(20));
        string foreign = string.Join(", ", found.Except(expected).Order().Take(20));
        throw new OdpsException(
            $"{this} was not committed: {expected.Count} blocks were written and the service has {found.Count}."
            + (missing.Length > 0 ? $" Missing there: {missing}; write them again." : "")
            + (foreign.Length > 0 ? $" Not written here: {foreign}; name all blocks of the session in the call, or create a new session." : ""));
    }

    /// <summary>
    /// The commit was sent and no answer came, or one that leaves open what happened. The state of the session tells: closed means committed; anything
    /// else means that it is safe to ask again.
    /// </summary>
    private async Task ResolveCommitAsync(OdpsException lost, CancellationToken cancellationToken)
    {
        TimeProvider clock = _target.Scope.TimeProvider;
        TimeSpan pause = TimeSpan.FromMilliseconds(200);
        for (int attempt = 0; attempt <= _target.Scope.Options.Retry.MaxRetries; attempt++)
        {
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            pause *= 2;
            try
            {
                await ReloadAsync(cancellationToken).ConfigureAwait(false);
                if (_state.Status == TunnelSessionStatus.Closed)
                {
                    return;
                }

                if (_state.Status == TunnelSessionStatus.Closing)
                {
                    continue;
                }

                OdpsRequest request = await _target.RequestAsync(
                    HttpMethod.Post, new QueryParameters { { "uploadid", Id } }, $"commit {this}", cancellationToken).ConfigureAwait(false);
                _state = await _target.SendAsync(request with { Content = TunnelTarget.Empty }, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (OdpsException again) when (again.IsTransient)
            {
                lost = again;
            }
        }

        throw new OdpsException($"It is not known whether {this} was committed: {lost.Message} Ask for its status, and commit again unless it is closed.", lost);
    }
}
