using Odps.Net.Compression;

namespace Odps.Net.Tunnel;

/// <summary>
/// The body of a preview. Its headers do not tell whether the compression that was asked for is inside the batches or around them, so the first bytes decide.
/// </summary>
internal static class PreviewBody
{
    private const int HeadLength = 4;

    /// <summary>The stream of Arrow data; null when the body is empty, which means no rows. The given stream is closed with the result, or here.</summary>
    public static async ValueTask<Stream?> OpenAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadLength];
        try
        {
            int length = await body.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (length > 0)
            {
                return CompressionStreams.OpenRead(AlgorithmOf(head), new PrefixedStream(head.AsMemory(0, length), body));
            }
        }
        catch
        {
            await body.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await body.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private static CompressionAlgorithm AlgorithmOf(ReadOnlySpan<byte> head) => head switch
    {
        [0x28, 0xb5, 0x2f, 0xfd] => CompressionAlgorithm.Zstandard,
        [0x04, 0x22, 0x4d, 0x18] => CompressionAlgorithm.Lz4Frame,
        _ => CompressionAlgorithm.None,
    };
}
