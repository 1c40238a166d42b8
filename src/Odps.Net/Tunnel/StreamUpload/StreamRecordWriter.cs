using System.Diagnostics.CodeAnalysis;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Writes rows to a stream upload session. Rows gather in memory as a pack, which is sent when it has the size of
/// <see cref="StreamWriterOptions.PackBytes"/>, by <see cref="FlushAsync"/>, and by <see cref="CompleteAsync"/>; each pack is one request, and is stored
/// whole or not at all.
/// </summary>
/// <remarks>
/// <para>A pack that the service did not accept stays in the writer: after the exception, <see cref="FlushAsync"/> offers it again, before any later row.</para>
/// <para>A pack that was sent whole and whose answer was lost is another matter, since sending it again could store its rows twice: the call fails with
/// <see cref="OdpsOutcomeUnknownException"/> (or, when the caller cancelled, with the cancellation), and the writer refuses to go on until
/// <see cref="ResendPackAsync"/> or <see cref="DiscardPack"/> is called. With <see cref="StreamDelivery.AtLeastOnce"/> such packs are sent again instead.</para>
/// </remarks>
public sealed class StreamRecordWriter : PackedRowWriter
{
    private readonly StreamUploadSession _session;
    private readonly TunnelTarget _target;
    private readonly int _packBytes;
    private readonly TransferCounter _counter;
    private StreamPack? _pack;
    private long _packCount;
    private long _rowsStored;
    private long _bytesStored;
    private TunnelMetrics? _metrics;
    private bool _isComplete;
    private bool _isDisposed;

    internal StreamRecordWriter(StreamUploadSession session, TunnelTarget target, StreamWriterOptions options)
        : base(session.Columns, NewEncoder(session, target, 1))
    {
        _session = session;
        _target = target;
        _packBytes = options.PackBytes;
        _counter = new TransferCounter(options.Progress);
    }

    /// <summary>The rows that the service has stored.</summary>
    public long RowsStored => _rowsStored;

    /// <summary>The rows that wait to be sent, or to be decided upon.</summary>
    public long BufferedRows => (_pack?.Rows ?? 0) + (_isDisposed || _isComplete ? 0 : Encoder.Rows);

    /// <summary>Whether a pack was sent whole and it is not known whether it was stored.</summary>
    public bool HasUndecidedPack => _pack is { IsUndecided: true };

    /// <summary>What the last pack that was stored by itself or by <see cref="FlushAsync"/> came to; <see langword="null"/> before the first.</summary>
    public StreamFlushResult? LastFlush { get; private set; }

    /// <summary>
    /// Ends the row. The returned task is already completed, and costs no allocation, while the pack has not its size; otherwise the pack is sent. The row is
    /// part of the pack also when sending fails: do not write it again.
    /// </summary>
    /// <param name="cancellationToken">Cancels the sending; see <see cref="FlushAsync"/>.</param>
    /// <exception cref="OdpsDataException">A column that is NOT NULL was not set.</exception>
    /// <exception cref="InvalidOperationException">A setter has refused a value of this row, an earlier pack is to be decided upon, or the writer is complete.</exception>
    public ValueTask WriteRowAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfStopped();
        Encoder.EndRow();
        return Encoder.PendingCount < _packBytes ? default : SendFullPackAsync(cancellationToken);
    }

    /// <summary>Writes a record as a row, like <see cref="WriteRowAsync"/>. A record that is refused leaves the rows as they were before it.</summary>
    /// <param name="record">The record; its columns have the types of this writer's columns, in the same order.</param>
    /// <param name="cancellationToken">Cancels the sending; see <see cref="FlushAsync"/>.</param>
    /// <exception cref="ArgumentException">The columns of the record are not those of the session.</exception>
    /// <exception cref="OdpsDataException">A value does not fit; the message names row, column, type and value.</exception>
    /// <exception cref="InvalidOperationException">A row was begun with the setters and not ended, an earlier pack is to be decided upon, or the writer is complete.</exception>
    public ValueTask WriteAsync(Record record, CancellationToken cancellationToken = default)
    {
        ThrowIfStopped();
        CheckRecord(record);
        Encoder.WriteRecord(record.Slots);
        return Encoder.PendingCount < _packBytes ? default : SendFullPackAsync(cancellationToken);
    }

    /// <summary>Sends what has gathered and waits until the service has stored it. One request; none when there are no rows.</summary>
    /// <param name="cancellationToken">
    /// Cancels the sending. A pack that had not been sent whole stays in the writer; one that had is to be decided upon (<see cref="HasUndecidedPack"/>).
    /// </param>
    /// <returns>What this call has stored.</returns>
    /// <exception cref="OdpsOutcomeUnknownException">It is not known whether the pack was stored.</exception>
    /// <exception cref="OdpsSchemaModifiedException">The table has a newer schema, which the session does not allow.</exception>
    /// <exception cref="OdpsException">The pack was not stored and stays in the writer.</exception>
    public async ValueTask<StreamFlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfStopped();
        ThrowIfInRow();
        StreamFlushResult result = StreamFlushResult.Nothing;
        while (true)
        {
            if (_pack is null)
            {
                if (Encoder.Rows == 0)
                {
                    return result;
                }

                await SealAsync().ConfigureAwait(false);
            }

            result = result.Then(await SendPackAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// Sends the pack that is to be decided upon once more (<see cref="HasUndecidedPack"/>). If the service had stored it, its rows are then there twice.
    /// </summary>
    /// <param name="cancellationToken">Cancels the sending; see <see cref="FlushAsync"/>.</param>
    /// <returns>What this call has stored.</returns>
    /// <exception cref="InvalidOperationException">There is no such pack.</exception>
    public async ValueTask<StreamFlushResult> ResendPackAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Undecided().IsUndecided = false;
        return await SendPackAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Drops the pack that was not stored, or is to be decided upon (<see cref="HasUndecidedPack"/>; if the service had not stored it, its rows are missing).
    /// Costs no call.
    /// </summary>
    /// <returns>The rows of the pack.</returns>
    /// <exception cref="InvalidOperationException">No pack waits after a failure.</exception>
    public long DiscardPack()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        StreamPack pack = _pack ?? throw new InvalidOperationException("No pack of this writer waits after a failure.");
        _pack = null;
        pack.Dispose();
        return pack.Rows;
    }

    /// <summary>Sends what has gathered, as <see cref="FlushAsync"/> does, and ends the writer. After a failure it can be called again.</summary>
    /// <param name="cancellationToken">Cancels the sending; see <see cref="FlushAsync"/>.</param>
    /// <returns>All rows that this writer has stored, and their bytes before compression.</returns>
    public async ValueTask<RecordWriteResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        _isComplete = true;
        return new RecordWriteResult(_rowsStored, _bytesStored) { Metrics = _metrics };
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _pack?.Dispose();
            _pack = null;
            Encoder.Dispose();
        }

        return default;
    }

    private static RecordStreamEncoder NewEncoder(StreamUploadSession session, TunnelTarget target, long number) => new(session.Columns, new RecordStreamOptions
    {
        Description = FormattableString.Invariant($"pack {number} of stream upload session {session.Id} to {target.Description}"),
        TimeZone = target.Scope.Options.TimeZone,
    });

    private async ValueTask SendFullPackAsync(CancellationToken cancellationToken) => await FlushAsync(cancellationToken).ConfigureAwait(false);

    private async ValueTask SealAsync()
    {
        RecordStreamEncoder full = Encoder;
        Encoder = NewEncoder(_session, _target, _packCount + 2);
        _pack = await StreamPack.SealAsync(full, _session.Options.Compression, ++_packCount).ConfigureAwait(false);
    }

    private async ValueTask<StreamFlushResult> SendPackAsync(CancellationToken cancellationToken)
    {
        StreamPack pack = _pack!;
        StreamFlushResult result = await _session.SendAsync(pack, _target, whenRepeated: () => _counter.Add(retries: 1), cancellationToken).ConfigureAwait(false);
        _pack = null;
        pack.Dispose();
        _rowsStored += result.Rows;
        _bytesStored += result.Bytes;
        _metrics = TunnelMetrics.Sum(_metrics, result.Metrics);
        LastFlush = result;
        _counter.Add(result.Rows, result.Bytes, blocks: 1);
        return result;
    }

    private StreamPack Undecided() => _pack is { IsUndecided: true } pack
        ? pack
        : throw new InvalidOperationException("No pack of this writer is to be decided upon (HasUndecidedPack).");

    private void ThrowIfStopped()
    {
        if (_isDisposed || _isComplete || _pack is { IsUndecided: true })
        {
            ThrowStopped();
        }
    }

    [DoesNotReturn]
    private void ThrowStopped()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        throw new InvalidOperationException(_isComplete
            ? "The writer is complete; nothing can be written after CompleteAsync."
            : FormattableString.Invariant($"It is not known whether pack {_pack!.Number} ({_pack.Rows} rows) of {_session} was stored. Call ResendPackAsync (its rows may be stored twice) or DiscardPack (they may be missing) first."));
    }
}
