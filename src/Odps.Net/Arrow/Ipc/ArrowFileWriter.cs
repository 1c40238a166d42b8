namespace Odps.Net.Arrow;

/// <summary>
/// Writes an Arrow file (<c>.arrow</c>): a stream between magic letters, with a footer that says where each batch is. Without
/// <see cref="CompleteAsync"/> there is no footer and the file cannot be read as one. The stream need not be seekable. Not thread-safe.
/// </summary>
public sealed class ArrowFileWriter : IAsyncDisposable, IDisposable
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
    public ArrowFileWriter(Stream stream, Schema schema, ArrowWriteOptions? options = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schema);
        _stream = stream;
        _leaveOpen = leaveOpen;
        _sink = new IpcSink(stream, schema, options ?? ArrowWriteOptions.Default, IpcForm.File);
    }

    /// <summary>The schema.</summary>
    public Schema Schema => _sink.Schema;

    /// <summary>The rows written so far.</summary>
    public long RowsWritten => _sink.RowsWritten;

    /// <summary>Writes a batch. The batch stays the caller's.</summary>
    /// <param name="batch">The batch, of the writer's schema (metadata apart).</param>
    /// <param name="cancellationToken">Cancels the writing; the writer cannot be used any more then.</param>
    /// <exception cref="ArgumentException">The batch has other fields than the schema.</exception>
    /// <exception cref="InvalidOperationException">The batch has another dictionary than those before it; the format has one for each field.</exception>
    public ValueTask WriteRecordBatchAsync(RecordBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _sink.WriteAsync(batch, cancellationToken);
    }

    /// <summary>Writes the end marker and the footer and flushes the stream.</summary>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
        byte[] footer = FileFooter.Encode(Schema, _sink.DictionaryBlocks, _sink.RecordBatchBlocks);
        await _sink.Writer.WriteBytesAsync(footer, cancellationToken).ConfigureAwait(false);
        await _sink.Writer.WriteGatheredAsync(cancellationToken).ConfigureAwait(false);
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
