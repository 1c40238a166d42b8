using Odps.Net.Arrow;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Writes Arrow record batches to a tunnel upload. <see cref="CompleteAsync"/> makes the rows count; disposing of the writer without it abandons what was written.
/// </summary>
/// <remarks>
/// <para>The columns of a batch are found by name, in any order, and must be those of the table. Types that are those of <see cref="Schema"/> are sent from where
/// they lie. Others are turned into them where no value changes: integers and floating-point numbers of other widths, decimals of other scales and those in texts,
/// texts and lists with 64-bit offsets, dictionaries, time stamps of other units and as structs of seconds and nanoseconds. A value that does not fit is an
/// error.</para>
/// <para>Time stamps without a zone are wall-clock times: for DATETIME and TIMESTAMP, which hold instants, they are taken as of
/// <see cref="OdpsClientOptions.TimeZone"/>, and refused without one. Not thread-safe.</para>
/// </remarks>
public sealed class ArrowWriter : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly UploadProjection _projection;
    private readonly Func<CancellationToken, ValueTask>? _whenComplete;
    private readonly BlockBuffer? _blocks;
    private ArrowChunkWriteStream _chunks;
    private BareBatchWriter _batches;
    private long _rowsBefore;
    private long _bytesBefore;
    private State _state;
    private Exception? _failure;

    internal ArrowWriter(Stream stream, UploadProjection projection, Func<CancellationToken, ValueTask> whenComplete)
        : this(stream, projection) => _whenComplete = whenComplete;

    /// <summary>Writes to blocks that are cut by their size and sent in the background.</summary>
    internal ArrowWriter(BlockBuffer blocks, UploadProjection projection)
        : this((Stream)blocks, projection) => _blocks = blocks;

    private ArrowWriter(Stream stream, UploadProjection projection)
    {
        _stream = stream;
        _projection = projection;
        Begin();
    }

    private enum State
    {
        Open,
        Completed,
        Disposed,
    }

    /// <summary>The Arrow schema of the table's columns, in which the batches are sent.</summary>
    public Schema Schema => _projection.Schema;

    /// <summary>The table's columns.</summary>
    public ColumnCollection Columns => _projection.Columns;

    /// <summary>The rows that were written.</summary>
    public long RowsWritten => _rowsBefore + _batches.RowsWritten;

    /// <summary>The bytes of Arrow data that were written, before compression and without what frames them.</summary>
    public long BytesWritten => _bytesBefore + _chunks.DataLength;

    /// <summary>Writes a batch; it stays the caller's, and may be disposed as soon as the task has ended. A batch without rows writes nothing.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Cancels the sending; the writer cannot go on afterwards.</param>
    /// <exception cref="ArgumentException">The batch lacks a column of the table, or has one that the table has not. The writer can go on.</exception>
    /// <exception cref="OdpsDataException">A type or a value does not fit the table. The writer can go on.</exception>
    /// <exception cref="InvalidOperationException">The sending has failed before, or the writer is complete.</exception>
    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckOpen();
        using RecordBatch fitted = _projection.Apply(batch, RowsWritten);
        if (fitted.Length == 0)
        {
            return;
        }

        try
        {
            await _batches.WriteAsync(fitted, cancellationToken).ConfigureAwait(false);
            if (_blocks is not null && _chunks.DataLength >= _blocks.BlockSize)
            {
                await CutAsync(cancellationToken).ConfigureAwait(false);
                Begin();
            }
        }
        catch (Exception e)
        {
            // Nobody knows how much of the batch has gone out.
            _failure = e;
            throw;
        }
    }

    /// <summary>Sends everything and waits until it was accepted. Only then do the rows count.</summary>
    /// <param name="cancellationToken">Cancels the sending; what was written is then abandoned.</param>
    /// <returns>The rows and bytes that were written.</returns>
    /// <exception cref="InvalidOperationException">The sending has failed before, or the writer is complete already.</exception>
    public async ValueTask<RecordWriteResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        CheckOpen();
        try
        {
            await FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }

        _state = State.Completed;
        return new RecordWriteResult(RowsWritten, BytesWritten);
    }

    /// <summary>Releases buffers and connection. Without <see cref="CompleteAsync"/> before it, what was written is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_state == State.Disposed)
        {
            return;
        }

        _state = State.Disposed;
        _batches.Dispose();
        await _chunks.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_chunks), nameof(_batches))]
    private void Begin()
    {
        _chunks = new ArrowChunkWriteStream(_stream, leaveOpen: true);
        _batches = new BareBatchWriter(_chunks, Schema);
    }

    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_blocks is null)
        {
            await _chunks.CompleteAsync(cancellationToken).ConfigureAwait(false);
            await _whenComplete!(cancellationToken).ConfigureAwait(false);
            return;
        }

        if (_batches.RowsWritten > 0)
        {
            await CutAsync(cancellationToken).ConfigureAwait(false);
            Begin();
        }

        await _blocks.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the current block and hands it over.</summary>
    private async ValueTask CutAsync(CancellationToken cancellationToken)
    {
        await _chunks.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await _blocks!.CutAsync(_batches.RowsWritten, _chunks.DataLength, cancellationToken).ConfigureAwait(false);
        _rowsBefore += _batches.RowsWritten;
        _bytesBefore += _chunks.DataLength;
        _batches.Dispose();
        await _chunks.DisposeAsync().ConfigureAwait(false);
    }

    private void CheckOpen()
    {
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        if (_failure is not null)
        {
            throw new InvalidOperationException("The sending has failed before, so that the rows cannot be completed. Write them again with another writer.", _failure);
        }

        if (_state == State.Completed)
        {
            throw new InvalidOperationException("The writer is complete; nothing can follow.");
        }
    }
}
