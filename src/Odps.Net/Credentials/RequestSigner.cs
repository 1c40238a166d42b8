using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;

namespace Odps.Net.Http;

/// <summary>
/// Proves who sends a request: writes its date and its authentication headers. It decides between the signature versions and remembers
/// which endpoints do not take V4.
/// </summary>
internal sealed class RequestSigner
{
    private readonly OdpsClientOptions _options;
    private readonly Signature _signature;
    private readonly string? _serviceRegion;
    private readonly ConcurrentDictionary<string, bool> _withoutV4 = new(StringComparer.OrdinalIgnoreCase);

    public RequestSigner(OdpsClientOptions options)
    {
        _options = options;
        _signature = new Signature(options.SignaturePrefix);
        _serviceRegion = options.Region ?? RegionName.FromEndpoint(options.Endpoint!);
    }

    /// <summary>
    /// The region to sign V4 with, or null for V2. Tunnel hosts are known to take V2 from clients that were not told a region, so the
    /// region in the service's host is not used for them unless V4 was asked for.
    /// </summary>
    public string? RegionFor(OdpsRequest request, string endpointKey) => _options.SignatureVersion switch
    {
        SignatureVersion.V2 => null,
        SignatureVersion.V4 => _serviceRegion,
        _ when _withoutV4.ContainsKey(endpointKey) => null,
        _ => request.Endpoint is null ? _serviceRegion : _options.Region,
    };

    /// <summary>Remembers that an endpoint took a request with V2 after it had refused it with V4.</summary>
    public void StopUsingV4(string endpointKey) => _withoutV4[endpointKey] = true;

    /// <summary>
    /// Whether an error may mean that the endpoint does not take V4 signatures from this key, so that V2 is worth one try. Only with
    /// <see cref="SignatureVersion.Auto"/>.
    /// </summary>
    public bool MayBeRefusalOfV4(OdpsServiceException error)
    {
        if (_options.SignatureVersion != SignatureVersion.Auto)
        {
            return false;
        }

        string text = $"{error.ErrorCode} {error.Error.Message}";
        return text.Contains("need ak v3 support", StringComparison.OrdinalIgnoreCase)
            || text.Contains("accesskey acl denied", StringComparison.OrdinalIgnoreCase)
            || text.Contains("ODPS-0410051", StringComparison.Ordinal)
            || (error is OdpsAuthenticationException && text.Contains("invalid or missing", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether an error means that a newer credential may be accepted.</summary>
    public static bool IsExpired(OdpsServiceException error) =>
        ServiceErrorCodes.KindOf(error.Error) == ServiceErrorKind.ExpiredCredential
        || (error is OdpsAuthenticationException
            && ServiceErrorCodes.KindOf(error.Error) == ServiceErrorKind.Authentication
            && error.Error.Message is { } text
            && text.Contains("token", StringComparison.OrdinalIgnoreCase)
            && text.Contains("expire", StringComparison.OrdinalIgnoreCase));

    /// <summary>Writes the date and the authentication headers of one attempt.</summary>
    /// <param name="message">The request, complete but for these.</param>
    /// <param name="path">Its path below the endpoint, unescaped.</param>
    /// <param name="query">Its query, unescaped.</param>
    /// <param name="credential">Who sends it.</param>
    /// <param name="region">The region for V4, or null for V2.</param>
    /// <param name="now">The instant of signing: the date header and the day of a V4 key are taken from it.</param>
    /// <returns>What was written that must not appear in messages and logs.</returns>
    public IReadOnlyList<string> Sign(
        HttpRequestMessage message,
        string path,
        IEnumerable<KeyValuePair<string, string?>> query,
        OdpsCredentialValue credential,
        string? region,
        DateTimeOffset now)
    {
        HttpRequestHeaders headers = message.Headers;
        headers.TryAddWithoutValidation("Date", now.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
        if (credential.BearerTokenText is { } bearer)
        {
            if (_options.AppCredential is not null)
            {
                throw new InvalidOperationException("OdpsClientOptions.AppCredential cannot go with a bearer token: it signs the signature of an access key, and a bearer token has none.");
            }

            headers.TryAddWithoutValidation("x-odps-bearer-token", bearer);
            return [bearer];
        }

        string text = CanonicalRequest.Build(message.Method.Method, path, query, HeadersAsSent(message));
        string authorization = region is null ? Signature.V2(credential, text) : _signature.V4(credential, text, now, region);
        headers.TryAddWithoutValidation("Authorization", authorization);
        var secrets = new List<string>(4) { credential.AccessKeySecret!, authorization[(authorization.LastIndexOf(':') + 1)..] };
        if (credential.SecurityToken is { } token)
        {
            headers.TryAddWithoutValidation("authorization-sts-token", token);
            secrets.Add(token);
        }

        if (_options.AppCredential is { } application)
        {
            string second = _signature.Application(application, authorization);
            headers.TryAddWithoutValidation("application-authentication", second);
            secrets.Add(application.AccessKeySecret);
            secrets.Add(second[(second.LastIndexOf(':') + 1)..]);
        }

        return secrets;
    }

    private static IEnumerable<KeyValuePair<string, string>> HeadersAsSent(HttpRequestMessage message)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in message.Headers.NonValidated)
        {
            yield return new(header.Key, header.Value.ToString());
        }

        if (message.Content is not null)
        {
            foreach (KeyValuePair<string, HeaderStringValues> header in message.Content.Headers.NonValidated)
            {
                yield return new(header.Key, header.Value.ToString());
            }
        }
    }
}
