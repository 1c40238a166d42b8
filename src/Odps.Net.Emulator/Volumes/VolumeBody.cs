using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Tunnel;

namespace Odps.Net.Emulator.Volumes;

/// <summary>The framed and perhaps compressed bytes of a volume file in requests and answers.</summary>
internal static class VolumeBody
{
    private const string OnlyCoding = "deflate";

    public static async Task<byte[]> ReadAsync(ServiceRequest request, long maxBytes, CancellationToken cancellationToken)
    {
        ContentCoding? coding = ContentCoding.OfBody(request);
        if (coding is not null && coding.Name != OnlyCoding)
        {
            throw new EmulatorException("UnsupportedContentEncoding", $"Volumes take no coding but {OnlyCoding}; it is '{coding.Name}'.", 415);
        }

        byte[] body = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        return VolumeFraming.Decode(coding?.Decompress(body, maxBytes) ?? body);
    }

    public static ServiceResponse Answer(ServiceRequest request, ReadOnlySpan<byte> data, int status = 200)
    {
        byte[] framed = VolumeFraming.Encode(data);
        if (ContentCoding.Accepted(request) is not { Name: OnlyCoding } coding)
        {
            return new ServiceResponse { Status = status, ContentType = "application/octet-stream", Body = framed };
        }

        using var compressed = new MemoryStream();
        using (Stream target = coding.OpenWrite!(compressed))
        {
            target.Write(framed);
        }

        return new ServiceResponse { Status = status, ContentType = "application/octet-stream", Body = compressed.ToArray() }.With("Content-Encoding", OnlyCoding);
    }
}
