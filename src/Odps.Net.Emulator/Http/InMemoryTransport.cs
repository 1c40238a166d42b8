using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Odps.Net.Emulator.Http;

/// <summary>
/// Connections inside the process in place of sockets: the whole of HTTP on both sides, no port. Clients connect through <see cref="ConnectAsync"/>.
/// </summary>
internal sealed class InMemoryTransport : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _waiting = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && _waiting.Reader.TryRead(out ConnectionContext? connection)
            ? connection
            : null;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="IOException">The emulator has ended.</exception>
    public ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = new InMemoryConnection();
        return _waiting.Writer.TryWrite(connection)
            ? ValueTask.FromResult<Stream>(connection.ClientStream)
            : throw new IOException("The emulator has ended and takes no connections.");
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _waiting.Writer.TryComplete();
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();
}
