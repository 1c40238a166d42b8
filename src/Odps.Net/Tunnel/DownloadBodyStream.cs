using Odps.Net.Compression;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// The decompressed body of an answer; disposing it gives the connection back. Damage in the compressed bytes becomes an error of the SDK, and a
/// compressed body that breaks off is simply the end of the bytes: whoever reads them knows what is missing.
/// </summary>
internal sealed class DownloadBodyStream : Stream
{
    private readonly OdpsResponse _response;
    private readonly Stream _body;

    private DownloadBodyStream(OdpsResponse response, CompressionAlgorithm algorithm)
    {
        _response = response;
        _body = CompressionStreams.OpenRead(algorithm, response.Body, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes ownership of an answer and looks at how its body is compressed; on failure the answer is given back.</summary>
    public static async ValueTask<DownloadBodyStream> OpenAsync(OdpsResponse response)
    {
        string? encoding = response.Header("Content-Encoding");
        if (TunnelCompression.TryParse(encoding, out CompressionAlgorithm algorithm))
        {
            return new DownloadBodyStream(response, algorithm);
        }

        await response.DisposeAsync().ConfigureAwait(false);
        throw response.Malformed($"is compressed with '{encoding}', which this SDK does not know");
    }

    /// <summary>Takes ownership of an answer whose body is read as it was sent.</summary>
    public static DownloadBodyStream OpenAsSent(OdpsResponse response) => new(response, CompressionAlgorithm.None);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (EndOfStreamException)
        {
            return 0;
        }
        catch (InvalidDataException damage)
        {
            throw new OdpsChecksumException(
                $"Could not {_response.Operation}: the compressed data was damaged on its way ({damage.Message}; request id {_response.RequestId ?? "unknown"}). Read it again.", damage);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync().ConfigureAwait(false);
        await _response.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The body of an answer is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
