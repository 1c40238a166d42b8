using System.Collections.Concurrent;
using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel.Wire;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.StreamUpload;

/// <summary>A tunnel with one stream upload session s1 of table t (k bigint, v string), two slots, and an answer to packs that the test decides.</summary>
internal sealed class StreamService : IAsyncDisposable
{
    public const string Accepted = "odps-tunnel-slot-num: 2\nodps-tunnel-routed-server: ";

    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _packAnswers = new();
    private bool _isStopped;

    public StreamService(TimeProvider? clock = null, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        Server = LoopbackServer.Start(HandleAsync);
        Client = TunnelScript.Client(Server, clock, change);
    }

    public static ColumnCollection Columns { get; } = new([new Column("k", OdpsType.BigInt), new Column("v", OdpsType.String)]);

    public LoopbackServer Server { get; }

    public OdpsClient Client { get; }

    /// <summary>The answer to a request for the session; null for the usual one.</summary>
    public Func<LoopbackExchange, Task?>? OnSession { get; set; }

    public string Slots { get; set; } = """[[0,"10.0.0.1:8082"],[1,"10.0.0.2:8082"]]""";

    public IReadOnlyList<LoopbackExchange> Packs => [.. Server.Requests.Where(r => r.Method == "PUT")];

    public IReadOnlyList<LoopbackExchange> Reloads => [.. Server.Requests.Where(r => r.Method == "GET")];

    public Table Table => Client.Tables["t"];

    public string SessionJson(string status = "normal") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"session_name":"s1","schema":{"columns":[{"name":"k","type":"bigint","nullable":true,"column_id":"0"},{"name":"v","type":"string","nullable":true,"column_id":"1"}],"partitionKeys":[]},
         "schema_version":3,"status":"{{status}}","quota_name":"default","slots":{{Slots}},"last_batch_id":"17","last_batch_commit_time":"1700000000123"}
        """);

    /// <summary>What the next packs are answered with; afterwards they are accepted.</summary>
    public void Answer(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _packAnswers.Enqueue);

    public void Answer(int status, string body = "", string headers = "") => Answer(exchange => exchange.RespondAsync(status, body, headers));

    public static Task AcceptAsync(LoopbackExchange exchange) => exchange.RespondAsync(200, "", Accepted + exchange.Header("odps-tunnel-routed-server") + "\nx-odps-request-id: R-ok");

    /// <summary>Reads the pack and breaks the connection.</summary>
    public static async Task LoseAsync(LoopbackExchange exchange)
    {
        await exchange.ReadBodyAsync();
        exchange.Abort();
    }

    public Task<StreamUploadSession> OpenAsync(StreamUploadOptions? options = null) => Client.Tunnel.CreateStreamUploadSessionAsync(Table, options: options);

    public static async Task WriteAsync(StreamRecordWriter writer, params long[] keys)
    {
        foreach (long key in keys)
        {
            writer.SetInt64(0, key);
            writer.SetString(1, "v");
            await writer.WriteRowAsync();
        }
    }

    /// <summary>The body of a pack with rows that <see cref="WriteAsync"/> has written.</summary>
    public static byte[] Body(params long[] keys) => RecordStreams.Write(Columns, null, writer =>
    {
        foreach (long key in keys)
        {
            writer.SetInt64(0, key);
            writer.SetString(1, "v");
            RecordStreams.Now(writer.WriteRowAsync());
        }
    });

    /// <summary>Ends the server; requests find nobody from then on.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await Server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await StopAsync();
        Assert.Empty(Server.Failures);
    }

    private Task HandleAsync(LoopbackExchange exchange)
    {
        if (exchange.Method == "PUT")
        {
            return _packAnswers.TryDequeue(out Func<LoopbackExchange, Task>? answer) ? answer(exchange) : AcceptAsync(exchange);
        }

        return OnSession?.Invoke(exchange) ?? exchange.RespondAsync(200, SessionJson());
    }
}
