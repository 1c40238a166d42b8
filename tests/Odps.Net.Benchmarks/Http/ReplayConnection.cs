using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Odps.Net.Benchmarks.Http;

/// <summary>One connection of the server: plain HTTP/1.1 with blocking calls.</summary>
internal sealed class ReplayConnection(Socket socket, byte[] buffer)
{
    private int _position;
    private int _end;
    private long _bodyLength;
    private bool _isChunked;

    /// <summary>Reads the head of the next request; false when the client is done.</summary>
    public bool TryReadRequest(out string method, out string target)
    {
        method = target = "";
        if (ReadLine() is not { Length: > 0 } first)
        {
            return false;
        }

        string[] parts = first.Split(' ');
        (method, target) = (parts[0], parts[1]);
        (_bodyLength, _isChunked) = (0, false);
        while (ReadLine() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                _bodyLength = long.Parse(header.AsSpan(15), CultureInfo.InvariantCulture);
            }

            _isChunked |= header.Equals("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        }

        return true;
    }

    public void SwallowBody()
    {
        if (!_isChunked)
        {
            Skip(_bodyLength);
            return;
        }

        long length;
        do
        {
            length = long.Parse(ReadLine() ?? throw new SocketException((int)SocketError.ConnectionReset), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Skip(length);
            ReadLine();
        }
        while (length > 0);
    }

    public void Send(int status, string contentType, byte[] body) => Send(status, contentType, body.Length, [body]);

    public void Send(int status, string contentType, long length, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} Replayed\r\nContent-Type: {contentType}\r\nContent-Length: {length}\r\nx-odps-request-id: 1\r\n\r\n");
        SendAll(Encoding.ASCII.GetBytes(head));
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            SendAll(piece.Span);
        }
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private void Skip(long count)
    {
        while (count > 0)
        {
            if (_position == _end && !Fill())
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            int step = (int)Math.Min(count, _end - _position);
            _position += step;
            count -= step;
        }
    }

    private string? ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_position == _end && !Fill())
            {
                return null;
            }

            byte next = buffer[_position++];
            if (next == '\n')
            {
                return line.ToString();
            }

            if (next != '\r')
            {
                line.Append((char)next);
            }
        }
    }

    private bool Fill()
    {
        _position = 0;
        _end = socket.Receive(buffer);
        return _end > 0;
    }
}
