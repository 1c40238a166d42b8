using Odps.Net.Compression;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>What a session or stream works on that moves files of a project's volume, and the parts that all of its requests have in common.</summary>
internal sealed record VolumeTarget : TunnelContext
{
    /// <summary>Says which framing is meant; sent with the data of partitioned volumes only.</summary>
    public static readonly KeyValuePair<string, string> Version = new("x-odps-tunnel-version", "6");

    public TunnelCompression Compression { get; init; }

    /// <summary>Adds up what all streams have moved.</summary>
    public required TransferCounter Counter { get; init; }

    public static VolumeTarget Of(ServiceScope scope, string description, VolumeSessionOptions options) => new()
    {
        Scope = scope,
        Project = scope.RequireProject(),
        Description = description,
        QuotaName = options.QuotaName ?? scope.Options.TunnelQuotaName,
        Tags = options.Tags,
        NetworkTimeout = options.NetworkTimeout,
        Compression = CheckCompression(options.Compression),
        Counter = new TransferCounter(options.Progress),
    };

    /// <exception cref="ArgumentException">Volumes have no such compression.</exception>
    public static TunnelCompression CheckCompression(TunnelCompression compression) =>
        compression.Algorithm is CompressionAlgorithm.None or CompressionAlgorithm.Deflate
            ? compression
            : throw new ArgumentException($"Volumes have no compression but deflate; {compression} was given.", nameof(compression));

    /// <summary>Makes a request with the common parts; <paramref name="query"/> comes first in the address.</summary>
    public async ValueTask<OdpsRequest> RequestAsync(HttpMethod method, RestPath path, QueryParameters query, string operation, CancellationToken cancellationToken)
    {
        OdpsRequest request = await RequestAsync(method, path, query, [], operation, cancellationToken).ConfigureAwait(false);

        // The paths of volumes have no place for a schema.
        return request with { CurrentSchema = Scope.Schema ?? "" };
    }

    /// <summary>Sends a request for data and gives the bytes of the file.</summary>
    /// <param name="request">The request.</param>
    /// <param name="description">What is read, for messages.</param>
    /// <param name="expected">How many bytes are to come; null when that is not known.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Stream> OpenReadAsync(OdpsRequest request, string description, long? expected, CancellationToken cancellationToken)
    {
        request = request with
        {
            Streaming = true,
            Headers = [.. request.Headers, new("Accept-Encoding", Compression.HeaderValue ?? "identity")],
        };
        OdpsResponse response = await Scope.Pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new VolumeFileReader(await DownloadBodyStream.OpenAsync(response).ConfigureAwait(false), description, expected, Counter);
    }
}
