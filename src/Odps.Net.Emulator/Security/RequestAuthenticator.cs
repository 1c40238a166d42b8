using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Security;

/// <summary>Checks who sent a request, as the service does: signature v2 or v4 with the date of the request, STS token, or bearer token.</summary>
internal sealed class RequestAuthenticator(UserDirectory users, TimeProvider clock)
{
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    public Caller Authenticate(ServiceRequest request)
    {
        if (request.Header("x-odps-bearer-token") is { Length: > 0 } token)
        {
            return users.FindToken(token) ?? throw Unauthorized("ODPS-0410051:Invalid credentials - the bearer token is not known or has expired.");
        }

        string authorization = request.Header("Authorization") is { Length: > 0 } value ? value : throw Missing();
        int colon = authorization.LastIndexOf(':');
        if (!authorization.StartsWith("ODPS ", StringComparison.Ordinal) || colon < 5)
        {
            throw Missing();
        }

        string credential = authorization[5..colon];
        string signature = authorization[(colon + 1)..];
        CheckDate(request);
        string[] scope = credential.Split('/');
        (EmulatorUser user, Caller caller) = users.Find(scope[0]) ?? throw Unauthorized("ODPS-0410051:Invalid credentials - accessKeyId not found.");
        CheckSignature(request, SigningKey(scope, user), signature);
        CheckSecurityToken(request, user);
        return caller;
    }

    /// <summary>The HMAC key: the secret itself for v2 (id only), a chain of the scope's parts for v4 (<c>id/date/region/odps/prefix_request</c>).</summary>
    private byte[] SigningKey(string[] scope, EmulatorUser user)
    {
        const string RequestSuffix = "_request";
        if (scope.Length == 1)
        {
            return Encoding.UTF8.GetBytes(user.AccessKey);
        }

        if (scope.Length != 5 || scope[3] != "odps" || !scope[4].EndsWith(RequestSuffix, StringComparison.Ordinal))
        {
            throw Missing();
        }

        if (!DateOnly.TryParseExact(scope[1], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            || Math.Abs(date.DayNumber - DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber) > 1)
        {
            throw Unauthorized($"ODPS-0410051:Invalid credentials - the date '{scope[1]}' of the credential scope is not today's.");
        }

        string prefix = scope[4][..^RequestSuffix.Length];
        byte[] key = Encoding.UTF8.GetBytes(prefix + user.AccessKey);
        foreach (string part in scope[1..])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    private static void CheckSignature(ServiceRequest request, byte[] key, string signature)
    {
        byte[] asSent = StringToSign.Build(request.Method, request.RawHeaders, request.Path, request.Query, Encoding.Latin1);
        byte[] asText = StringToSign.Build(request.Method, request.RawHeaders, request.Path, request.Query, Encoding.UTF8);
        if (!IsSignature(key, asSent, signature) & !IsSignature(key, asText, signature))
        {
            throw new EmulatorException(
                "SignatureNotMatch",
                "The request signature does not match the signature that the service calculated. Check the AccessKey secret and how the request is signed. "
                + $"String to sign: '{Encoding.UTF8.GetString(asSent)}'.",
                401);
        }
    }

    private static bool IsSignature(byte[] key, byte[] data, string signature)
    {
        // The last step is HMAC-SHA1 in both versions of the signature: that is the protocol.
#pragma warning disable CA5350
        string expected = Convert.ToBase64String(HMACSHA1.HashData(key, data));
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    private static void CheckSecurityToken(ServiceRequest request, EmulatorUser user)
    {
        string? token = request.Header("authorization-sts-token");
        bool isRight = string.IsNullOrEmpty(user.SecurityToken)
            ? string.IsNullOrEmpty(token)
            : token is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(user.SecurityToken));
        if (!isRight)
        {
            throw Unauthorized(string.IsNullOrEmpty(token)
                ? "ODPS-0410051:Invalid credentials - the key pair is temporary; its STS token is missing."
                : "ODPS-0410051:Invalid credentials - the STS token is not valid for this key pair.");
        }
    }

    private void CheckDate(ServiceRequest request)
    {
        string? text = request.Header("Date");
        if (!DateTimeOffset.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
        {
            throw Unauthorized($"The Date header of the request is to be an RFC 1123 date; it is '{text}'.");
        }

        DateTimeOffset now = clock.GetUtcNow();
        if ((now - date).Duration() > MaxSkew)
        {
            throw new EmulatorException(
                "RequestTimeTooSkewed",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ODPS-0410031:Authentication request expired - the expire time interval exceeds the max limitation: {MaxSkew.TotalMilliseconds:0}, max_interval_date:{MaxSkew.TotalMilliseconds:0},expire_date:{date.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z,now_date:{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z"),
                403);
        }
    }

    private static EmulatorException Missing() => Unauthorized("The request authorization header is invalid or missing.");

    private static EmulatorException Unauthorized(string message) => new("Unauthorized", message, 401);
}
