using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Odps.Net;

/// <summary>
/// Everything a client needs to know, immutable: make a changed copy with <c>with</c>. It is checked when the client is built. Its text
/// form holds no secret.
/// </summary>
public sealed record OdpsClientOptions
{
    /// <summary>
    /// The REST endpoint, for example <c>https://service.cn-shanghai.maxcompute.aliyun.com/api</c>. Required; no default. A trailing slash
    /// does not matter.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// The tunnel endpoint, for example <c>https://dt.cn-shanghai.maxcompute.aliyun.com</c>. Default: <see langword="null"/>, which asks
    /// the service once per project.
    /// </summary>
    public Uri? TunnelEndpoint { get; init; }

    /// <summary>
    /// The endpoint of the catalog service, which keeps <see cref="OdpsClient.Models"/>, for example <c>https://catalogapi.cn-shanghai.maxcompute.aliyun.com</c>. Default:
    /// <see langword="null"/>, which asks the service once.
    /// </summary>
    public Uri? CatalogEndpoint { get; init; }

    /// <summary>The project that names without one belong to. It goes with each request (<c>curr_project</c>). Default: <see langword="null"/>.</summary>
    public string? Project { get; init; }

    /// <summary>
    /// The schema that names without one belong to, in projects with three-level names. It goes with each REST request
    /// (<c>curr_schema</c>). Default: <see langword="null"/>.
    /// </summary>
    public string? Schema { get; init; }

    /// <summary>
    /// The namespace that requests are for (<c>x-odps-namespace-id</c>), where the service has more than one. Default: <see langword="null"/>, none is sent.
    /// </summary>
    public string? Namespace { get; init; }

    /// <summary>Who sends the requests. Required; no default.</summary>
    public OdpsCredential? Credential { get; init; }

    /// <summary>The application that signs a second time (app account). Default: <see langword="null"/>.</summary>
    public OdpsAppCredential? AppCredential { get; init; }

    /// <summary>
    /// The region, for example <c>cn-shanghai</c>, that V4 signatures are made for. Default: <see langword="null"/>, which takes it from
    /// the host of <see cref="Endpoint"/> when that names one.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>How requests are signed. Default: <see cref="SignatureVersion.Auto"/>.</summary>
    public SignatureVersion SignatureVersion { get; init; } = SignatureVersion.Auto;

    /// <summary>
    /// The scheme name within V4 signatures. Default: <c>aliyun_v4</c>; private clouds use another, for example <c>apsara_v4</c>.
    /// </summary>
    public string SignaturePrefix { get; init; } = "aliyun_v4";

    /// <summary>The quota that tunnel sessions use (<c>quotaName</c>). Default: <see langword="null"/>, the project's own.</summary>
    public string? TunnelQuotaName { get; init; }

    /// <summary>The compute quota that SQL runs in. Default: <see langword="null"/>, the project's own.</summary>
    public string? QuotaName { get; init; }

    /// <summary>
    /// Hints that go with every SQL job (<c>set key=value</c>) unless the call or its text sets them. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> SqlHints { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The zone of wall-clock times: readers of records show DATETIME and TIMESTAMP by its clock where a <see cref="DateTime"/> is asked for, and writers take a
    /// <see cref="DateTime"/> without a zone as of it; SQL runs with it as <c>odps.sql.timezone</c>. Default: <see langword="null"/>, which reads as UTC and refuses to write such values. The zone of the
    /// machine is never used.
    /// </summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Text added to the user agent, for example <c>my-app/1.2</c>; printable ASCII. Default: <see langword="null"/>.</summary>
    public string? UserAgentSuffix { get; init; }

    /// <summary>How long making a connection may take, per attempt. Default: 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the network may stay silent within an attempt: while a request is sent, until its answer begins, and between two reads of
    /// a body. The whole may last as long as it wants. Default: 120 s. <see cref="Timeout.InfiniteTimeSpan"/> turns it off.
    /// </summary>
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How failed requests are repeated. Default: 4 times, from 200 ms, doubling.</summary>
    public RetryOptions Retry { get; init; } = new();

    /// <summary>
    /// The most connections to one host at a time; further requests wait, which counts as silence (<see cref="NetworkTimeout"/>). Each
    /// open reader or writer holds one. Default: <see langword="null"/>, no limit.
    /// </summary>
    public int? MaxConnectionsPerServer { get; init; }

    /// <summary>
    /// Whether plain <c>http</c> is accepted for hosts other than this machine. Default: <see langword="false"/>, because data and STS or
    /// bearer tokens then travel unencrypted.
    /// </summary>
    public bool AllowInsecureHttp { get; init; }

    /// <summary>The proxy. Default: <see langword="null"/>, the one of the machine's environment. <c>new WebProxy()</c> means none.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>
    /// Makes the transport, called once per client; the client disposes what it returns. For tests and special networks:
    /// <see cref="ConnectTimeout"/>, <see cref="MaxConnectionsPerServer"/> and <see cref="Proxy"/> do not apply to it, and it must not
    /// follow redirects or decompress. Default: <see langword="null"/>, an own <see cref="SocketsHttpHandler"/>.
    /// </summary>
    public Func<HttpMessageHandler>? HttpHandlerFactory { get; init; }

    /// <summary>Where log messages go. Default: <see langword="null"/>, nowhere. They hold no secrets.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The clock and its timers. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Headers that go with each request unless the call sets them itself; names that start with <c>x-odps-</c> are signed. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> DefaultHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The options that the environment names: <c>ODPS_ENDPOINT</c> (or <c>PYODPS_ENDPOINT</c>), <c>ODPS_PROJECT_NAME</c> (or <c>ODPS_PROJECT</c>),
    /// <c>ODPS_TUNNEL_ENDPOINT</c>, <c>ODPS_CATALOG_ENDPOINT</c>, <c>ODPS_REGION_NAME</c>, <c>ODPS_NAMESPACE</c>, <c>QUOTA_NAME</c>, and the credential as
    /// <see cref="OdpsCredential.FromEnvironment"/> finds it. What is not set keeps its default; the client's constructor says what is
    /// missing.
    /// </summary>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentException">A variable does not hold an address; the message names it.</exception>
    /// <exception cref="InvalidOperationException">One variable of a key pair is missing; the message names it.</exception>
    public static OdpsClientOptions FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    internal static OdpsClientOptions FromEnvironment(Func<string, string?> variable)
    {
        string? Get(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        Uri? GetUri(string name) => Get(name) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri
            : throw new ArgumentException($"The environment variable {name} does not hold an absolute address such as https://service.cn-shanghai.maxcompute.aliyun.com/api.", name);

        return new OdpsClientOptions
        {
            Endpoint = GetUri("ODPS_ENDPOINT") ?? GetUri("PYODPS_ENDPOINT"),
            Project = Get("ODPS_PROJECT_NAME") ?? Get("ODPS_PROJECT"),
            TunnelEndpoint = GetUri("ODPS_TUNNEL_ENDPOINT"),
            CatalogEndpoint = GetUri("ODPS_CATALOG_ENDPOINT"),
            Region = Get("ODPS_REGION_NAME"),
            Namespace = Get("ODPS_NAMESPACE"),
            QuotaName = Get("QUOTA_NAME"),
            Credential = EnvironmentCredential.Find(variable),
        };
    }

    /// <summary>Writes what identifies the options. Header values, the proxy and credentials can hold secrets and are left out or masked.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Endpoint = ").Append(WithoutUserInfo(Endpoint))
            .Append(", TunnelEndpoint = ").Append(WithoutUserInfo(TunnelEndpoint))
            .Append(", CatalogEndpoint = ").Append(WithoutUserInfo(CatalogEndpoint))
            .Append(", Project = ").Append(Project)
            .Append(", Schema = ").Append(Schema)
            .Append(", Namespace = ").Append(Namespace)
            .Append(", Credential = ").Append(Credential)
            .Append(", AppCredential = ").Append(AppCredential)
            .Append(", Region = ").Append(Region)
            .Append(", SignatureVersion = ").Append(SignatureVersion)
            .Append(", ConnectTimeout = ").Append(ConnectTimeout)
            .Append(", NetworkTimeout = ").Append(NetworkTimeout)
            .Append(", Retry = ").Append(Retry)
            .Append(", DefaultHeaders = ").AppendJoin(' ', DefaultHeaders.Keys);
        return true;
    }

    private static string? WithoutUserInfo(Uri? uri) =>
        uri is { IsAbsoluteUri: true } ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : null;
}
