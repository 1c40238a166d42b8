using System.Text;

namespace Odps.Net.Http;

/// <summary>Makes the transport of a client.</summary>
internal static class Transport
{
    /// <summary>How long a connection is reused, so that changes of the service's addresses are noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static HttpMessageHandler Create(OdpsClientOptions options)
    {
        if (options.HttpHandlerFactory is { } factory)
        {
            return factory() ?? throw new InvalidOperationException("OdpsClientOptions.HttpHandlerFactory returned null.");
        }

        var handler = new SocketsHttpHandler
        {
            // A request is signed for one host and path, so a redirect could not be followed; bodies are decoded by those who know their framing.
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            // Comments in headers are not always ASCII; the signature covers their UTF-8 bytes.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        if (options.MaxConnectionsPerServer is { } limit)
        {
            handler.MaxConnectionsPerServer = limit;
        }

        if (options.Proxy is not null)
        {
            handler.Proxy = options.Proxy;
        }

        return handler;
    }
}
