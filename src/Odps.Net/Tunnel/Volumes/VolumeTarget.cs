using Odps.Net.Compression;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>The parts that all tunnel requests about volumes of a project have in common.</summary>
internal sealed record VolumeTarget
{
    /// <summary>Says which framing is meant; sent with the data of partitioned volumes only.</summary>
    public static readonly KeyValuePair<string, string> Version = new("x-odps-tunnel-version", "6");

    public required ServiceScope Scope { get; init; }

    public required string Project { get; init; }

    /// <summary>What the target is, for messages.</summary>
    public required string Description { get; init; }

    public string? QuotaName { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public TunnelCompression Compression { get; init; }

    public static VolumeTarget Of(ServiceScope scope, string description, VolumeSessionOptions options) => new()
    {
        Scope = scope,
        Project = scope.RequireProject(),
        Description = description,
        QuotaName = options.QuotaName ?? scope.Options.TunnelQuotaName,
        Tags = options.Tags,
        Compression = CheckCompression(options.Compression),
    };

    /// <exception cref="ArgumentException">Volumes have no such compression.</exception>
    public static TunnelCompression CheckCompression(TunnelCompression compression) =>
        compression.Algorithm is CompressionAlgorithm.None or CompressionAlgorithm.Deflate
            ? compression
            : throw new ArgumentException($"Volumes have no compression but deflate; {compression} was given.", nameof(compression));

    public async ValueTask<OdpsRequest> RequestAsync(HttpMethod method, RestPath path, QueryParameters query, string operation, CancellationToken cancellationToken)
    {
        query.Add("quotaName", QuotaName);
        var headers = new List<KeyValuePair<string, string>>();
        if (Tags.Count > 0)
        {
            headers.Add(new("odps-tunnel-tags", string.Join(',', Tags)));
        }

        return new OdpsRequest
        {
            Method = method,
            Path = path,
            Operation = operation,
            Query = query,
            Headers = headers,
            Endpoint = await Scope.Tunnels.GetAsync(Project, QuotaName, cancellationToken).ConfigureAwait(false),
            CurrentProject = Scope.Project,

            // The paths of volumes have no place for a schema.
            CurrentSchema = Scope.Schema ?? "",
        };
    }

    /// <summary>Sends a request whose answer is the JSON of a session.</summary>
    public Task<T> SendAsync<T>(OdpsRequest request, Func<JsonElement, OdpsResponse, T> read, CancellationToken cancellationToken) =>
        Scope.Pipeline.ReadAsync(
            request,
            async (response, token) =>
            {
                using JsonDocument document = await response.ReadJsonAsync(token).ConfigureAwait(false);
                return read(document.RootElement, response);
            },
            cancellationToken);

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
        return new VolumeFileReader(await DownloadBodyStream.OpenAsync(response).ConfigureAwait(false), description, expected);
    }
}
