using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Odps.Net.Emulator.Volumes;

/// <summary>Signed addresses of the object store behind external volumes: who has one may read, or write, one object until it expires.</summary>
internal sealed class StoreAddresses(TimeProvider clock)
{
    public const string Prefix = "/object-store";

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    public string Sign(string authority, EmulatedVolume volume, string key, string method, long seconds)
    {
        if (method is not ("get" or "put") || seconds <= 0)
        {
            throw new EmulatorException("InvalidParameter", $"sign_url is to be get or put and expire_seconds above 0; they are '{method}' and {seconds}.");
        }

        string expires = (clock.GetUtcNow().ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);
        string path = $"{volume.Project}/{volume.Schema ?? "default"}/{volume.Name}";
        string signature = Signature(method, path, key, expires);
        return $"http://{authority}{Prefix}/{path}?key={Uri.EscapeDataString(key)}&Expires={expires}&Signature={signature}";
    }

    public void Check(string method, string path, string key, string? expires, string? signature)
    {
        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Signature(method.ToLowerInvariant(), path, key, expires ?? "")), Encoding.ASCII.GetBytes(signature ?? "")))
        {
            throw new EmulatorException("SignatureDoesNotMatch", "The signature of the address does not match it; an address is for one object and one method.", 403);
        }

        if (long.Parse(expires!, CultureInfo.InvariantCulture) < clock.GetUtcNow().ToUnixTimeSeconds())
        {
            throw new EmulatorException("AccessDenied", "The address has expired.", 403);
        }
    }

    private string Signature(string method, string path, string key, string expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{method}\n{path}\n{key}\n{expires}")));
}
