using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Odps.Net.Tests.Support;

/// <summary>
/// An HTTP/1.1 server on a loopback socket that does to each request exactly what the test says, the wrong things included.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<LoopbackExchange, Task> _handler;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _count;
    private int _connectionCount;

    private LoopbackServer(Func<LoopbackExchange, Task> handler)
    {
        _handler = handler;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Endpoint => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/api"));

    /// <summary>The requests in the order in which their heads arrived.</summary>
    public ConcurrentQueue<LoopbackExchange> Requests { get; } = new();

    /// <summary>How many connections were made.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>What a handler threw, other than for a connection that went away.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    public static LoopbackServer Start(Func<LoopbackExchange, Task> handler) => new(handler);

    /// <summary>A server that answers the requests with these statuses in turn; the last one stays.</summary>
    public static LoopbackServer StartWith(params (int Status, string Body, string Headers)[] answers) =>
        new(exchange =>
        {
            (int status, string body, string headers) = answers[Math.Min(exchange.Number - 1, answers.Length - 1)];
            return exchange.RespondAsync(status, body, headers);
        });

    /// <summary>An address on this machine that nothing listens at.</summary>
    public static Uri ClosedEndpoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/api"));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connectionCount);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server is stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        using var owner = socket;
        using CancellationTokenRegistration registration = _stop.Token.Register(socket.Dispose);
        try
        {
            await using var stream = new NetworkStream(socket);
            while (true)
            {
                LoopbackExchange? exchange = await LoopbackExchange.ReadAsync(socket, stream, Interlocked.Increment(ref _count), _stop.Token);
                if (exchange is null)
                {
                    Interlocked.Decrement(ref _count);
                    return;
                }

                Requests.Enqueue(exchange);
                await _handler(exchange);
                if (exchange.Closed)
                {
                    return;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away, or the server is stopped.
        }
        catch (Exception failure)
        {
            Failures.Enqueue(failure);
        }
    }
}

/// <summary>One request and the means to answer it.</summary>
internal sealed class LoopbackExchange
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private bool _bodyRead;

    private LoopbackExchange(Socket socket, Stream stream, int number, string method, string target, List<KeyValuePair<string, string>> headers, CancellationToken stopped)
    {
        _socket = socket;
        _stream = stream;
        Number = number;
        Method = method;
        Target = target;
        Headers = headers;
        Stopped = stopped;
    }

    /// <summary>1 for the first request of the server.</summary>
    public int Number { get; }

    public string Method { get; }

    /// <summary>Path and query as they came.</summary>
    public string Target { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public byte[] Body { get; private set; } = [];

    /// <summary>Cancelled when the server stops.</summary>
    public CancellationToken Stopped { get; }

    public bool Closed { get; private set; }

    public static async Task<LoopbackExchange?> ReadAsync(Socket socket, Stream stream, int number, CancellationToken stopped)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (head.Count < 4 || head[^1] != '\n' || head[^2] != '\r' || head[^3] != '\n')
        {
            if (await stream.ReadAsync(one, stopped) == 0)
            {
                return null;
            }

            head.Add(one[0]);
            if (!char.IsAsciiLetter((char)head[0]))
            {
                // Not HTTP; a TLS handshake is the usual case.
                await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stopped);
                return null;
            }
        }

        string[] lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        List<KeyValuePair<string, string>> headers = [.. lines.Skip(1).Select(l => new KeyValuePair<string, string>(l[..l.IndexOf(':', StringComparison.Ordinal)], l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))];
        return new LoopbackExchange(socket, stream, number, first[0], first[1], headers, stopped);
    }

    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public async Task ReadBodyAsync()
    {
        if (_bodyRead)
        {
            return;
        }

        _bodyRead = true;
        if (Header("Content-Length") is { } length)
        {
            Body = new byte[int.Parse(length, CultureInfo.InvariantCulture)];
            await _stream.ReadExactlyAsync(Body, Stopped);
        }
        else if (Header("Transfer-Encoding") == "chunked")
        {
            var body = new MemoryStream();
            while (true)
            {
                int size = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                byte[] chunk = new byte[size];
                await _stream.ReadExactlyAsync(chunk, Stopped);
                body.Write(chunk);
                await ReadLineAsync();
                if (size == 0)
                {
                    break;
                }
            }

            Body = body.ToArray();
        }
    }

    /// <summary>Reads the request's body and answers.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The whole body.</param>
    /// <param name="headers">Further header lines, separated by line feeds.</param>
    public async Task RespondAsync(int status, string body = "", string headers = "")
    {
        await ReadBodyAsync();
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        await StartAsync(status, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes.Length}\n{headers}"));
        if (Method != "HEAD")
        {
            await WriteAsync(bytes);
        }
    }

    /// <summary>Writes the status line and headers only.</summary>
    public Task StartAsync(int status, string headers = "")
    {
        string lines = string.Concat(headers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim() + "\r\n"));
        return WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Test\r\n{lines}\r\n")));
    }

    public async Task WriteAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes, Stopped);
        await _stream.FlushAsync(Stopped);
    }

    /// <summary>Ends the connection in an orderly way.</summary>
    public void Close()
    {
        Closed = true;
        _socket.Shutdown(SocketShutdown.Both);
    }

    /// <summary>Resets the connection.</summary>
    public void Abort()
    {
        Closed = true;
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Waits until the server stops: for a service that never answers.</summary>
    public Task StaySilentAsync() => Task.Delay(Timeout.Infinite, Stopped);

    private async Task<string> ReadLineAsync()
    {
        var line = new List<byte>();
        byte[] one = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(one, Stopped);
            if (one[0] == '\n')
            {
                return Encoding.ASCII.GetString([.. line]).Trim();
            }

            line.Add(one[0]);
        }
    }
}
