using Odps.Net.Compression;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// Reads the content of a resource, page after page. A page whose connection breaks is asked for again from the byte where the reading stands; a resource
/// that was replaced in between is an error, not a mixture.
/// </summary>
internal sealed class ResourceContentReader : ReadOnlyAsyncStream
{
    private const long PageSize = 64 * 1024 * 1024;

    private readonly Resource _resource;
    private long _offset;
    private long _left;
    private OdpsResponse? _page;
    private long _inPage;
    private string? _version;
    private int _repeats;
    private bool _atEnd;
    private bool _disposed;

    private ResourceContentReader(Resource resource, long start, long? length)
    {
        _resource = resource;
        _offset = start;
        _left = length ?? long.MaxValue;
    }

    public override bool CanRead => !_disposed;

    public static async Task<ResourceContentReader> OpenAsync(Resource resource, long start, long? length, CancellationToken cancellationToken)
    {
        var reader = new ResourceContentReader(resource, start, length);
        await reader.OpenPageAsync(cancellationToken).ConfigureAwait(false);
        return reader;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (!_atEnd && _left > 0)
        {
            try
            {
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

                await EndPageAsync().ConfigureAwait(false);
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
        OdpsResponse page = await _resource.Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // As far as the service says it, the pages are of one content.
        string? version = page.Header("Last-Modified");
        if (version is not null && _version is not null && version != _version)
        {
            await page.DisposeAsync().ConfigureAwait(false);
            throw new OdpsDataException(
                FormattableString.Invariant($"Could not read resource {_resource.FullName} to its end: it was replaced while it was read (after {_offset} bytes). Read it again from the beginning."))
            {
                Offset = _offset,
            };
        }

        _version ??= version;
        _page = page;
        _inPage = 0;
    }

    private async Task EndPageAsync()
    {
        OdpsResponse page = _page!;
        bool more = "true".Equals(page.Header("x-odps-resource-has-remaining"), StringComparison.OrdinalIgnoreCase);
        if (more && _inPage == 0)
        {
            throw page.Malformed("has no bytes and says that there are more");
        }

        _atEnd = !more;
        await ClosePageAsync().ConfigureAwait(false);
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
