using System.Net.Sockets;
using System.Security.Authentication;

namespace Odps.Net.Http;

/// <summary>The exceptions for what goes wrong between this machine and the service, with what to do about it.</summary>
internal static class TransportErrors
{
    public static OdpsTimeoutException AttemptTimeout(OdpsRequest request, string server, TimeSpan limit, Exception cause) =>
        new(FormattableString.Invariant(
            $"Could not {request.Operation}: {server} was silent for {limit.TotalSeconds:0.###} s ({Limit(request)}). The service may still be at work; raise NetworkTimeout for slow calls, or MaxConnectionsPerServer when many streams are open at once.{Note(request)}"), cause);

    public static OdpsTimeoutException ConnectTimeout(OdpsRequest request, string server, TimeSpan limit, Exception cause) =>
        new(FormattableString.Invariant(
            $"Could not {request.Operation}: no connection to {server} within {limit.TotalSeconds:0.###} s (OdpsClientOptions.ConnectTimeout). Check the endpoint, the network, and whether a proxy is needed.{Note(request)}"), cause);

    public static OdpsTimeoutException ReadTimeout(OdpsRequest request, TimeSpan limit, string? requestId, long position, Exception cause) =>
        new(FormattableString.Invariant(
            $"Could not {request.Operation}: the answer stopped after {position} bytes and stayed silent for {limit.TotalSeconds:0.###} s ({Limit(request)}; request id {requestId ?? "unknown"}). Raise NetworkTimeout if the service needs longer between two bytes.{Note(request)}"), cause);

    public static OdpsConnectionException BodyBroken(OdpsRequest request, string? requestId, long position, Exception cause) =>
        new(FormattableString.Invariant(
            $"Could not {request.Operation}: the connection broke after {position} bytes of the answer (request id {requestId ?? "unknown"}): {Reason(cause)} Try again.{Note(request)}"), cause);

    public static OdpsConnectionException NotConnected(OdpsRequest request, string server, Exception cause) =>
        new($"Could not {request.Operation}: no connection to {server}: {Reason(cause)} The request was not sent. {ConnectHint(cause)}{Note(request)}", cause);

    public static OdpsConnectionException Broken(OdpsRequest request, string server, Exception cause) =>
        new($"Could not {request.Operation}: the connection to {server} broke before the answer arrived: {Reason(cause)} "
            + (request.MayRepeat ? "Try again." : "Whether the service has done it is not known; look before you repeat it.") + Note(request), cause);

    private static string Note(OdpsRequest request) => request.Note is null ? "" : " " + request.Note;

    private static string Limit(OdpsRequest request) => request.NetworkTimeout is null ? "OdpsClientOptions.NetworkTimeout" : "NetworkTimeout of the call's options";

    private static string ConnectHint(Exception cause) => cause switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "Check the host in OdpsClientOptions.Endpoint (or TunnelEndpoint) and the machine's name resolution.",
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => "Check OdpsClientOptions.Proxy, or the proxy in the machine's environment.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "Check that the endpoint's scheme (http or https) is right and that the machine trusts the server's certificate.",
        _ when FindSocketError(cause) == SocketError.ConnectionRefused => "Nothing listens at that address: check the host and port of OdpsClientOptions.Endpoint (or TunnelEndpoint).",
        _ => "Check OdpsClientOptions.Endpoint (or TunnelEndpoint) and the network.",
    };

    private static string Reason(Exception cause)
    {
        Exception innermost = cause;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        string text = innermost is SocketException or AuthenticationException or IOException or HttpRequestException ? innermost.Message : cause.Message;
        return text.EndsWith('.') ? text : text + ".";
    }

    private static SocketError? FindSocketError(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
