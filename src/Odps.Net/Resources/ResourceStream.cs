namespace Odps.Net;

/// <summary>
/// A resource as a file: read, write, seek and cut it. It works on a copy on this machine; <see cref="FlushAsync"/> and <see cref="DisposeAsync"/> replace
/// the resource by that copy, as a whole, and only if something was written or cut since the last time. Everything else, the synchronous calls included, costs no
/// request. For text put a <see cref="StreamReader"/> or <see cref="StreamWriter"/> on top. Not thread-safe.
/// </summary>
/// <remarks>
/// Close it with <c>await using</c>. <see cref="Stream.Dispose()"/> cannot talk to the service: it releases the copy, and throws
/// <see cref="InvalidOperationException"/> if there are changes that would be lost; <see cref="DiscardChanges"/> before it says that they are not wanted.
/// Opened with <see cref="FileMode.Create"/> and closed without a write, nothing happens: a resource that is there stays, and none is created;
/// <see cref="SetLength"/> with 0 makes an empty one.
/// </remarks>
/// <example><code>
/// await using ResourceStream file = await client.Resources["words.txt"].OpenAsync(FileMode.Append);
/// await using var text = new StreamWriter(file);
/// await text.WriteLineAsync("one more");
/// </code></example>
public sealed class ResourceStream : Stream
{
    private readonly Resource _resource;
    private readonly LocalContent _content;
    private readonly FileAccess _access;
    private readonly bool _append;
    private readonly OpenResourceOptions _options;
    private ResourceInfo? _existing;
    private bool _known;
    private bool _disposed;

    private ResourceStream(Resource resource, FileMode mode, FileAccess access, OpenResourceOptions options)
    {
        _resource = resource;
        _content = new LocalContent(options.MemoryLimit);
        _access = access;
        _append = mode == FileMode.Append;
        _options = options;
    }

    /// <summary>Whether there are changes that the service does not have.</summary>
    public bool HasChanges { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => !_disposed && _access.HasFlag(FileAccess.Read);

    /// <inheritdoc/>
    public override bool CanSeek => !_disposed;

    /// <inheritdoc/>
    public override bool CanWrite => !_disposed && _access.HasFlag(FileAccess.Write);

    /// <summary>The length of the content in bytes.</summary>
    public override long Length => Bytes.Length;

    /// <summary>Where the next byte is read, and unless the stream appends, written. A stream that appends begins at the end.</summary>
    public override long Position
    {
        get => Bytes.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    private Stream Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _content.Bytes;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Readable().Read(buffer);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Readable().ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => Writable(buffer.Length).Write(buffer);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Writable(buffer.Length).WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Bytes.Seek(offset, origin);

    /// <summary>Cuts the content, or lengthens it with zeros. This is a change, also where the length stays the same.</summary>
    /// <param name="value">The new length in bytes.</param>
    public override void SetLength(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ThrowUnlessWritable();
        _content.Reserve(value);
        Bytes.SetLength(value);
        HasChanges = true;
    }

    /// <summary>Does nothing: the service is talked to by <see cref="FlushAsync"/> only.</summary>
    public override void Flush()
    {
    }

    /// <summary>Replaces the resource by the content, if it was changed since the last time; the resource is created if there is none. Costs as much as creating it.</summary>
    /// <param name="cancellationToken">Cancels the upload; the changes are still there then.</param>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!HasChanges)
        {
            return;
        }

        if (!_known)
        {
            _existing = await _resource.FindAsync(cancellationToken).ConfigureAwait(false);
            _known = true;
        }

        var options = new ResourceOptions
        {
            Comment = _options.Comment ?? _existing?.Comment,
            IsTemporary = _options.IsTemporary ?? _existing?.IsTemporary,
            PartSize = _options.PartSize,
        };
        ResourceType type = _existing?.Type ?? _options.Type ?? ResourceType.File;
        Stream bytes = Bytes;
        long position = bytes.Position;
        bytes.Position = 0;
        try
        {
            await ResourceUpload.Of(_resource, type, options, overwrite: _existing is not null).SendAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            bytes.Position = position;
        }

        HasChanges = false;
        _existing ??= new ResourceInfo { Project = _resource.Project, Name = _resource.Name, Type = type, Comment = options.Comment, IsTemporary = options.IsTemporary };
    }

    /// <summary>Forgets that there are changes, so that closing the stream leaves the resource as it is. The content of this stream stays.</summary>
    public void DiscardChanges() => HasChanges = false;

    /// <summary>Replaces the resource if there are changes, as <see cref="FlushAsync"/> does, and releases the copy.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            try
            {
                await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            }
            finally
            {
                _disposed = true;
                await _content.DisposeAsync().ConfigureAwait(false);
            }
        }

        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>The resource.</summary>
    public override string ToString() => $"stream over resource {_resource}";

    internal static async Task<ResourceStream> OpenAsync(
        Resource resource, FileMode mode, FileAccess access, OpenResourceOptions options, CancellationToken cancellationToken)
    {
        CheckArguments(mode, access, options);
        var stream = new ResourceStream(resource, mode, access, options);
        try
        {
            await stream.LoadAsync(mode, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream._content.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Releases the copy; throws when there are changes, which would be lost.</summary>
    /// <param name="disposing">Whether this is not the finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _content.Dispose();
            if (HasChanges)
            {
                throw new InvalidOperationException(
                    $"The changes to resource {_resource} were not sent: Dispose cannot talk to the service. Close the stream (and a StreamWriter on top of it) with 'await using', call FlushAsync before, or call DiscardChanges if they are not wanted.");
            }
        }

        base.Dispose(disposing);
    }

    private static void CheckArguments(FileMode mode, FileAccess access, OpenResourceOptions options)
    {
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "This is not a file mode.");
        }

        if (access is not (FileAccess.Read or FileAccess.Write or FileAccess.ReadWrite))
        {
            throw new ArgumentOutOfRangeException(nameof(access), access, "This is not a file access.");
        }

        if (access == FileAccess.Read && mode is not (FileMode.Open or FileMode.OpenOrCreate))
        {
            throw new ArgumentException($"FileMode.{mode} writes, and FileAccess.Read was given.", nameof(access));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.PartSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MemoryLimit, nameof(options));
    }

    private async Task LoadAsync(FileMode mode, CancellationToken cancellationToken)
    {
        if (mode == FileMode.Create)
        {
            // Whether there is such a resource matters only when there is something to send.
            return;
        }

        _existing = mode is FileMode.Open or FileMode.Truncate
            ? await _resource.GetAsync(cancellationToken).ConfigureAwait(false)
            : await _resource.FindAsync(cancellationToken).ConfigureAwait(false);
        _known = true;
        if (mode == FileMode.CreateNew && _existing is not null)
        {
            throw OdpsExceptionFactory.FromResponse(
                new ServiceError { Code = "ObjectAlreadyExists", Message = $"resource {_resource} exists and FileMode.CreateNew was given" }, $"create resource {_resource}");
        }

        if (mode == FileMode.Truncate)
        {
            HasChanges = true;
        }
        else if (_existing is not null)
        {
            await FetchAsync(_existing, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(ResourceInfo existing, CancellationToken cancellationToken)
    {
        Stream source = await ResourceContentReader.OpenAsync(_resource, existing, 0, null, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            byte[] buffer = new byte[64 * 1024];
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                _content.Reserve(_content.Bytes.Length + read);
                await _content.Bytes.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }

        if (!_append)
        {
            _content.Bytes.Position = 0;
        }
    }

    private Stream Readable()
    {
        Stream bytes = Bytes;
        return _access.HasFlag(FileAccess.Read) ? bytes : throw new NotSupportedException($"{this} was opened for writing only.");
    }

    private Stream Writable(int count)
    {
        ThrowUnlessWritable();
        long position = _append ? Bytes.Length : Bytes.Position;
        _content.Reserve(position + count);
        if (_append)
        {
            Bytes.Position = position;
        }

        HasChanges |= count > 0;
        return Bytes;
    }

    private void ThrowUnlessWritable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_access.HasFlag(FileAccess.Write))
        {
            throw new NotSupportedException($"{this} was opened for reading only.");
        }
    }
}
