using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Odps.Net.Emulator.Faults;

/// <summary>
/// The connection below the server. What the server sent before on it is out, since clients wait for an answer before the next request; after a use of this
/// the server cannot use the connection any more.
/// </summary>
internal abstract class ClientConnection
{
    public static ClientConnection Of(HttpContext context) => context.Features.Get<IConnectionSocketFeature>() is { } feature
        ? new OfSocket(context, feature.Socket)
        : new OfPipe(context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output);

    public abstract Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Says that nothing more comes, and leaves the client the time to read what came before.</summary>
    public abstract Task CloseAsync(CancellationToken cancellationToken);

    private sealed class OfSocket(HttpContext context, Socket socket) : ClientConnection
    {
        public override async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await socket.SendAsync(bytes, cancellationToken).ConfigureAwait(false)..];
            }
        }

        public override async Task CloseAsync(CancellationToken cancellationToken)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Send);

                // The server notices the client's end only when nothing before it is left unread. A reset before that could overtake the last bytes.
                await context.Request.Body.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
                await Task.Delay(Timeout.Infinite, context.RequestAborted).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException or SocketException or ObjectDisposedException)
            {
                // The client is gone, or the emulator stops.
            }
        }
    }

    private sealed class OfPipe(PipeWriter output) : ClientConnection
    {
        public override async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);

        public override async Task CloseAsync(CancellationToken cancellationToken) => await output.CompleteAsync().ConfigureAwait(false);
    }
}
