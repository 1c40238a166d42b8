namespace Odps.Net.Tunnel;

/// <summary>
/// Writes a file of a volume: a stream whose bytes are sent, with checksums, while they are written. The file counts only after
/// <see cref="CompleteAsync"/>; disposing of the stream without it abandons the file. Asynchronous writes only; one caller at a time.
/// </summary>
public sealed class VolumeFileWriter : Stream
{
    private readonly StreamingUpload _upload;
    private readonly VolumeFrameEncoder? _encoder;
    private readonly string _description;
    private readonly Func<long, CancellationToken, Task> _whenComplete;
    private readonly TransferCounter _counter;
    private long _counted;
    private bool _isComplete;
    private bool _isDisposed;
    private Exception? _failure;

    /// <param name="upload">The request. Owned by this.</param>
    /// <param name="description">What is written, for messages.</param>
    /// <param name="whenComplete">What ends the file when its bytes were sent.</param>
    /// <param name="counter">Told of the bytes that were sent, and of the end of the file.</param>
    /// <param name="isFramed">Whether the bytes travel in chunks with checksums, as the tunnel wants; object stores want them as they are.</param>
    internal VolumeFileWriter(StreamingUpload upload, string description, Func<long, CancellationToken, Task> whenComplete, TransferCounter counter, bool isFramed = true)
    {
        _counter = counter;
        _encoder = isFramed ? new VolumeFrameEncoder() : null;
        _upload = upload;
        _description = description;
        _whenComplete = whenComplete;
    }

    /// <summary>The bytes that were written.</summary>
    public long BytesWritten { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_isComplete && !_isDisposed;

    /// <summary>Not supported; see <see cref="BytesWritten"/>.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported; see <see cref="BytesWritten"/>.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        if (_encoder is null)
        {
            await SendAsync(buffer, cancellationToken).ConfigureAwait(false);
            BytesWritten += buffer.Length;
            Count();
            return;
        }

        while (!buffer.IsEmpty)
        {
            int taken = _encoder.Append(buffer.Span);
            BytesWritten += taken;
            buffer = buffer[taken..];
            if (!buffer.IsEmpty)
            {
                await SendAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <summary>Sends what is in the buffer.</summary>
    /// <param name="cancellationToken">Cancels the sending; the file cannot be completed afterwards.</param>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await _upload.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the rest and waits until the service has taken the file.</summary>
    /// <param name="cancellationToken">Cancels the sending; the file is then abandoned.</param>
    /// <returns>The bytes of the file that were written.</returns>
    /// <exception cref="InvalidOperationException">A write has failed before, or the file is complete already.</exception>
    public async ValueTask<long> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        if (_encoder?.TryEndChunk() == false)
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            _encoder.TryEndChunk();
        }

        await SendAsync(cancellationToken).ConfigureAwait(false);
        _isComplete = true;
        await _whenComplete(BytesWritten, cancellationToken).ConfigureAwait(false);
        _counter.Add(blocks: 1);
        return BytesWritten;
    }

    /// <summary>Releases the connection. Without <see cref="CompleteAsync"/> before it, the file is abandoned.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _encoder?.Dispose();
            await _upload.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What is written.</summary>
    public override string ToString() => _description;

    /// <summary>Does nothing; see <see cref="FlushAsync(CancellationToken)"/>.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A volume file that is written cannot be read.");

    /// <summary>Not supported.</summary>
    /// <param name="offset">Not used.</param>
    /// <param name="origin">Not used.</param>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <param name="value">Not used.</param>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Not supported; write asynchronously.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A volume file is written asynchronously; use WriteAsync.");

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_encoder is not null)
        {
            await SendAsync(_encoder.Pending, cancellationToken).ConfigureAwait(false);
            _encoder.Take();
            Count();
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _upload.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Nobody knows how much of the buffer has gone out.
            _failure = e;
            throw;
        }
    }

    /// <summary>Tells of the bytes that have gone out since the last time.</summary>
    private void Count()
    {
        if (BytesWritten > _counted)
        {
            _counter.Add(bytes: BytesWritten - _counted);
            _counted = BytesWritten;
        }
    }

    private void ThrowIfEnded()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isComplete || _failure is not null)
        {
            throw new InvalidOperationException(
                _isComplete ? $"{_description} is complete." : $"Writing {_description} has failed before; write the file again with another writer.", _failure);
        }
    }
}
