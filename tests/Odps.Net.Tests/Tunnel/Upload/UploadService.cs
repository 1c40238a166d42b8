using System.Collections.Concurrent;
using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Upload;

/// <summary>A tunnel with one upload session u1 of table t (k bigint, v string), whose blocks and status the test can see and change.</summary>
internal sealed class UploadService : IAsyncDisposable
{
    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _blockAnswers = new();
    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _commitAnswers = new();
    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _lookAnswers = new();

    public UploadService(TimeProvider? clock = null, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        Server = LoopbackServer.Start(HandleAsync);
        Client = TunnelScript.Client(Server, clock, change);
    }

    public LoopbackServer Server { get; }

    public OdpsClient Client { get; }

    public Table Table => Client.Tables["t"];

    public string Status { get; set; } = "normal";

    /// <summary>The bodies of the blocks that the service has.</summary>
    public ConcurrentDictionary<int, byte[]> Blocks { get; } = new();

    public IReadOnlyList<LoopbackExchange> Commits => [.. Server.Requests.Where(r => r.Method == "POST" && !r.HasParameter("uploads"))];

    public IReadOnlyList<LoopbackExchange> Looks => [.. Server.Requests.Where(r => r.Method == "GET")];

    public IReadOnlyList<LoopbackExchange> Puts => [.. Server.Requests.Where(r => r.Method == "PUT")];

    public string SessionJson() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"UploadID":"u1","Status":"{{Status}}","MaxFieldSize":8388608,"QuotaName":"default",
         "Schema":{"columns":[{"name":"k","type":"bigint","nullable":true},{"name":"v","type":"string","nullable":true}],"partitionKeys":[]},
         "UploadedBlockList":[{{string.Join(',', Blocks.Keys.Order().Select(id => string.Create(CultureInfo.InvariantCulture, $$"""{"BlockID":{{id}},"RecordCount":1,"CreateTime":1700000000}""")))}}]}
        """);

    public Task<TableUploadSession> OpenAsync(UploadSessionOptions? options = null) => Client.Tunnel.CreateUploadSessionAsync(Table, options: options);

    /// <summary>What the next blocks are answered with; afterwards they are taken.</summary>
    public void AnswerBlocks(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _blockAnswers.Enqueue);

    /// <summary>What the next commits are answered with; afterwards they are done.</summary>
    public void AnswerCommits(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _commitAnswers.Enqueue);

    /// <summary>What the next looks at the session are answered with.</summary>
    public void AnswerLooks(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _lookAnswers.Enqueue);

    public async Task AcceptBlockAsync(LoopbackExchange exchange)
    {
        await TakeBlockAsync(exchange);
        await exchange.RespondAsync(200, "", """odps-tunnel-metrics: {"PanguIOCost":10,"ServerIOCost":20,"RateLimitCost":30,"ServerTotalCost":100}""");
    }

    public async Task TakeBlockAsync(LoopbackExchange exchange)
    {
        await exchange.ReadBodyAsync();
        Blocks[int.Parse(exchange.Parameter("blockid")!, CultureInfo.InvariantCulture)] = exchange.Body;
    }

    public Task CommitAsync(LoopbackExchange exchange)
    {
        Status = "closed";
        return exchange.RespondAsync(200, SessionJson());
    }

    /// <summary>Commits and lets nobody know.</summary>
    public async Task CommitAndLoseAsync(LoopbackExchange exchange)
    {
        await exchange.ReadBodyAsync();
        Status = "closed";
        exchange.Abort();
    }

    public static async Task WriteAsync(RecordWriter writer, params long[] keys)
    {
        foreach (long key in keys)
        {
            writer.SetInt64(0, key);
            writer.SetString(1, "v");
            await writer.WriteRowAsync();
        }
    }

    public static async Task WriteBlockAsync(TableUploadSession session, int blockId, params long[] keys)
    {
        await using RecordWriter writer = await session.OpenRecordWriterAsync(blockId);
        await WriteAsync(writer, keys);
        await writer.CompleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Assert.Empty(Server.Failures);
    }

    private Task HandleAsync(LoopbackExchange exchange) => exchange.Method switch
    {
        "PUT" => _blockAnswers.TryDequeue(out Func<LoopbackExchange, Task>? answer) ? answer(exchange) : AcceptBlockAsync(exchange),
        "GET" => _lookAnswers.TryDequeue(out Func<LoopbackExchange, Task>? look) ? look(exchange) : exchange.RespondAsync(200, SessionJson()),
        _ when exchange.HasParameter("uploads") => exchange.RespondAsync(200, SessionJson()),
        _ => _commitAnswers.TryDequeue(out Func<LoopbackExchange, Task>? commit) ? commit(exchange) : CommitAsync(exchange),
    };
}
