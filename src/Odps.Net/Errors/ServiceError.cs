using System.Net;

namespace Odps.Net;

/// <summary>What the service said about a failure: the parts of its error document and of the answer that carried it.</summary>
public sealed record ServiceError
{
    /// <summary>The HTTP status; 0 when the error came from the result of a job.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>The error code (<c>Code</c>), for example <c>NoSuchTable</c> or <c>ODPS-0130131</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The text of the service (<c>Message</c>).</summary>
    public string? Message { get; init; }

    /// <summary>The id of the request (<c>x-odps-request-id</c> or <c>RequestId</c>).</summary>
    public string? RequestId { get; init; }

    /// <summary>The host that answered (<c>HostId</c>).</summary>
    public string? HostId { get; init; }

    /// <summary>The id of the instance that the error is about.</summary>
    public string? InstanceId { get; init; }

    /// <summary>How long the service asks to wait before another try (<c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The newest version of the table's schema (<c>odps-tunnel-latest-schema-version</c>), which comes with code <c>SchemaModified</c>.</summary>
    public string? LatestSchemaVersion { get; init; }
}
