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
    private readonly PackSender _sender;
    private StreamUploadState _state;

    internal StreamUploadSession(Table table, PartitionSpec? partition, TunnelTarget target, StreamUploadState state, StreamUploadOptions options)
    {
        Table = table;
        Partition = partition;
        Schema = state.Schema!;
        SchemaVersion = options.SchemaVersion ?? state.SchemaVersion;
        _target = target;
        _options = options;
        _state = state;
        _slots = new StreamSlots(state.Slots);
        _sender = new PackSender(this, _slots, target.Scope, options);
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
        StreamUploadState state = await StreamSessionOpening.LoadAsync(_target, Id, SchemaVersion, cancellationToken).ConfigureAwait(false);
        if (state.Slots.Count > 0)
        {
            _slots.Replace(state.Slots);
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

    /// <summary>Sends a pack until it is accepted, refused for good, or its fate is not known; see <see cref="StreamDelivery"/>.</summary>
    internal Task<StreamFlushResult> SendAsync(StreamPack pack, TunnelTarget target, Action whenRepeated, CancellationToken cancellationToken) =>
        _sender.SendAsync(pack, target, whenRepeated, cancellationToken);
}
