using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Odps.Net.Benchmarks.Http;

/// <summary>
/// As much of a tunnel server as transfers need, in a process of its own: it sends rows that it has made before and swallows those that come, with a
/// thread and blocking calls for each connection, so that little of the machine goes into it.
/// </summary>
internal sealed partial class ReplayServer
{
    private const int BufferSize = 256 * 1024;

    private readonly ConcurrentDictionary<string, Lazy<Task<ReplayedRows>>> _tables = new();

    /// <summary>Serves until the standard input ends, which it does with the process that has started this one.</summary>
    public static int Run()
    {
        var server = new ReplayServer();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        new Thread(() => server.Accept(listener)) { IsBackground = true }.Start();
        Console.In.ReadToEnd();
        return 0;
    }

    private void Accept(TcpListener listener)
    {
        while (true)
        {
            Socket socket = listener.AcceptSocket();
            socket.NoDelay = true;
            new Thread(() => Serve(socket)) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        using Socket closing = socket;
        var connection = new ReplayConnection(socket, new byte[BufferSize]);
        try
        {
            while (connection.TryReadRequest(out string method, out string target))
            {
                connection.SwallowBody();
                Answer(connection, method, target);
            }
        }
        catch (SocketException)
        {
            // The client went away in the middle, as it may.
        }
    }

    private void Answer(ReplayConnection connection, string method, string target)
    {
        Match table = TableName().Match(target);
        if (!table.Success)
        {
            connection.Send(404, "text/plain", Encoding.ASCII.GetBytes(target));
            return;
        }

        ReplayedRows rows = _tables.GetOrAdd(table.Groups[1].Value, name => new Lazy<Task<ReplayedRows>>(() => ReplayedRows.MakeAsync(name))).Value.GetAwaiter().GetResult();
        Match range = RowRange().Match(Uri.UnescapeDataString(target));
        if (range.Success)
        {
            long count = long.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture);
            if (target.Contains("arrow", StringComparison.Ordinal))
            {
                byte[] body = rows.Arrow(count);
                connection.Send(200, "application/octet-stream", body.Length, [body]);
            }
            else
            {
                (long length, IEnumerable<ReadOnlyMemory<byte>> pieces) = rows.Records(count);
                connection.Send(200, "application/octet-stream", length, pieces);
            }

            return;
        }

        connection.Send(200, "application/json", method == "PUT" ? [] : Encoding.UTF8.GetBytes(Session(rows.Columns)));
    }

    /// <summary>A session of either direction, with more rows than anybody will read.</summary>
    private static string Session(ColumnCollection columns)
    {
        string fields = string.Join(',', columns.Select(c => $$"""{"name":"{{c.Name}}","type":"{{c.Type}}","nullable":true}"""));
        return $$"""{"DownloadID":"1","UploadID":"1","Status":"normal","RecordCount":1000000000,"Schema":{"columns":[{{fields}}],"partitionKeys":[]},"UploadedBlockList":[]}""";
    }

    [GeneratedRegex("/tables/([a-z0-9-]+)")]
    private static partial Regex TableName();

    [GeneratedRegex(@"rowrange=\(\d+,(\d+)\)")]
    private static partial Regex RowRange();
}
