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
    private readonly UploadBlocks _blocks;
    private readonly SemaphoreSlim _committing = new(1);
    private UploadSessionState _state;
    private bool _commitWasSent;
    private bool _isCommitted;

    private TableUploadSession(Table table, PartitionSpec? partition, TunnelTarget target, UploadSessionState state, UploadSessionOptions options)
    {
        Table = table;
        Partition = partition;
        _target = target;
        _state = state;
        _compression = options.Compression;
        _blocks = new UploadBlocks(options.FirstBlockId, options.LastBlockId);
        CommitTimeout = options.CommitTimeout;
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

    /// <summary>The ids of the blocks that this object has written completely, in ascending order; those of a buffered writer when it is complete.</summary>
    public IReadOnlyList<int> WrittenBlocks => _blocks.Written;

    internal TunnelTarget Target => _target;

    internal TimeSpan CommitTimeout { get; }

    /// <summary>Makes a record for a row of this table, with all values NULL. Costs no call.</summary>
    public Record NewRecord() => new(Columns);

    /// <summary>
    /// Gives the id of a block that was not used before, neither by this object nor, at the last look, on the service. Costs no call. Where several processes
    /// write to one session, each needs a range of its own (<see cref="UploadSessionOptions.FirstBlockId"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">All ids of the range are used.</exception>
    public int AllotBlockId() => _blocks.Allot(this);

    /// <summary>
    /// Opens a writer for one block. One request, whose body is sent while rows are written: the service ends it when nothing is sent for about two
    /// minutes. Since its rows are not kept, a block whose connection breaks has to be written again by the caller, under the same id, which replaces it. A
    /// block counts only after <see cref="RecordWriter.CompleteAsync"/>.
    /// </summary>
    /// <param name="blockId">The id of the block, 0 to 19,999; see <see cref="AllotBlockId"/>.</param>
    /// <param name="compression">The compression. Default: that of the session.</param>
    /// <param name="cancellationToken">Cancels the opening; later calls have tokens of their own.</param>
    /// <returns>The writer, to be completed and disposed; disposing it without completing abandons the block.</returns>
    /// <exception cref="InvalidOperationException">A writer for the same block is open, or the block belongs to a buffered writer.</exception>
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
            (upload, _) => new ArrowWriter(upload, projection, async token => await CompleteBlockAsync(blockId, upload, token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<TWriter> OpenBlockAsync<TWriter>(
        int blockId, TunnelDataForm form, TunnelCompression? compression, Func<StreamingUpload, string, TWriter> open, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blockId);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(blockId, MaxBlocks);
        _blocks.Open(blockId, this);
        try
        {
            string description = $"block {blockId} of {this}";
            OdpsRequest request = await _target.RequestAsync(HttpMethod.Put, BlockQuery(blockId, form), $"write {description}", cancellationToken).ConfigureAwait(false);
            request = request with { Note = "Nothing of the session is committed. Write this block again under its id, or use a buffered writer, which does so by itself." };
            StreamingUpload upload = await StreamingUpload.OpenAsync(
                _target.Scope.Pipeline, request, form, compression ?? _compression, onDispose: () => _blocks.Close(blockId, isComplete: false), cancellationToken).ConfigureAwait(false);
            return open(upload, description);
        }
        catch
        {
            _blocks.Close(blockId, isComplete: false);
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
    /// <exception cref="OdpsNotFoundException">The session has expired.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken = default) => _state = await LoadStateAsync(note: null, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Makes the rows of all blocks visible at once. First compares the blocks that the service has with those written here, so that nothing is lost and
    /// nothing foreign slips in. Two requests; more when an answer is lost, since the state then tells whether the commit took place. Calling it again after a
    /// success does nothing, and after an unknown outcome looks first: a session is committed once.
    /// </summary>
    /// <param name="blocks">The ids of all blocks of the session, where other processes wrote some of them. Default: <see cref="WrittenBlocks"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the commit may have taken place all the same.</param>
    /// <exception cref="InvalidOperationException">A writer is still open, or a buffered one was abandoned after it had sent blocks. Nothing was committed.</exception>
    /// <exception cref="OdpsException">The service has other blocks than were written, or the session has ended; nothing was committed.</exception>
    /// <exception cref="OdpsOutcomeUnknownException">
    /// The answer was lost, and the state of the session could not be learned, or did not settle within <see cref="UploadSessionOptions.CommitTimeout"/>.
    /// </exception>
    public async Task CommitAsync(IReadOnlyCollection<int>? blocks = null, CancellationToken cancellationToken = default)
    {
        await _committing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isCommitted)
            {
                return;
            }

            _blocks.CheckAllEnded(this);
            var commit = new UploadCommit(this, (blocks ?? WrittenBlocks).ToHashSet(), _commitWasSent);
            try
            {
                _state = await commit.RunAsync(cancellationToken).ConfigureAwait(false);
                _isCommitted = true;
            }
            finally
            {
                _commitWasSent = commit.WasSent;
            }
        }
        finally
        {
            _committing.Release();
        }
    }

    /// <summary>Does nothing on the service: a session that is not committed changes nothing and expires.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What the session is for, and its id.</summary>
    public override string ToString() => $"upload session {Id} to {_target.Description}";

    internal static async Task<TableUploadSession> CreateAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, UploadSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TargetOf(scope, table, partition, options);
        var query = new QueryParameters
        {
            "uploads",
            { "overwrite", options.Overwrite ? "true" : null },
            { "create_partition", options.CreatePartition ? "true" : null },
        };
        OdpsRequest request = await target.RequestAsync(HttpMethod.Post, query, $"create an upload session to {target.Description}", cancellationToken).ConfigureAwait(false);

        // A session that nobody uses changes nothing and expires by itself, so a lost answer is asked for again.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true, RepeatsInternalErrors = true };
        UploadSessionState state = await target.SendAsync(request, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
        return new TableUploadSession(table, partition, target, state, options);
    }

    private static TunnelTarget TargetOf(ServiceScope scope, Table table, PartitionSpec? partition, UploadSessionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.FirstBlockId, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LastBlockId, options.FirstBlockId, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.LastBlockId, MaxBlocks, nameof(options));
        return TunnelTarget.Of(scope, table, partition, options.QuotaName, options.Tags, options.NetworkTimeout);
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
        return new BlockBuffer(this, _blocks, form, options, options.Compression ?? _compression);
    }

    internal bool IsOnService(int blockId)
    {
        foreach (UploadedBlock block in _state.Blocks)
        {
            if (block.BlockId == blockId)
            {
                return true;
            }
        }

        return false;
    }

    internal async Task<UploadSessionState> LoadStateAsync(string? note, CancellationToken cancellationToken)
    {
        OdpsRequest request = await _target.RequestAsync(HttpMethod.Get, new QueryParameters { { "uploadid", Id } }, $"get {this}", cancellationToken).ConfigureAwait(false);
        return await _target.SendAsync(request with { Note = note }, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a block that is whole in memory; it may be sent again, since the same id replaces what arrived before.</summary>
    /// <returns>How the tunnel server spent its time; null when it did not say.</returns>
    internal async Task<TunnelMetrics?> SendBlockAsync(
        int blockId, PooledBody body, long rows, TunnelDataForm form, TunnelCompression compression, Action whenRepeated, CancellationToken cancellationToken)
    {
        OdpsRequest request = await _target.RequestAsync(
            HttpMethod.Put, BlockQuery(blockId, form), FormattableString.Invariant($"write block {blockId} ({rows} rows) of {this}"), cancellationToken).ConfigureAwait(false);
        bool isRepeated = false;
        request = request with
        {
            Headers = StreamingUpload.BodyHeaders(request.Headers, form, compression),
            RepeatsInternalErrors = true,
            Note = "Nothing of the session is committed.",
            Content = () =>
            {
                if (isRepeated)
                {
                    whenRepeated();
                }

                isRepeated = true;
                return body.CreateContent();
            },
        };
        return await _target.Scope.Pipeline.ReadAsync(
            request, static (response, _) => new ValueTask<TunnelMetrics?>(TunnelMetrics.Of(response)), cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<TableUploadSession> LoadAsync(
        ServiceScope scope, Table table, PartitionSpec? partition, string id, UploadSessionOptions options, CancellationToken cancellationToken)
    {
        TunnelTarget target = TargetOf(scope, table, partition, options);
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Get, new QueryParameters { { "uploadid", id } }, $"get upload session {id} to {target.Description}", cancellationToken).ConfigureAwait(false);
        UploadSessionState state = await target.SendAsync(request, UploadSessionState.Read, cancellationToken).ConfigureAwait(false);
        return new TableUploadSession(table, partition, target, state, options);
    }

    private async ValueTask<TunnelMetrics?> CompleteBlockAsync(int blockId, StreamingUpload upload, CancellationToken cancellationToken)
    {
        TunnelMetrics? metrics = await upload.CompleteAsync(TunnelMetrics.Of, cancellationToken).ConfigureAwait(false);
        _blocks.Close(blockId, isComplete: true);
        return metrics;
    }
}
