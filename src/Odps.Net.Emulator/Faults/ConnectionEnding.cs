using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Odps.Net.Emulator.Faults;

/// <summary>Ends the connection of a request.</summary>
internal static class ConnectionEnding
{
    public static async Task EndAsync(HttpContext context, ConnectionEnd end, CancellationToken cancellationToken)
    {
        if (end == ConnectionEnd.Close)
        {
            await CloseAsync(context, cancellationToken).ConfigureAwait(false);
        }

        // The server resets a connection that is not complete.
        context.Abort();
    }

    /// <summary>Says that nothing more comes, and waits for the client to do the same; a reset before that could overtake the last bytes.</summary>
    private static async Task CloseAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);

            // The server notices the client's end only when nothing before it is left unread.
            await context.Request.Body.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException or SocketException or ObjectDisposedException)
        {
            // The client is gone, or the emulator stops.
        }
    }
}
