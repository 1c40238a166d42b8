using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Odps.Net.Http;

/// <summary>
/// Computes signatures. V4 derives its key from the secret, the day and the region with SHA-256; the signature itself is HMAC-SHA1 in both
/// versions, which is what the service expects.
/// </summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The service defines its signature as HMAC-SHA1.")]
internal sealed class Signature(string prefix)
{
    private SigningKey? _lastKey;

    /// <summary>The V2 value of <c>Authorization</c>.</summary>
    public static string V2(OdpsCredentialValue credential, string text) =>
        $"ODPS {credential.AccessKeyId}:{Sign(Encoding.UTF8.GetBytes(credential.AccessKeySecret!), text)}";

    /// <summary>The V4 value of <c>Authorization</c>.</summary>
    public string V4(OdpsCredentialValue credential, string text, DateTimeOffset now, string region)
    {
        string date = now.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        byte[] key = Key(credential.AccessKeySecret!, date, region);
        return $"ODPS {credential.AccessKeyId}/{date}/{region}/odps/{prefix}_request:{Sign(key, text)}";
    }

    /// <summary>The value of <c>application-authentication</c>: the application's signature of the user's.</summary>
    public string Application(OdpsAppCredential application, string authorization)
    {
        int end = prefix.LastIndexOf('_');
        string provider = end < 0 ? prefix : prefix[..end];
        string signature = Sign(Encoding.UTF8.GetBytes(application.AccessKeySecret), authorization);
        return $"account_provider:{provider},signature_method:hmac-sha1,access_id:{application.AccessKeyId},signature:{signature}";
    }

    /// <summary>The steps of the V4 key: day, region, service, signing.</summary>
    internal static byte[][] KeyChain(string prefix, string secret, string date, string region)
    {
        byte[] day = HMACSHA256.HashData(Encoding.UTF8.GetBytes(prefix + secret), Encoding.UTF8.GetBytes(date));
        byte[] area = HMACSHA256.HashData(day, Encoding.UTF8.GetBytes(region));
        byte[] service = HMACSHA256.HashData(area, "odps"u8);
        byte[] signing = HMACSHA256.HashData(service, Encoding.UTF8.GetBytes(prefix + "_request"));
        return [day, area, service, signing];
    }

    private static string Sign(byte[] key, string text) => Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(text)));

    private byte[] Key(string secret, string date, string region)
    {
        // A client has one credential and one region, so the last key is nearly always the right one.
        SigningKey? last = Volatile.Read(ref _lastKey);
        if (last is null || last.Date != date || last.Region != region || last.Secret != secret)
        {
            last = new SigningKey(secret, date, region, KeyChain(prefix, secret, date, region)[3]);
            Volatile.Write(ref _lastKey, last);
        }

        return last.Key;
    }

    private sealed class SigningKey(string secret, string date, string region, byte[] key)
    {
        public string Secret => secret;

        public string Date => date;

        public string Region => region;

        public byte[] Key => key;
    }
}
