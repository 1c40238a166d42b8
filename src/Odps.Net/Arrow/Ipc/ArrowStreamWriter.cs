namespace Odps.Net.Arrow;

/// <summary>
/// Writes an Arrow IPC stream (metadata V5): the schema, record batches, and by <see cref="CompleteAsync"/> the end marker. Buffers go to the stream from
/// where they lie, without copying, unless they are compressed. Disposing without completing leaves the stream without its end. Not thread-safe.
/// </summary>
public sealed class ArrowStreamWriter : IAsyncDisposable, IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly IpcSink _sink;
    private bool _disposed;

    /// <summary>Creates a writer; nothing is written yet.</summary>
    /// <param name="stream">Receives the bytes. It is written asynchronously.</param>
    /// <param name="schema">The schema of all batches.</param>
    /// <param name="options">How to write. Default: <see cref="ArrowWriteOptions"/> with its defaults.</param>
    /// <param name="leaveOpen">Whether disposing the writer leaves the stream open. Default: no.</param>
    public ArrowStreamWriter(Stream stream, Schema schema, ArrowWriteOptions? options = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schema);
        _stream = stream;
        _leaveOpen = leaveOpen;
        _sink = new IpcSink(stream, schema, options ?? ArrowWriteOptions.Default, IpcForm.Stream);
    }

    /// <summary>The schema.</summary>
    public Schema Schema => _sink.Schema;

    /// <summary>The rows written so far.</summary>
    public long RowsWritten => _sink.RowsWritten;

    /// <summary>The bytes written so far.</summary>
    public long BytesWritten => _sink.Position;

    /// <summary>Writes a batch; before the first one, the schema. The batch stays the caller's.</summary>
    /// <param name="batch">The batch, of the writer's schema (metadata apart).</param>
    /// <param name="cancellationToken">Cancels the writing; the writer cannot be used any more then.</param>
    /// <exception cref="ArgumentException">The batch has other fields than the schema.</exception>
    public ValueTask WriteRecordBatchAsync(RecordBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _sink.WriteAsync(batch, cancellationToken);
    }

    /// <summary>Writes the end marker, and the schema if there was no batch, and flushes the stream.</summary>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the writer, and the stream unless it is left open.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _sink.Dispose();
            if (!_leaveOpen)
            {
                _stream.Dispose();
            }
        }
    }

    /// <summary>Closes the writer, and the stream unless it is left open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            _sink.Dispose();
            if (!_leaveOpen)
            {
                await _stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
