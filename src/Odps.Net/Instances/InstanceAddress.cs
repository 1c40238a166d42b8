using System.Net;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The address of a new instance, in the header <c>Location</c> of what created it.</summary>
internal static class InstanceAddress
{
    /// <summary>The id is the last part of the address.</summary>
    public static string IdOf(OdpsResponse response)
    {
        string location = response.RequiredHeader("Location").TrimEnd('/');
        string id = WebUtility.UrlDecode(location[(location.LastIndexOf('/') + 1)..]);
        return id.Length > 0 ? id : throw response.Malformed("has no instance id in its header Location");
    }

    /// <summary>Sends a request that creates an instance.</summary>
    /// <returns>The id of the instance.</returns>
    public static Task<string> CreateInstanceAsync(this OdpsPipeline pipeline, OdpsRequest request, CancellationToken cancellationToken) =>
        pipeline.ReadAsync(request, static (response, _) => new ValueTask<string>(IdOf(response)), cancellationToken);
}
