using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Finds the catalog service.</summary>
internal static class CatalogAddress
{
    private const string Key = "catalogapi";

    /// <summary>The configured address, or what the service tells: a host, or an address with its scheme. Asked once for the life of the client.</summary>
    public static async ValueTask<Uri> FindAsync(ServiceScope scope, CancellationToken cancellationToken)
    {
        if (scope.Options.CatalogEndpoint is { } configured)
        {
            return configured;
        }

        if (!scope.Cache.Hosts.TryGetValue(Key, out string? known))
        {
            OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal(Key), "find the catalog service");
            known = await scope.Pipeline.ReadAsync(request, (response, token) => ReadAsync(response, scope.Options.Endpoint!.Scheme, token), cancellationToken).ConfigureAwait(false);
            scope.Cache.Hosts[Key] = known;
        }

        return new Uri(known);
    }

    private static async ValueTask<string> ReadAsync(OdpsResponse response, string scheme, CancellationToken cancellationToken)
    {
        string text = (await response.ReadTextAsync(cancellationToken).ConfigureAwait(false)).Trim().TrimEnd('/');
        string address = text.Contains("://", StringComparison.Ordinal) ? text : $"{scheme}://{text}";
        return text.Length > 0 && Uri.TryCreate(address, UriKind.Absolute, out Uri? found) && (found.Scheme == Uri.UriSchemeHttps || found.Scheme == Uri.UriSchemeHttp)
            ? address
            : throw response.Malformed("is not the address of a host; set OdpsClientOptions.CatalogEndpoint to give the address yourself");
    }
}
