using System.Globalization;
using System.Net;
using Odps.Net.Compression;
using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>
/// A handle to a volume that stands for a directory of an object store. Its files are read and written at the store itself, by addresses that the service
/// signs; nothing but the transport guards the bytes. It costs no call.
/// </summary>
public sealed class ExternalVolume : FileSystemVolume
{
    private readonly bool _usePublicHost;

    internal ExternalVolume(ServiceScope scope, string name, bool usePublicHost)
        : base(scope, name) => _usePublicHost = usePublicHost;

    /// <summary>
    /// An address at the object store by which anyone can read a file until it expires. Treat it as a secret. One request.
    /// </summary>
    /// <param name="path">The path of the file from the root of the volume.</param>
    /// <param name="lifetime">How long it can be used, in whole seconds. Default: as the service decides.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Uri> GetReadUriAsync(string path, TimeSpan? lifetime = null, CancellationToken cancellationToken = default) =>
        SignAsync(Items[path], "get", "", lifetime, cancellationToken);

    /// <summary>
    /// An address at the object store by which anyone can write a file, with one PUT, until it expires. Treat it as a secret. One request.
    /// </summary>
    /// <param name="path">The path of the file from the root of the volume.</param>
    /// <param name="lifetime">How long it can be used, in whole seconds. Default: as the service decides.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<Uri> GetWriteUriAsync(string path, TimeSpan? lifetime = null, CancellationToken cancellationToken = default) =>
        SignAsync(Items[path], "put", "", lifetime, cancellationToken);

    internal override string ResourcePathOf(string path) => $"{Project}/volumes{VolumePath.OfFile(Name, path)}";

    internal override async Task CreateDirectoryAsync(VolumeItem directory, CancellationToken cancellationToken)
    {
        // For the store a directory is an object without bytes whose name ends in a slash.
        Uri address = await SignAsync(directory, "put", "/", null, cancellationToken).ConfigureAwait(false);
        OdpsRequest request = ToStore(HttpMethod.Put, address, $"create directory {directory}") with { Content = RequestContent.Bytes(ReadOnlyMemory<byte>.Empty, null) };
        await Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    internal override async Task<Stream> OpenReadAsync(VolumeItem file, long start, long? length, VolumeSessionOptions options, CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return Stream.Null;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(length ?? 0, long.MaxValue - start, nameof(length));
        Uri address = await SignAsync(file, "get", "", null, cancellationToken).ConfigureAwait(false);
        OdpsRequest request = ToStore(HttpMethod.Get, address, $"read {file}") with { Streaming = true, NetworkTimeout = options.NetworkTimeout };
        bool isRange = start > 0 || length is not null;
        if (isRange)
        {
            string last = length is long count ? (start + count - 1).ToString(CultureInfo.InvariantCulture) : "";
            request = request with { Headers = [new("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={start}-{last}"))] };
        }

        OdpsResponse response = await Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (isRange && response.Status != HttpStatusCode.PartialContent && start > 0)
        {
            // Stores send the whole file when a range begins behind its end.
            await response.DisposeAsync().ConfigureAwait(false);
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The store has no range of {file} that begins there; the file is shorter.");
        }

        return new StoreObjectReader(response, length, new TransferCounter(options.Progress));
    }

    internal override async Task<VolumeFileWriter> OpenWriteAsync(VolumeItem file, int? replication, VolumeSessionOptions options, CancellationToken cancellationToken)
    {
        if (replication is not null)
        {
            throw new NotSupportedException($"External volumes have no replication; write {file} without it.");
        }

        Uri address = await SignAsync(file, "put", "", null, cancellationToken).ConfigureAwait(false);
        OdpsRequest request = ToStore(HttpMethod.Put, address, $"write {file}") with { NetworkTimeout = options.NetworkTimeout };
        StreamingUpload upload = await StreamingUpload.OpenAsync(Scope.Pipeline, request, TunnelDataForm.File, TunnelCompression.None, static () => { }, cancellationToken).ConfigureAwait(false);
        return new VolumeFileWriter(upload, $"file {file}", (_, token) => upload.CompleteAsync(token), new TransferCounter(options.Progress), isFramed: false);
    }

    private OdpsRequest ToStore(HttpMethod method, Uri address, string operation) =>
        new() { Method = method, Path = Path, Operation = operation, PresignedUri = address };

    private async Task<Uri> SignAsync(VolumeItem item, string method, string suffix, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime ?? TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), nameof(lifetime));
        if (item.Path.Length == 0)
        {
            throw new ArgumentException("The path of a file in a volume is empty.", nameof(item));
        }

        var query = new QueryParameters { "meta", { "sign_url", method }, { "expire_seconds", lifetime is { } time ? (long)time.TotalSeconds : null } };
        OdpsRequest request = Request(HttpMethod.Get, $"get an address to {method} {item}", query) with { Headers = [new("x-odps-volume-fs-path", item.FullPath + suffix)] };
        string text = await Scope.Pipeline.ReadXmlAsync(
            request, (document, response) => document.Text("URL") ?? throw response.Malformed("has no URL"), cancellationToken).ConfigureAwait(false);
        return ToAddress(text, request.Operation);
    }

    private Uri ToAddress(string text, string operation)
    {
        // Exactly as it was signed: nothing in it may be unescaped or resolved.
        if (!Uri.TryCreate(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out Uri? address))
        {
            throw new OdpsDataException($"Could not {operation}: what the service gave is not an address.");
        }

        if (!_usePublicHost || !address.Host.Contains("-internal.", StringComparison.Ordinal))
        {
            return address;
        }

        string host = address.Authority.Replace("-internal.", ".", StringComparison.Ordinal);
        int start = text.IndexOf(address.Authority, StringComparison.OrdinalIgnoreCase);
        return new Uri(text[..start] + host + text[(start + address.Authority.Length)..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    /// <summary>The body of an answer of the store, up to a length; disposing it gives the connection back.</summary>
    private sealed class StoreObjectReader(OdpsResponse response, long? length, TransferCounter counter) : ReadOnlyAsyncStream
    {
        private long _left = length ?? long.MaxValue;
        private bool _isAtEnd;

        public override bool CanRead => true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = _left == 0 ? 0 : await response.Body.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
            _left -= read;
            if (read > 0)
            {
                counter.Add(bytes: read);
            }
            else if (!_isAtEnd && !buffer.IsEmpty)
            {
                _isAtEnd = true;
                counter.Add(blocks: 1);
            }

            return read;
        }

        public override async ValueTask DisposeAsync()
        {
            await response.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
