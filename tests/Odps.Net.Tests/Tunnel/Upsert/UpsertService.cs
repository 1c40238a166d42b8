using System.Collections.Concurrent;
using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Upsert;

/// <summary>A tunnel with one upsert session u1 of table t, whose answers to packets and commits the test decides.</summary>
internal sealed class UpsertService : IAsyncDisposable
{
    public const string TwoSlots = """[{"slot_id":"0","buckets":[0,1],"worker_addr":"10.0.0.1:8093"},{"slot_id":"1","buckets":[2,3],"worker_addr":"10.0.0.2:8093"}]""";

    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _packetAnswers = new();
    private readonly ConcurrentQueue<Func<LoopbackExchange, Task>> _commitAnswers = new();

    public UpsertService(TimeProvider? clock = null, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        Server = LoopbackServer.Start(HandleAsync);
        Client = TunnelScript.Client(Server, clock, change);
    }

    public LoopbackServer Server { get; }

    public OdpsClient Client { get; }

    public string Columns { get; set; } = """[{"name":"k","type":"bigint","nullable":false,"column_id":"10"},{"name":"v","type":"string","nullable":true,"column_id":"11"},{"name":"n","type":"int","nullable":true,"column_id":"12"}]""";

    public string HashKey { get; set; } = """["k"]""";

    public string Hasher { get; set; } = "default";

    public string Slots { get; set; } = TwoSlots;

    public string Extra { get; set; } = "";

    public Func<LoopbackExchange, Task?>? OnReload { get; set; }

    public IReadOnlyList<LoopbackExchange> Packets => [.. Server.Requests.Where(r => r.Method == "PUT")];

    public IReadOnlyList<LoopbackExchange> Reloads => [.. Server.Requests.Where(r => r.Method == "GET")];

    public IReadOnlyList<LoopbackExchange> Commits => [.. Server.Requests.Where(r => r.Method == "POST" && r.HasParameter("upsertid"))];

    public Table Table => Client.Tables["t"];

    public static UpsertSessionOptions Quiet { get; } = new() { KeepAliveInterval = Timeout.InfiniteTimeSpan };

    public string SessionJson(string status = "normal") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"u1","schema":{"columns":{{Columns}},"partitionKeys":[]},"hash_key":{{HashKey}},"hasher":"{{Hasher}}","status":"{{status}}","quota_name":"default",{{Extra}}"slots":{{Slots}}}""");

    /// <summary>What the next packets are answered with; afterwards they are accepted.</summary>
    public void Answer(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _packetAnswers.Enqueue);

    public void Answer(int status, string body = "", string headers = "") => Answer(exchange => exchange.RespondAsync(status, body, headers));

    /// <summary>What the next commits are answered with; afterwards the session is committed.</summary>
    public void AnswerCommit(params Func<LoopbackExchange, Task>[] answers) => Array.ForEach(answers, _commitAnswers.Enqueue);

    public void AnswerCommit(params string[] statuses) => Array.ForEach(statuses, s => _commitAnswers.Enqueue(e => e.RespondAsync(200, SessionJson(s))));

    public static async Task LoseAsync(LoopbackExchange exchange)
    {
        await exchange.ReadBodyAsync();
        exchange.Abort();
    }

    public Task<UpsertSession> OpenAsync(UpsertSessionOptions? options = null) => Client.Tunnel.CreateUpsertSessionAsync(Table, options: options ?? Quiet);

    public static async Task UpsertAsync(UpsertWriter writer, params long[] keys)
    {
        foreach (long key in keys)
        {
            writer.SetInt64(0, key);
            writer.SetString(1, "v");
            await writer.UpsertRowAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Assert.Empty(Server.Failures);
    }

    private Task HandleAsync(LoopbackExchange exchange) => exchange.Method switch
    {
        "PUT" => _packetAnswers.TryDequeue(out Func<LoopbackExchange, Task>? answer) ? answer(exchange) : exchange.RespondAsync(200),
        "POST" when exchange.HasParameter("upsertid") => _commitAnswers.TryDequeue(out Func<LoopbackExchange, Task>? answer) ? answer(exchange) : exchange.RespondAsync(200, SessionJson("committed")),
        "GET" => OnReload?.Invoke(exchange) ?? exchange.RespondAsync(200, SessionJson()),
        _ => exchange.RespondAsync(200, SessionJson()),
    };
}
