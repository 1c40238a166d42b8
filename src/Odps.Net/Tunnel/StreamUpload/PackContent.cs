using System.Net;

namespace Odps.Net.Tunnel;

/// <summary>
/// The body of one attempt to send a pack, which lies in pooled memory. It knows whether the service can have got the whole of it, and when the memory
/// is no longer read.
/// </summary>
internal sealed class PackContent(ReadOnlyMemory<byte> body) : HttpContent
{
    /// <summary>The most bytes that are given to the transport at a time.</summary>
    private const int PieceSize = 64 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;
    private volatile bool _mayHaveArrived;

    /// <summary>
    /// Whether the last piece was handed to the transport. Before that the service has less than the announced length, and so nothing.
    /// </summary>
    public bool MayHaveArrived => _mayHaveArrived;

    /// <summary>Completes when the transport does not read the body any more.</summary>
    public Task EndedAsync() => Volatile.Read(ref _begun) == 0 ? Task.CompletedTask : _ended.Task;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _begun, 1);
        try
        {
            ReadOnlyMemory<byte> rest = body;
            while (rest.Length > PieceSize)
            {
                await stream.WriteAsync(rest[..PieceSize], cancellationToken).ConfigureAwait(false);
                rest = rest[PieceSize..];
            }

            cancellationToken.ThrowIfCancellationRequested();
            _mayHaveArrived = true;
            await stream.WriteAsync(rest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
