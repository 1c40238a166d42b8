using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Faults;

/// <summary>An answer that goes past the server, which never leaves one incomplete and does not say which bytes are sent.</summary>
internal sealed class RawAnswer
{
    private readonly ClientConnection _connection;
    private readonly byte[] _head;

    public RawAnswer(ClientConnection connection, ServiceResponse response, long? length)
    {
        _connection = connection;
        Body = new RawBody(connection, isChunked: length is null);

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

    public Task SendHeadAsync(CancellationToken cancellationToken) => _connection.SendAsync(_head, cancellationToken);
}
