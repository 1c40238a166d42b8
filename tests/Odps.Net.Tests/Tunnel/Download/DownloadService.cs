using System.Collections.Concurrent;
using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Download;

/// <summary>A tunnel with one download session d1 over rows (k bigint, v string) of table t or of instance i1, whose data the test can break.</summary>
internal sealed class DownloadService : IAsyncDisposable
{
    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _dataAnswers = new();
    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _sessionAnswers = new();

    public DownloadService(int rows, TimeProvider? clock = null, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        Rows = [.. Enumerable.Range(0, rows).Select(i => new Record(Columns, (long)i, string.Create(CultureInfo.InvariantCulture, $"v{i}")))];
        Server = LoopbackServer.Start(HandleAsync);
        Client = TunnelScript.Client(Server, clock, change);
    }

    public static ColumnCollection Columns { get; } = new([new Column("k", OdpsType.BigInt), new Column("v", OdpsType.String)]);

    public static string SchemaJson => """{"columns":[{"name":"k","type":"bigint","nullable":true},{"name":"v","type":"string","nullable":true}],"partitionKeys":[]}""";

    /// <summary>The schema of the session.</summary>
    public string Schema { get; init; } = SchemaJson;

    public Record[] Rows { get; }

    public LoopbackServer Server { get; }

    public OdpsClient Client { get; }

    public Table Table => Client.Tables["t"];

    public Instance Instance => Client.Instances["i1"];

    public IReadOnlyList<LoopbackExchange> DataRequests => [.. Server.Requests.Where(r => r.HasParameter("data"))];

    public string SessionJson(string status = "normal") => string.Create(
        CultureInfo.InvariantCulture, $$"""{"DownloadID":"d1","Status":"{{status}}","RecordCount":{{Rows.Length}},"QuotaName":"default","Schema":{{Schema}}}""");

    /// <summary>What the next requests for rows are answered with; afterwards they get their rows.</summary>
    public void AnswerData(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _dataAnswers.Enqueue);

    /// <summary>What the next requests for the session are answered with.</summary>
    public void AnswerSession(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _sessionAnswers.Enqueue);

    /// <summary>Sends the rows that were asked for, up to so many bytes, and breaks the connection there.</summary>
    public async Task CutAsync(LoopbackExchange exchange, int bytes)
    {
        byte[] body = Body(exchange);
        await exchange.StartAsync(200, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"));
        await exchange.WriteAsync(body[..Math.Min(bytes, body.Length - 1)]);
        exchange.Close();
    }

    /// <summary>Sends fewer rows than were asked for, in good order.</summary>
    public Task SendFewerAsync(LoopbackExchange exchange, int rows) => SendAsync(exchange, RecordStreams.Write(Columns, RowsOf(exchange).Take(rows)));

    /// <summary>Sends the rows with one bit of the body changed; a negative place counts from the end.</summary>
    public Task DamageAsync(LoopbackExchange exchange, int place)
    {
        byte[] body = Body(exchange);
        body[place < 0 ? body.Length + place : place] ^= 1;
        return SendAsync(exchange, body);
    }

    public Task SendRowsAsync(LoopbackExchange exchange) => SendAsync(exchange, Body(exchange));

    public static async Task SendAsync(LoopbackExchange exchange, byte[] body, string headers = "")
    {
        await exchange.StartAsync(200, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\n{headers}"));
        await exchange.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Assert.Empty(Server.Failures);
    }

    private IEnumerable<Record> RowsOf(LoopbackExchange exchange)
    {
        string[] range = (exchange.Parameter("rowrange") ?? "(0,1000000)").Trim('(', ')').Split(',');
        return Rows.Skip(int.Parse(range[0], CultureInfo.InvariantCulture)).Take((int)Math.Min(int.MaxValue, long.Parse(range[1], CultureInfo.InvariantCulture)));
    }

    private byte[] Body(LoopbackExchange exchange) => RecordStreams.Write(Columns, RowsOf(exchange));

    private Task HandleAsync(LoopbackExchange exchange)
    {
        if (exchange.HasParameter("data"))
        {
            return _dataAnswers.TryDequeue(out Func<LoopbackExchange, Task>? answer) ? answer(exchange) : SendRowsAsync(exchange);
        }

        return _sessionAnswers.TryDequeue(out Func<LoopbackExchange, Task>? session) ? session(exchange) : exchange.RespondAsync(200, SessionJson());
    }
}
