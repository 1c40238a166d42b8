using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Writes rows to a tunnel upload: the setters give the values of a row without boxing, <see cref="WriteRowAsync"/> ends it; or
/// <see cref="WriteAsync"/> writes a whole <see cref="Record"/>. <see cref="CompleteAsync"/> makes the rows count.
/// </summary>
/// <remarks>
/// <para>Columns that are not set are NULL. The setters may be called in any order, and again for a column, where the last call counts; the order of
/// the columns is the fast one. Each value is checked against its column. A setter that throws makes the row unusable: nothing of it will be
/// sent, and <see cref="DiscardRow"/> begins it anew; the rows before it are not touched.</para>
/// <para>Disposing of the writer without <see cref="CompleteAsync"/> abandons what was written. The writer is not thread-safe.</para>
/// </remarks>
public sealed partial class RecordWriter : IAsyncDisposable
{
    private readonly RecordStreamEncoder _encoder;
    private readonly Stream _stream;
    private readonly RecordStreamOptions _options;
    private readonly Func<CancellationToken, ValueTask<TunnelMetrics?>>? _whenComplete;
    private readonly BlockBuffer? _blocks;
    private long _rowsBefore;
    private long _bytesBefore;

    /// <summary>Whether the rows of the encoder were handed over as a block, and are among those before.</summary>
    private bool _isCut;
    private ColumnCollection? _checkedColumns;
    private Exception? _failure;
    private bool _isDisposed;

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Takes the bytes; compression, if any, is behind it.</param>
    /// <param name="columns">The columns of the session, in its order.</param>
    /// <param name="options">The settings. Default: <see cref="RecordStreamOptions.Default"/>.</param>
    /// <param name="whenComplete">Called at the end of <see cref="CompleteAsync"/>, when all bytes were given to the stream and it was flushed.</param>
    /// <exception cref="NotSupportedException">A column is of a type that has no form in record streams.</exception>
    internal RecordWriter(
        Stream stream, ColumnCollection columns, RecordStreamOptions? options = null, Func<CancellationToken, ValueTask<TunnelMetrics?>>? whenComplete = null)
    {
        _stream = stream;
        _options = options ?? RecordStreamOptions.Default;
        _encoder = new RecordStreamEncoder(columns, _options);
        _whenComplete = whenComplete;
    }

    /// <summary>Writes to blocks that are cut by their size and sent in the background.</summary>
    internal RecordWriter(BlockBuffer blocks, ColumnCollection columns, RecordStreamOptions options)
        : this(blocks, columns, options, whenComplete: null) => _blocks = blocks;

    /// <summary>The columns, in the order of the setters' ordinals.</summary>
    public ColumnCollection Columns => _encoder.Columns;

    /// <summary>The rows that were written.</summary>
    public long RowsWritten => _rowsBefore + (_isCut ? 0 : _encoder.Rows);

    /// <summary>The bytes of these rows, before compression.</summary>
    public long BytesWritten => _bytesBefore + (_isCut ? 0 : _encoder.Bytes);

    /// <summary>
    /// Ends the row. The returned task is already completed, and costs no allocation, while the row fits the buffer (64 KiB); otherwise the buffer is
    /// sent on.
    /// </summary>
    /// <param name="cancellationToken">Cancels the sending; the writer cannot go on afterwards.</param>
    /// <exception cref="OdpsDataException">A column that is NOT NULL was not set.</exception>
    /// <exception cref="InvalidOperationException">A setter has refused a value of this row, the sending has failed before, or the writer is complete.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueTask WriteRowAsync(CancellationToken cancellationToken = default)
    {
        _encoder.EndRow();
        return _encoder.PendingCount < _options.BufferSize ? default : FlushBufferAsync(cancellationToken);
    }

    /// <summary>Writes a record as a row. A record that is refused leaves the rows as they were before it, and the writer can go on.</summary>
    /// <param name="record">The record; its columns have the types of this writer's columns, in the same order.</param>
    /// <param name="cancellationToken">Cancels the sending; the writer cannot go on afterwards.</param>
    /// <exception cref="ArgumentException">The columns of the record are not those of the writer.</exception>
    /// <exception cref="OdpsDataException">A value does not fit; the message names row, column, type and value.</exception>
    /// <exception cref="InvalidOperationException">A row was begun with the setters and not ended, the sending has failed before, or the writer is complete.</exception>
    public ValueTask WriteAsync(Record record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!ReferenceEquals(record.Columns, _checkedColumns))
        {
            CheckColumns(record.Columns);
        }

        if (_encoder.IsInRow)
        {
            ThrowInRow();
        }

        _encoder.WriteRecord(record.Slots);
        return _encoder.PendingCount < _options.BufferSize ? default : FlushBufferAsync(cancellationToken);
    }

    /// <summary>Forgets the values that were set since the last row.</summary>
    public void DiscardRow() => _encoder.DiscardRow();

    /// <summary>Sends what is in the buffer.</summary>
    /// <param name="cancellationToken">Cancels the sending; the writer cannot go on afterwards.</param>
    /// <exception cref="InvalidOperationException">A row was begun and not ended, or the sending has failed before.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_encoder.IsInRow)
        {
            ThrowInRow();
        }

        await FlushBufferAsync(cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the footer, sends everything and waits until it was accepted. Only then do the rows count.</summary>
    /// <param name="cancellationToken">Cancels the sending; what was written is then abandoned.</param>
    /// <returns>The rows and bytes that were written.</returns>
    /// <exception cref="InvalidOperationException">A row was begun and not ended, the sending has failed before, or the writer is complete already.</exception>
    public async ValueTask<RecordWriteResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfFailed();
        if (_blocks is not null)
        {
            await CompleteBlocksAsync(cancellationToken).ConfigureAwait(false);
            return new RecordWriteResult(RowsWritten, BytesWritten) { Metrics = _blocks.Metrics };
        }

        _encoder.Complete();
        await FlushBufferAsync(cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        TunnelMetrics? metrics = _whenComplete is null ? null : await _whenComplete(cancellationToken).ConfigureAwait(false);
        return new RecordWriteResult(_encoder.Rows, _encoder.Bytes) { Metrics = metrics };
    }

    /// <summary>Releases the buffer and the stream. Without <see cref="CompleteAsync"/> before it, what was written is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _encoder.Dispose();
        if (!_options.LeaveOpen)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FlushBufferAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        try
        {
            await _stream.WriteAsync(_encoder.Pending, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Nobody knows how much of the buffer has gone out.
            _failure = e;
            throw;
        }

        _encoder.Take();
        if (_blocks is not null && !_encoder.IsCompleted && _encoder.Bytes >= _blocks.BlockSize)
        {
            await CutAsync(cancellationToken).ConfigureAwait(false);
            _encoder.Restart();
            _isCut = false;
        }
    }

    /// <summary>Writes the footer of the current block and hands the block over.</summary>
    private async ValueTask CutAsync(CancellationToken cancellationToken)
    {
        _encoder.Complete();
        try
        {
            await _stream.WriteAsync(_encoder.Pending, cancellationToken).ConfigureAwait(false);
            _encoder.Take();
            await _blocks!.CutAsync(_encoder.Rows, _encoder.Bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }

        _rowsBefore += _encoder.Rows;
        _bytesBefore += _encoder.Bytes;
        _isCut = true;
    }

    private async ValueTask CompleteBlocksAsync(CancellationToken cancellationToken)
    {
        await FlushBufferAsync(cancellationToken).ConfigureAwait(false);
        if (_encoder.Rows > 0)
        {
            await CutAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _encoder.Complete();
        }

        try
        {
            await _blocks!.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }
    }

    private void CheckColumns(ColumnCollection columns)
    {
        if (columns.Count != Columns.Count)
        {
            throw new ArgumentException($"The record has {columns.Count} columns, the writer {Columns.Count}.", nameof(columns));
        }

        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Type != Columns[i].Type)
            {
                throw new ArgumentException(
                    $"Column {i} of the record is '{columns[i].Name}' of type {columns[i].Type}, that of the writer is '{Columns[i].Name}' of type {Columns[i].Type}.",
                    nameof(columns));
            }
        }

        _checkedColumns = columns;
    }

    private void ThrowIfFailed()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_failure is not null)
        {
            throw new InvalidOperationException("The sending has failed before, so that the rows cannot be completed. Write them again with another writer.", _failure);
        }
    }

    [DoesNotReturn]
    private void ThrowInRow()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        throw new InvalidOperationException(
            $"Row {RowsWritten} was begun with the setters and not written. Call WriteRowAsync to write it, or DiscardRow to drop it.");
    }
}
