using Odps.Net.Compression;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// Reads the content of a resource, page after page. A page whose connection breaks is asked for again from the byte where the reading stands. Where more
/// than one request was needed, the resource is looked at once more at the end: one that was replaced in between is an error, not a mixture.
/// </summary>
internal sealed class ResourceContentReader : ReadOnlyAsyncStream
{
    private const long PageSize = 64 * 1024 * 1024;

    private readonly Resource _resource;
    private readonly ResourceInfo _info;
    private readonly long? _expected;
    private readonly long _start;
    private long _offset;
    private long _left;
    private OdpsResponse? _page;
    private long _inPage;
    private int _pages;
    private int _repeats;
    private bool _atEnd;
    private bool _disposed;

    private ResourceContentReader(Resource resource, ResourceInfo info, long start, long? length)
    {
        _resource = resource;
        _info = info;
        _start = start;
        _offset = start;
        _left = length ?? long.MaxValue;
        _expected = info.Size is long size ? Math.Min(_left, size - start) : null;
    }

    public override bool CanRead => !_disposed;

    /// <param name="resource">The resource.</param>
    /// <param name="info">What the service says of it now.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many bytes at most; null for all to the end.</param>
    /// <param name="cancellationToken">Cancels the first request.</param>
    public static async Task<ResourceContentReader> OpenAsync(Resource resource, ResourceInfo info, long start, long? length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, info.Size ?? long.MaxValue);
        var reader = new ResourceContentReader(resource, info, start, length);
        await reader.OpenPageAsync(cancellationToken).ConfigureAwait(false);
        return reader;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (!_atEnd && !buffer.IsEmpty)
        {
            try
            {
                if (_left == 0)
                {
                    await EndAsync(cancellationToken).ConfigureAwait(false);
                    break;
                }

                if (_page is null)
                {
                    await OpenPageAsync(cancellationToken).ConfigureAwait(false);
                }

                int read = await _page!.Body.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    _repeats = 0;
                    _inPage += read;
                    _offset += read;
                    _left -= read;
                    return read;
                }

                await EndPageAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception broken) when (broken is OdpsConnectionException or OdpsTimeoutException && _repeats < _resource.Scope.Options.Retry.MaxRetries)
            {
                // The pipeline has waited between its own attempts; this is about bodies that break off.
                _repeats++;
                await ClosePageAsync().ConfigureAwait(false);
            }
        }

        return 0;
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await ClosePageAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task OpenPageAsync(CancellationToken cancellationToken)
    {
        OdpsRequest request = _resource.GetContent(
            new QueryParameters { { "rOffset", _offset }, { "rSize", Math.Min(PageSize, _left) } },
            FormattableString.Invariant($"read resource {_resource.FullName} from byte {_offset}")) with { Streaming = true };
        _page = await _resource.Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        _inPage = 0;
        _pages++;
    }

    private async Task EndPageAsync(CancellationToken cancellationToken)
    {
        OdpsResponse page = _page!;
        bool more = "true".Equals(page.Header("x-odps-resource-has-remaining"), StringComparison.OrdinalIgnoreCase);
        if (more && _inPage == 0)
        {
            throw page.Malformed("has no bytes and says that there are more");
        }

        await ClosePageAsync().ConfigureAwait(false);
        if (!more)
        {
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await ClosePageAsync().ConfigureAwait(false);
        if (_pages > 1)
        {
            ResourceInfo now = await _resource.GetAsync(cancellationToken).ConfigureAwait(false);
            if (now.LastModifiedTime != _info.LastModifiedTime || now.ContentMD5 != _info.ContentMD5 || now.Size != _info.Size)
            {
                throw new OdpsDataException(
                    $"Could not read resource {_resource.FullName}: it was replaced while it was read, so that the bytes may be of both contents. Read it again from the beginning.");
            }
        }

        if (_expected is long expected && _offset - _start < expected)
        {
            throw new OdpsStreamTruncatedException(
                FormattableString.Invariant($"Could not read resource {_resource.FullName} to its end: {expected} bytes were expected and {_offset - _start} came. Read it again."),
                rowsRead: 0)
            {
                Offset = _offset,
            };
        }

        _atEnd = true;
    }

    private async ValueTask ClosePageAsync()
    {
        OdpsResponse? page = _page;
        _page = null;
        if (page is not null)
        {
            await page.DisposeAsync().ConfigureAwait(false);
        }
    }
}
