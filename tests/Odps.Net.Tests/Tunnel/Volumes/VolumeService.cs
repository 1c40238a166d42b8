using System.Globalization;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Tunnel.Volumes;

/// <summary>A tunnel with one upload session vup1 and one download session vdn1 of volume vol, partition p1.</summary>
internal sealed class VolumeService : IAsyncDisposable
{
    public VolumeService(TimeProvider? clock = null, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        Server = LoopbackServer.Start(HandleAsync);
        Client = TunnelScript.Client(Server, clock, change);
    }

    public LoopbackServer Server { get; }

    public OdpsClient Client { get; }

    public List<string> Files { get; } = [];

    public string Status { get; set; } = "normal";

    public long FileLength { get; set; } = 5;

    /// <summary>The answer to a request; null for the usual one.</summary>
    public Func<LoopbackExchange, Task?>? OnRequest { get; set; }

    public LoopbackExchange Last => Server.Requests.Last();

    public string UploadJson() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"UploadID":"vup1","Status":"{{Status}}","FileList":[{{string.Join(',', Files.Select(f => $$"""{"FileName":"{{f}}","FileLength":5}"""))}}],"QuotaName":"default"}""");

    public string DownloadJson() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"DownloadID":"vdn1","Status":"normal","File":{"FileName":"f1","FileLength":{{FileLength}}},"Partition":{"Volume":"vol","Partition":"p1"},"QuotaName":"default"}""");

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        Assert.Empty(Server.Failures);
    }

    private async Task HandleAsync(LoopbackExchange exchange)
    {
        if (OnRequest?.Invoke(exchange) is { } answer)
        {
            await answer;
            return;
        }

        await exchange.ReadBodyAsync();
        if (exchange.Parameter("blockid") is string file)
        {
            Files.Add(file);
            await exchange.RespondAsync(200);
            return;
        }

        if (exchange.Method == "PUT")
        {
            Status = "closed";
        }

        await exchange.RespondAsync(200, exchange.Path().Contains("/downloads", StringComparison.Ordinal) ? DownloadJson() : UploadJson());
    }
}
