using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>The bodies of requests that bring rows.</summary>
internal static class TunnelBody
{
    /// <summary>The whole record stream of a request, decompressed.</summary>
    public static async Task<byte[]> ReadRecordsAsync(ServiceRequest request, long maxBytes, CancellationToken cancellationToken)
    {
        if (request.Has("arrow"))
        {
            throw new EmulatorException("MethodNotAllowed", "Rows of this kind of session are records, not Arrow.", 405);
        }

        ContentCoding? coding = ContentCoding.OfBody(request);
        byte[] body = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        return coding?.Decompress(body, maxBytes) ?? body;
    }
}
