using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>Signs requests of the tests in the simplest way, apart from both the SDK's signer and the emulator's check.</summary>
internal static class TestSigner
{
    /// <summary>Adds the Authorization header. <paramref name="resource"/> is the canonical resource: decoded path, then the sorted query.</summary>
    public static HttpRequestMessage Sign(
        this HttpRequestMessage request, string accessId, string accessKey, string resource, string date, string? region = null, string prefix = "aliyun_v4")
    {
        request.Headers.TryAddWithoutValidation("Date", date);
        string contentType = request.Content?.Headers.ContentType?.ToString() ?? "";
        string contentMd5 = request.Content?.Headers.TryGetValues("Content-MD5", out IEnumerable<string>? values) == true ? values.Single() : "";
        string serviceHeaders = string.Concat(request.Headers
            .Where(h => h.Key.StartsWith("x-odps-", StringComparison.OrdinalIgnoreCase))
            .OrderBy(h => h.Key.ToLowerInvariant(), StringComparer.Ordinal)
            .Select(h => $"{h.Key.ToLowerInvariant()}:{string.Join(',', h.Value)}\n"));
        string text = $"{request.Method}\n{contentMd5}\n{contentType}\n{date}\n{serviceHeaders}{resource}";
        byte[] key = Encoding.UTF8.GetBytes(accessKey);
        string credential = accessId;
        if (region is not null)
        {
            string day = DateTimeOffset.ParseExact(date, "R", CultureInfo.InvariantCulture).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            key = Encoding.UTF8.GetBytes(prefix + accessKey);
            foreach (string part in (string[])[day, region, "odps", prefix + "_request"])
            {
                key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
            }

            credential = $"{accessId}/{day}/{region}/odps/{prefix}_request";
        }

#pragma warning disable CA5350 // The protocol's last step is HMAC-SHA1.
        string signature = Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
        request.Headers.TryAddWithoutValidation("Authorization", $"ODPS {credential}:{signature}");
        return request;
    }
}
