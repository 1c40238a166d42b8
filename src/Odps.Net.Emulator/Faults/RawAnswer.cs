using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Faults;

/// <summary>
/// An answer that goes to the socket past the server, which never leaves one incomplete and does not say which bytes are sent. Its connection is not used
/// again. What the server sent before on the connection is out, since clients wait for an answer before the next request.
/// </summary>
internal sealed class RawAnswer
{
    private readonly Socket _socket;
    private readonly byte[] _head;

    public RawAnswer(HttpContext context, ServiceResponse response, long? length)
    {
        _socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        Body = new RawBody(_socket, isChunked: length is null);

        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} {ReasonPhrases.GetReasonPhrase(response.Status)}\r\n");
        foreach ((string name, string value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (response.ContentType is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {response.ContentType}\r\n");
        }

        head.Append("Connection: close\r\n");
        head.Append(length is null ? "Transfer-Encoding: chunked\r\n\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n"));
        _head = Encoding.UTF8.GetBytes(head.ToString());
    }

    public RawBody Body { get; }

    public async Task SendHeadAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> left = _head;
        while (left.Length > 0)
        {
            left = left[await _socket.SendAsync(left, cancellationToken).ConfigureAwait(false)..];
        }
    }
}
