using System.Buffers;

namespace Odps.Net.Http;

/// <summary>Checks options when a client is built. Each message names the option and what to set it to.</summary>
internal static class OptionsValidation
{
    private const string EndpointExample = "https://service.cn-shanghai.maxcompute.aliyun.com/api";
    private const string TunnelExample = "https://dt.cn-shanghai.maxcompute.aliyun.com";

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/?#\\ \t\r\n");

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Headers that the pipeline writes itself.</summary>
    private static readonly string[] OwnHeaders =
    [
        "Authorization", "Date", "Host", "Content-Length", "Transfer-Encoding", "Connection", "User-Agent", "x-odps-user-agent",
        "authorization-sts-token", "x-odps-bearer-token", "application-authentication",
    ];

    /// <exception cref="ArgumentException">An option is missing or cannot be used.</exception>
    public static void Validate(OdpsClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Endpoint is null)
        {
            throw Invalid(nameof(options.Endpoint), $"is not set. Set it to the address of the MaxCompute service of your region, for example {EndpointExample}, or set ODPS_ENDPOINT and use OdpsClientOptions.FromEnvironment.");
        }

        ValidateEndpoint(options.Endpoint, nameof(options.Endpoint), EndpointExample, options.AllowInsecureHttp);
        if (options.TunnelEndpoint is not null)
        {
            ValidateEndpoint(options.TunnelEndpoint, nameof(options.TunnelEndpoint), TunnelExample, options.AllowInsecureHttp);
        }

        if (options.CatalogEndpoint is not null)
        {
            ValidateEndpoint(options.CatalogEndpoint, nameof(options.CatalogEndpoint), "https://catalogapi.cn-shanghai.maxcompute.aliyun.com", options.AllowInsecureHttp);
        }

        if (options.Credential is null)
        {
            throw Invalid(nameof(options.Credential), "is not set. Set it to OdpsCredential.AccessKey(id, secret) or OdpsCredential.FromEnvironment().");
        }

        ValidateName(options.Project, nameof(options.Project));
        ValidateName(options.Schema, nameof(options.Schema));
        ValidateName(options.Namespace, nameof(options.Namespace));
        ValidateSignature(options);
        ValidateTimes(options);
        if (options.MaxConnectionsPerServer is <= 0)
        {
            throw Invalid(nameof(options.MaxConnectionsPerServer), "must be at least 1, or null for no limit.");
        }

        ValidateHeaders(options);
    }

    /// <summary>Checks the address of a service, also one that was discovered.</summary>
    public static void ValidateEndpoint(Uri endpoint, string option, string example, bool allowInsecureHttp)
    {
        if (!endpoint.IsAbsoluteUri || (endpoint.Scheme != Uri.UriSchemeHttps && endpoint.Scheme != Uri.UriSchemeHttp) || endpoint.Host.Length == 0)
        {
            throw Invalid(option, $"must be an absolute http or https address, for example {example}.");
        }

        if (endpoint.UserInfo.Length > 0)
        {
            throw Invalid(option, "must not hold a user name or password; credentials go into OdpsClientOptions.Credential.");
        }

        if (endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
        {
            throw Invalid(option, $"must be a base address without a query or a fragment, for example {example}.");
        }

        if (endpoint.Scheme == Uri.UriSchemeHttp && !endpoint.IsLoopback && !allowInsecureHttp)
        {
            throw Invalid(option, $"uses plain http for {endpoint.Host}: data and tokens would travel unencrypted. Use https, or set OdpsClientOptions.AllowInsecureHttp within a network that you trust.");
        }
    }

    private static void ValidateName(string? name, string option)
    {
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAny(NotInNames) || name is "." or ".."))
        {
            throw Invalid(option, "must be a plain name such as sales, without slashes or white space; leave it null for none.");
        }
    }

    private static void ValidateSignature(OdpsClientOptions options)
    {
        if (!Enum.IsDefined(options.SignatureVersion))
        {
            throw Invalid(nameof(options.SignatureVersion), "is not one of Auto, V2 and V4.");
        }

        if (!IsWord(options.SignaturePrefix))
        {
            throw Invalid(nameof(options.SignaturePrefix), "must be a word such as aliyun_v4.");
        }

        if (options.Region is not null && !IsWord(options.Region))
        {
            throw Invalid(nameof(options.Region), "must be a region id such as cn-shanghai; leave it null to take it from the endpoint.");
        }

        if (options.SignatureVersion == SignatureVersion.V4 && options.Region is null && RegionName.FromEndpoint(options.Endpoint!) is null)
        {
            throw Invalid(nameof(options.Region), "is not set and the endpoint's host does not name a region, but SignatureVersion.V4 needs one. Set it, for example to cn-shanghai.");
        }

        if (options.AppCredential is not null && options.Credential is StaticCredential { Value.IsBearerToken: true })
        {
            throw Invalid(nameof(options.AppCredential), "cannot go with a bearer token: it signs the signature of an access key, and a bearer token has none.");
        }
    }

    private static void ValidateTimes(OdpsClientOptions options)
    {
        ValidateTimeout(options.ConnectTimeout, nameof(options.ConnectTimeout));
        ValidateTimeout(options.NetworkTimeout, nameof(options.NetworkTimeout));
        if (options.TimeProvider is null)
        {
            throw Invalid(nameof(options.TimeProvider), "must not be null; leave it out for the system's clock.");
        }

        if (options.Retry is null)
        {
            throw Invalid(nameof(options.Retry), "must not be null; set RetryOptions.MaxRetries to 0 to turn repeating off.");
        }

        if (options.Retry.MaxRetries is < 0 or > 100)
        {
            throw Invalid("Retry.MaxRetries", "must be between 0 and 100.");
        }

        if (options.Retry.Delay < TimeSpan.Zero || options.Retry.Delay > TimeSpan.FromHours(1))
        {
            throw Invalid("Retry.Delay", "must be between 0 and 1 hour.");
        }

        if (options.Retry.MaxDelay < options.Retry.Delay || options.Retry.MaxDelay > TimeSpan.FromHours(1))
        {
            throw Invalid("Retry.MaxDelay", "must be between Retry.Delay and 1 hour.");
        }

        if (options.Retry.MaxRetryAfter < TimeSpan.Zero || options.Retry.MaxRetryAfter > TimeSpan.FromHours(24))
        {
            throw Invalid("Retry.MaxRetryAfter", "must be between 0 and 24 hours.");
        }
    }

    private static void ValidateTimeout(TimeSpan timeout, string option)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout <= TimeSpan.Zero || timeout > TimeSpan.FromDays(24)))
        {
            throw Invalid(option, "must be longer than zero and at most 24 days, or Timeout.InfiniteTimeSpan for none.");
        }
    }

    private static void ValidateHeaders(OdpsClientOptions options)
    {
        if (options.UserAgentSuffix is { } suffix && suffix.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw Invalid(nameof(options.UserAgentSuffix), "must be printable ASCII, for example my-app/1.2.");
        }

        if (options.DefaultHeaders is null)
        {
            throw Invalid(nameof(options.DefaultHeaders), "must not be null; leave it out for none.");
        }

        using var probe = new HttpRequestMessage();
        foreach ((string name, string value) in options.DefaultHeaders)
        {
            if (OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw Invalid(nameof(options.DefaultHeaders), $"must not hold {name}, which the client writes itself.");
            }

            if (value is null || value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0 || !probe.Headers.TryAddWithoutValidation(name, value))
            {
                throw Invalid(nameof(options.DefaultHeaders), $"holds the header '{name}', whose name or value cannot be sent as a request header.");
            }
        }
    }

    private static bool IsWord(string? text) =>
        !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExcept(WordCharacters);

    private static ArgumentException Invalid(string option, string fault) => new($"OdpsClientOptions.{option} {fault}", option);
}
