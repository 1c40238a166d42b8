using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Odps.Net;

/// <summary>Finds the credential that environment variables name; see <see cref="OdpsCredential.FromEnvironment"/> for the order.</summary>
internal static class EnvironmentCredential
{
    /// <returns>The credential, or null when no variable names one.</returns>
    public static OdpsCredential? Find(Func<string, string?> variable, TimeProvider? timeProvider = null)
    {
        string? Get(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        if (Get("ODPS_STS_ACCOUNT_FILE") is { } stsFile)
        {
            return FromFile("ODPS_STS_ACCOUNT_FILE", stsFile, Get("ODPS_STS_TOKEN_HOURS"), "ODPS_STS_TOKEN_HOURS", timeProvider, ParseSts);
        }

        if (Get("ODPS_STS_TOKEN") is { } stsToken)
        {
            string id = Get("ODPS_STS_ACCESS_KEY_ID") ?? throw Incomplete("ODPS_STS_TOKEN", "ODPS_STS_ACCESS_KEY_ID");
            string secret = Get("ODPS_STS_ACCESS_KEY_SECRET") ?? throw Incomplete("ODPS_STS_TOKEN", "ODPS_STS_ACCESS_KEY_SECRET");
            return OdpsCredential.Sts(id, secret, stsToken);
        }

        if (Get("ODPS_BEARER_TOKEN_FILE") is { } bearerFile)
        {
            return FromFile("ODPS_BEARER_TOKEN_FILE", bearerFile, Get("ODPS_BEARER_TOKEN_HOURS"), "ODPS_BEARER_TOKEN_HOURS", timeProvider, ParseBearer);
        }

        if (Get("ODPS_BEARER_TOKEN") is { } bearer)
        {
            return OdpsCredential.BearerToken(bearer);
        }

        return Pair("ODPS_ACCESS_ID", "ODPS_ACCESS_KEY", null)
            ?? Pair("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN");

        OdpsCredential? Pair(string idName, string secretName, string? tokenName)
        {
            string? id = Get(idName);
            string? secret = Get(secretName);
            if (id is null && secret is null)
            {
                return null;
            }

            if (id is null)
            {
                throw Incomplete(secretName, idName);
            }

            if (secret is null)
            {
                throw Incomplete(idName, secretName);
            }

            return tokenName is not null && Get(tokenName) is { } token ? OdpsCredential.Sts(id, secret, token) : OdpsCredential.AccessKey(id, secret);
        }
    }

    /// <summary>
    /// A bearer token can be Base64 of comma-separated text whose third field is the expiry in Unix seconds. Anything else tells nothing.
    /// </summary>
    internal static DateTimeOffset? BearerExpiry(string token)
    {
        byte[] buffer = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, buffer, out int length))
        {
            return null;
        }

        string[] fields = Encoding.UTF8.GetString(buffer, 0, length).Split(',');
        return fields.Length > 2
            && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
    }

    private static InvalidOperationException Incomplete(string present, string missing) =>
        new($"The environment variable {present} is set but {missing} is not. Set both, or neither.");

    private static RefreshingCredential FromFile(
        string variable,
        string path,
        string? hours,
        string hoursName,
        TimeProvider? timeProvider,
        Func<string, string, OdpsCredentialValue> parse)
    {
        var options = new CredentialRefreshOptions { TimeProvider = timeProvider ?? TimeProvider.System };
        if (hours is not null)
        {
            if (!double.TryParse(hours, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(value is > 0 and < 1e6))
            {
                throw new InvalidOperationException($"The environment variable {hoursName} must be a positive number of hours.");
            }

            options = options with { MaxAge = TimeSpan.FromHours(value) };
        }

        return new RefreshingCredential(
            async token => parse(await CredentialFile.ReadAsync(path, $"The file named by {variable}", token).ConfigureAwait(false), variable),
            options,
            $"file named by {variable}");
    }

    private static OdpsCredentialValue ParseBearer(string text, string variable)
    {
        string token = text.Trim();
        return token.Length > 0
            ? OdpsCredentialValue.BearerToken(token, BearerExpiry(token))
            : throw new InvalidDataException($"The file named by {variable} is empty.");
    }

    private static OdpsCredentialValue ParseSts(string text, string variable)
    {
        using JsonDocument document = Parse(text, variable);
        JsonElement root = document.RootElement;
        string? expiration = Field(root, "expiration");
        DateTimeOffset? expiry = expiration is null
            ? null
            : DateTimeOffset.TryParseExact(
                expiration, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed)
                ? parsed
                : throw new InvalidDataException($"The file named by {variable} has an 'expiration' that is not of the form yyyy-MM-ddTHH:mm:ssZ.");
        return OdpsCredentialValue.AccessKey(Required("accessKeyId"), Required("accessKeySecret"), Required("securityToken"), expiry);

        string Required(string key) => Field(root, key) ?? throw new InvalidDataException($"The file named by {variable} has no text '{key}'.");
    }

    private static string? Field(JsonElement root, string key) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static JsonDocument Parse(string text, string variable)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException failure)
        {
            // The parser's own text can repeat what it met; the place is enough.
            throw new InvalidDataException(
                FormattableString.Invariant($"The file named by {variable} is not JSON (line {failure.LineNumber + 1})."));
        }
    }
}
