using System.Net;

namespace Odps.Net.Http;

/// <summary>
/// What to ask the service. It describes and does not hold a connection or a body, so it can be sent again: each attempt asks
/// <see cref="Content"/> anew and signs with a new date.
/// </summary>
internal sealed record OdpsRequest
{
    /// <summary>The largest body that a request which is not <see cref="Streaming"/> reads, unless it says otherwise.</summary>
    public const int DefaultMaxBodyBytes = 256 * 1024 * 1024;

    public required HttpMethod Method { get; init; }

    public required RestPath Path { get; init; }

    /// <summary>What is being done, to follow "Could not": <c>create partition dt=1 of table sales.orders</c>. No secrets.</summary>
    public required string Operation { get; init; }

    /// <summary>What a failure means for the caller's data, or what to do about it: said at the end of each error. <see langword="null"/> for nothing.</summary>
    public string? Note { get; init; }

    public QueryParameters Query { get; init; } = [];

    /// <summary>Headers on top of the client's own, content headers included; a name given here wins over the default headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Makes the body of one attempt; <see langword="null"/> for no body. See <see cref="RequestContent"/>.</summary>
    public Func<HttpContent?>? Content { get; init; }

    /// <summary>
    /// The base address, when it is not the service endpoint: the tunnel. Such a request gets no <c>curr_schema</c> of the client, and
    /// is signed with V4 only when the region was given explicitly.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// An address that the service has signed for another server, an object store: it is asked for exactly as it is, with no header of this SDK but the user agent,
    /// and it is a secret. <see cref="Path"/> then only says what it stands for.
    /// </summary>
    public Uri? PresignedUri { get; init; }

    /// <summary>The <c>curr_project</c> to send instead of the client's project.</summary>
    public string? CurrentProject { get; init; }

    /// <summary>The <c>curr_schema</c> to send instead of the client's schema; empty for none.</summary>
    public string? CurrentSchema { get; init; }

    /// <summary>
    /// Whether doing it twice is the same as doing it once; <see langword="null"/> decides by method: GET, HEAD, PUT, DELETE, OPTIONS
    /// and TRACE are, POST is not. Requests that are not idempotent are repeated only when they cannot have reached the service.
    /// </summary>
    public bool? IsIdempotent { get; init; }

    /// <summary>
    /// Whether <see cref="Content"/> can be asked more than once. When it cannot, the request is never repeated after its body was begun.
    /// </summary>
    public bool IsContentReplayable { get; init; } = true;

    /// <summary>
    /// Whether status 500 is worth another attempt although the request writes: what it writes replaces what an earlier attempt may have left half done.
    /// </summary>
    public bool RepeatsInternalErrors { get; init; }

    /// <summary>How long the network may stay silent; <see langword="null"/> takes <see cref="OdpsClientOptions.NetworkTimeout"/>.</summary>
    public TimeSpan? NetworkTimeout { get; init; }

    /// <summary>Statuses outside 2xx that are answers and not errors, for example 308.</summary>
    public IReadOnlyList<HttpStatusCode> AcceptStatus { get; init; } = [];

    /// <summary>
    /// Whether the answer's body is handed out as it arrives. Otherwise it is read whole within the attempt, so that a body that breaks
    /// off counts as a failed attempt.
    /// </summary>
    public bool Streaming { get; init; }

    /// <summary>The most bytes of a body that is not streamed.</summary>
    public int MaxBodyBytes { get; init; } = DefaultMaxBodyBytes;

    internal bool MayRepeat => IsIdempotent ?? (Method != HttpMethod.Post && Method != HttpMethod.Patch && Method != HttpMethod.Connect);

    public static OdpsRequest Get(RestPath path, string operation) => new() { Method = HttpMethod.Get, Path = path, Operation = operation };

    public static OdpsRequest Head(RestPath path, string operation) => new() { Method = HttpMethod.Head, Path = path, Operation = operation };

    public static OdpsRequest Delete(RestPath path, string operation) => new() { Method = HttpMethod.Delete, Path = path, Operation = operation };

    public static OdpsRequest Put(RestPath path, string operation, Func<HttpContent?>? content = null) =>
        new() { Method = HttpMethod.Put, Path = path, Operation = operation, Content = content };

    public static OdpsRequest Post(RestPath path, string operation, Func<HttpContent?>? content = null) =>
        new() { Method = HttpMethod.Post, Path = path, Operation = operation, Content = content };
}
