using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Odps.Net.Emulator.Http;

/// <summary>
/// Kestrel by itself, without the generic host: it reads no configuration or environment, handles no signal and writes no log, so that any number of
/// emulators live side by side in a process that is not theirs.
/// </summary>
internal sealed class EmulatorServer : IDisposable
{
    private const int MaxHeaderBytes = 256 * 1024;

    private readonly KestrelServer _server;

    private EmulatorServer(KestrelServer server) => _server = server;

    public int Port { get; private set; }

    public static async Task<EmulatorServer> StartAsync(OdpsEmulatorOptions options, RequestPipeline pipeline, InMemoryTransport? memory, CancellationToken cancellationToken)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false, AllowResponseHeaderCompression = false };

        // The limit is kept where a body is read, with an error document; Kestrel would close the connection under it.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestLineSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;

        // A client under a debugger, or one that keeps a block open while it makes rows, is not an attack.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;

        // One character for each byte, so that a signature is checked over what was sent.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.Listen(new IPEndPoint(options.Address, options.Port), listen => listen.Protocols = HttpProtocols.Http1);

        IConnectionListenerFactory transport = memory ?? (IConnectionListenerFactory)new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new EmulatorServer(new KestrelServer(Options.Create(kestrel), transport, NullLoggerFactory.Instance));
        try
        {
            await server._server.StartAsync(new Application(pipeline), cancellationToken).ConfigureAwait(false);
            string address = server._server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
            server.Port = new Uri(address).Port;
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Takes no more connections and waits for the requests that are under way.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public void Dispose() => _server.Dispose();

    private sealed class Application(RequestPipeline pipeline) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => pipeline.ProcessAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
