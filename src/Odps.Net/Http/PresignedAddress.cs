namespace Odps.Net.Http;

/// <summary>Addresses of an object store that the service has signed: who has one may use it, so they are kept out of logs and messages.</summary>
internal static class PresignedAddress
{
    /// <summary>A value that is shorter tells nobody anything, and would be struck out of ordinary words.</summary>
    private const int MinSecretLength = 8;

    /// <exception cref="InvalidOperationException">The address would send data and its signature unencrypted.</exception>
    public static void Check(Uri address, bool allowInsecureHttp)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new InvalidOperationException("The service gave an address of the object store that is not an http or https address.");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !allowInsecureHttp)
        {
            throw new InvalidOperationException(
                $"The service gave a plain http address of the object store at {address.Host}: data would travel unencrypted. Set OdpsClientOptions.AllowInsecureHttp within a network that you trust.");
        }
    }

    /// <summary>The values of the address that an error of the store may repeat.</summary>
    public static IReadOnlyList<string> SecretsOf(Uri address)
    {
        var secrets = new List<string>();
        foreach (string parameter in address.Query.TrimStart('?').Split('&'))
        {
            string value = parameter[(parameter.IndexOf('=', StringComparison.Ordinal) + 1)..];
            if (value.Length >= MinSecretLength)
            {
                secrets.Add(value);
                secrets.Add(Uri.UnescapeDataString(value));
            }
        }

        return secrets;
    }
}
