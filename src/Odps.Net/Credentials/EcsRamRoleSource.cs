using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// Asks the metadata service of an ECS instance for the credential of its RAM role, in the hardened mode (v2): first a session token, then with it the
/// name of the role, unless it is known, and its credential.
/// </summary>
internal sealed class EcsRamRoleSource(EcsRamRoleCredentialOptions options, Func<string, string?> variable)
{
    private const string Credentials = "latest/meta-data/ram/security-credentials/";
    private const int MaxBodyBytes = 64 * 1024;
    private const int SessionSeconds = 21600;

    public async ValueTask<OdpsCredentialValue> FetchAsync(CancellationToken cancellationToken)
    {
        // Asked for every few hours, so no connection is kept. Never through a proxy: the address means this instance.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Timeout };
        using var transport = new HttpMessageInvoker(handler, disposeHandler: false);
        string session = await SendAsync(
            transport, HttpMethod.Put, "latest/api/token", "X-aliyun-ecs-metadata-token-ttl-seconds", SessionSeconds.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        session = session.Trim();
        string? role = options.RoleName ?? NullIfBlank(variable("ALIBABA_CLOUD_ECS_METADATA"));
        role ??= NullIfBlank(await GetAsync(transport, Credentials, session, cancellationToken).ConfigureAwait(false))
            ?? throw new InvalidDataException("The metadata service names no RAM role: attach one to the instance.");
        return Read(await GetAsync(transport, Credentials + Uri.EscapeDataString(role), session, cancellationToken).ConfigureAwait(false), role);
    }

    private static OdpsCredentialValue Read(string text, string role)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.Text("Code") is { } code && code != "Success")
            {
                throw new InvalidDataException($"The metadata service answered for the role '{role}' with the code '{code}'.");
            }

            string Required(string key) => root.Text(key) ?? throw new InvalidDataException($"The answer for the role '{role}' has no text '{key}'.");

            DateTimeOffset? expires = root.Text("Expiration") is { } expiration
                ? WireTime.Rfc1123(expiration) ?? throw new InvalidDataException($"The answer for the role '{role}' has an 'Expiration' that is no time.")
                : null;
            return OdpsCredentialValue.AccessKey(Required("AccessKeyId"), Required("AccessKeySecret"), Required("SecurityToken"), expires);
        }
        catch (JsonException failure)
        {
            // The parser's own text can repeat what it met; the place is enough.
            throw new InvalidDataException(FormattableString.Invariant($"The answer for the role '{role}' is not JSON (line {failure.LineNumber + 1})."));
        }
    }

    private Task<string> GetAsync(HttpMessageInvoker transport, string path, string session, CancellationToken cancellationToken) =>
        SendAsync(transport, HttpMethod.Get, path, "X-aliyun-ecs-metadata-token", session, cancellationToken);

    private async Task<string> SendAsync(
        HttpMessageInvoker transport, HttpMethod method, string path, string header, string value, CancellationToken cancellationToken)
    {
        var address = new Uri(new Uri(options.Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/"), path);
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation(header, value);
        using var limit = new CancellationTokenSource(options.Timeout, options.Refresh.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using HttpResponseMessage response = await transport.SendAsync(request, either.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                throw new InvalidDataException($"The metadata service does not know '/{path}': no RAM role, or none of that name, is attached to the instance.");
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidDataException($"The metadata service answered {method} '/{path}' with HTTP {(int)response.StatusCode}.");
            }

            return await ReadAsync(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"The metadata service {options.Endpoint} did not answer within {options.Timeout} (EcsRamRoleCredentialOptions.Timeout): is this an ECS instance?");
        }
        catch (Exception failure) when (failure is HttpRequestException or SocketException)
        {
            throw new IOException($"The metadata service {options.Endpoint} cannot be reached ({failure.Message}): is this an ECS instance?", failure);
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] buffer = new byte[MaxBodyBytes + 1];
            int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return length <= MaxBodyBytes
                ? Encoding.UTF8.GetString(buffer, 0, length)
                : throw new InvalidDataException("The metadata service answered with more than 64 KiB.");
        }
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
