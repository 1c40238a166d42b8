using System.Globalization;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Writes rows to an upsert session. Rows gather in memory by their bucket; a bucket that is full (<see cref="UpsertWriterOptions.BucketBytes"/>) is sent in the
/// background, several at a time, and <see cref="FlushAsync"/> sends and awaits everything. Nothing is visible before <see cref="UpsertSession.CommitAsync"/>,
/// which wants all rows of all writers to be stored.
/// </summary>
/// <remarks>
/// A packet that could not be stored stays in the writer in its order: the next row that is ended, and those after it, fail with
/// <see cref="OdpsUpsertFlushException"/> (though the writer takes them: they are not to be written again) until <see cref="FlushAsync"/> has sent
/// everything. Disposing of the writer with rows that were not stored makes the session refuse to commit, since they would be missing.
/// </remarks>
public sealed class UpsertWriter : PackedRowWriter
{
    private readonly UpsertSession _session;
    private readonly UpsertWriterOptions _options;
    private readonly UpsertColumns _layout;
    private readonly UpsertLanes _lanes;
    private long _rowsTaken;
    private bool _isDisposed;

    internal UpsertWriter(UpsertSession session, UpsertWriterOptions options)
        : this(session, options, new UpsertColumns(session.Columns, ChangedColumns(session, options)))
    {
    }

    private UpsertWriter(UpsertSession session, UpsertWriterOptions options, UpsertColumns layout)
        : base(session.Columns, new RecordStreamEncoder(layout.Wire, new RecordStreamOptions { Description = session.ToString(), TimeZone = session.Target.Scope.Options.TimeZone }))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BucketBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BufferBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrency, 1, nameof(options));
        _session = session;
        _options = options;
        _layout = layout;
        _lanes = new UpsertLanes(session, options);
    }

    /// <summary>The rows that this writer has taken and that are neither stored nor discarded.</summary>
    public long BufferedRows => _rowsTaken - _lanes.Stored.Rows;

    /// <summary>Inserts the row that was set, or replaces the one with its key.</summary>
    /// <remarks>
    /// The returned task is already completed, and costs no allocation, while there is room; it waits only when the rows that are not stored exceed
    /// <see cref="UpsertWriterOptions.BufferBytes"/>.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the waiting; the row is taken, and sent all the same.</param>
    /// <exception cref="OdpsDataException">A key column, or one that is NOT NULL, was not set; or the bucket of a key value is not known. The row is dropped.</exception>
    /// <exception cref="OdpsUpsertFlushException">Rows could not be stored; this one was taken.</exception>
    /// <exception cref="InvalidOperationException">A setter has refused a value of this row.</exception>
    public ValueTask UpsertRowAsync(CancellationToken cancellationToken = default) => EndRow(UpsertColumns.Upsert, cancellationToken);

    /// <summary>Deletes the row with the key that was set; other columns need no value. Otherwise like <see cref="UpsertRowAsync"/>.</summary>
    /// <param name="cancellationToken">Cancels the waiting; the row is taken, and sent all the same.</param>
    /// <exception cref="OdpsDataException">A key column was not set, or the bucket of its value is not known. The row is dropped.</exception>
    /// <exception cref="OdpsUpsertFlushException">Rows could not be stored; this one was taken.</exception>
    /// <exception cref="InvalidOperationException">A setter has refused a value of this row.</exception>
    public ValueTask DeleteRowAsync(CancellationToken cancellationToken = default) => EndRow(UpsertColumns.Delete, cancellationToken);

    /// <summary>Inserts a record, or replaces the row with its key, like <see cref="UpsertRowAsync"/>.</summary>
    /// <param name="record">The record; its columns have the types of the session's columns, in the same order.</param>
    /// <param name="cancellationToken">Cancels the waiting; the row is taken, and sent all the same.</param>
    /// <exception cref="ArgumentException">The columns of the record are not those of the session.</exception>
    /// <exception cref="OdpsDataException">A value does not fit, or one that is needed is NULL; nothing of the record was taken.</exception>
    /// <exception cref="OdpsUpsertFlushException">Rows could not be stored; this one was taken.</exception>
    public ValueTask UpsertAsync(Record record, CancellationToken cancellationToken = default) => WriteRecord(record, UpsertColumns.Upsert, cancellationToken);

    /// <summary>Deletes the row with the key of a record, like <see cref="DeleteRowAsync"/>.</summary>
    /// <param name="record">The record; columns other than the key columns may be NULL.</param>
    /// <param name="cancellationToken">Cancels the waiting; the row is taken, and sent all the same.</param>
    /// <exception cref="ArgumentException">The columns of the record are not those of the session.</exception>
    /// <exception cref="OdpsDataException">A value does not fit, or a key value is NULL; nothing of the record was taken.</exception>
    /// <exception cref="OdpsUpsertFlushException">Rows could not be stored; this one was taken.</exception>
    public ValueTask DeleteAsync(Record record, CancellationToken cancellationToken = default) => WriteRecord(record, UpsertColumns.Delete, cancellationToken);

    /// <summary>Sends all rows and waits until the service has stored them: one request for each bucket that has any. Sends again what had failed.</summary>
    /// <param name="cancellationToken">Cancels the waiting; the packets that are under way go on.</param>
    /// <returns>What this writer has stored since it was made.</returns>
    /// <exception cref="OdpsUpsertFlushException">Packets could not be stored; they stay in the writer.</exception>
    /// <exception cref="InvalidOperationException">A row was begun with the setters and not ended.</exception>
    public async ValueTask<UpsertFlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ThrowIfInRow();
        _lanes.ForgetFailures();
        await SendAllAsync(cancellationToken).ConfigureAwait(false);
        return _lanes.Stored;
    }

    /// <summary>Waits for the packets that are under way, and drops the rows that are not stored then. Costs no call of its own.</summary>
    /// <param name="cancellationToken">Ends the wait; nothing is dropped then.</param>
    /// <returns>How many rows were dropped.</returns>
    public async ValueTask<long> DiscardAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Encoder.DiscardRow();
        await _lanes.SendingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _lanes.Drop();
        long dropped = BufferedRows;
        _rowsTaken -= dropped;
        return dropped;
    }

    /// <summary>Ends the sending and releases the memory. Rows that were not stored are dropped, and the session then refuses to commit.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _lanes.DisposeAsync().ConfigureAwait(false);
        Encoder.Dispose();
        _session.Forget(this, BufferedRows);
    }

    private static IReadOnlyList<long> ChangedColumns(UpsertSession session, UpsertWriterOptions options)
    {
        if (options.ValueColumns is not { } names)
        {
            return [];
        }

        if (!session.AllowsPartialUpdate)
        {
            throw new InvalidOperationException($"{session} has no partial update (enable_partial_update): leave UpsertWriterOptions.ValueColumns out.");
        }

        if (names.Count == 0)
        {
            throw new ArgumentException("UpsertWriterOptions.ValueColumns names no column; leave it out to change all columns.", nameof(options));
        }

        return [.. names.Select(name => session.ColumnIds[session.Columns.GetOrdinal(name)]
            ?? throw new OdpsDataException($"{session}: the service gives column '{name}' no column_id, by which an update of some columns names it."))];
    }

    private ValueTask WriteRecord(Record record, long operation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        CheckRecord(record);
        bool isSet = false;
        try
        {
            ReadOnlySpan<RecordSlot> slots = record.Slots;
            for (int i = 0; i < slots.Length; i++)
            {
                if (!slots[i].IsNull)
                {
                    Encoder.SetSlot(i, slots[i]);
                }
            }

            isSet = true;
        }
        finally
        {
            if (!isSet)
            {
                Encoder.DiscardRow();
            }
        }

        return EndRow(operation, cancellationToken);
    }

    private ValueTask EndRow(long operation, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _layout.EndRow(Encoder, operation);
        UpsertLane lane;
        int length = Encoder.PendingCount;
        try
        {
            ReadOnlySpan<byte> row = Encoder.Pending.Span;
            bool wholeRow = operation == UpsertColumns.Upsert && _options.ValueColumns is null;
            lane = _lanes.Of(_session.Key.Hash(row, wholeRow));
            lane.Open.Append(row);
        }
        catch (OdpsDataException e)
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"{_session}: row {Encoder.Rows - 1}: {e.Message} The row is dropped."), e)
            {
                Row = Encoder.Rows - 1,
                Column = e.Column,
            };
        }
        finally
        {
            Encoder.Take();
        }

        _rowsTaken++;
        long buffered = _lanes.Take(length);
        return lane.Open.Length < _options.BucketBytes && buffered <= _options.BufferBytes && !_lanes.HasFailed
            ? default
            : SendFullAsync(lane, cancellationToken);
    }

    private async ValueTask SendFullAsync(UpsertLane lane, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        if (_lanes.BufferedBytes > _options.BufferBytes)
        {
            await SendAllAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _lanes.Start(lane);
        }
    }

    private async ValueTask SendAllAsync(CancellationToken cancellationToken)
    {
        _lanes.StartAll();
        await _lanes.SendingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfFailed();
    }

    private void ThrowIfFailed()
    {
        if (_lanes.HasFailed)
        {
            _lanes.Throw(BufferedRows);
        }
    }
}
