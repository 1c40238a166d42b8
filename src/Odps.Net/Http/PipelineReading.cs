using System.Xml.Linq;

namespace Odps.Net.Http;

/// <summary>Sends a request, reads its answer and gives the connection back: what most calls of the REST service are.</summary>
internal static class PipelineReading
{
    /// <summary>Sends a request whose answer has nothing to read.</summary>
    public static Task SendAndForgetAsync(this OdpsPipeline pipeline, OdpsRequest request, CancellationToken cancellationToken) =>
        pipeline.ReadAsync(request, static (_, _) => new ValueTask<bool>(true), cancellationToken);

    /// <summary>Sends a request and reads the XML document of its answer.</summary>
    public static Task<T> ReadXmlAsync<T>(this OdpsPipeline pipeline, OdpsRequest request, Func<XElement, OdpsResponse, T> read, CancellationToken cancellationToken) =>
        pipeline.ReadAsync(
            request,
            async (response, token) => read(await response.ReadXmlAsync(token).ConfigureAwait(false), response),
            cancellationToken);

    /// <summary>Sends a request and reads its answer.</summary>
    public static async Task<T> ReadAsync<T>(
        this OdpsPipeline pipeline, OdpsRequest request, Func<OdpsResponse, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        OdpsResponse response = await pipeline.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await using (response.ConfigureAwait(false))
        {
            return await read(response, cancellationToken).ConfigureAwait(false);
        }
    }
}
