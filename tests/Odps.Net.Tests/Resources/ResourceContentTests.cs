using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel;

namespace Odps.Net.Tests.Resources;

/// <summary>Reading the content of a resource that the service hands out in pieces.</summary>
public class ResourceContentTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];

    [Fact]
    public async Task Content_is_asked_for_by_offset_and_size_with_the_type_that_is_signed()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(exchange, pageSize: 1000);
        byte[] all = await ReadAsync(await service.Client.WithSchema("s").Resources["r"].OpenReadAsync());

        Assert.Equal(Content, all);
        Assert.Equal(["GET /projects/p/resources/r?curr_project=p&curr_schema=s&meta", "GET /projects/p/resources/r?curr_project=p&curr_schema=s&rOffset=0&rSize=67108864"], service.Lines);
        Assert.Equal("application/octet-stream", service.Last.Header("Content-Type"));
    }

    [Fact]
    public async Task Pages_follow_each_other_from_the_bytes_that_came()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(exchange, pageSize: 40);
        Assert.Equal(Content, await ReadAsync(await service.Client.Resources["r"].OpenReadAsync()));
        Assert.Equal([null, "0", "40", "80", null], service.Server.Requests.Select(r => r.Parameter("rOffset")));
    }

    [Theory]
    [InlineData(10, 20L, 10, 20)]
    [InlineData(90, 100L, 90, 10)]
    [InlineData(100, null, 100, 0)]
    [InlineData(0, 0L, 0, 0)]
    public async Task Range_is_cut_at_the_end(long start, long? length, int first, int count)
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(exchange, pageSize: 1000);
        Assert.Equal(Content.AsSpan(first, count).ToArray(), await ReadAsync(await service.Client.Resources["r"].OpenReadAsync(start, length)));
    }

    [Fact]
    public async Task Range_behind_the_end_is_refused()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(exchange, pageSize: 1000);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => service.Client.Resources["r"].OpenReadAsync(101));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => service.Client.Resources["r"].OpenReadAsync(-1));
    }

    [Fact]
    public async Task Connection_that_breaks_goes_on_where_it_stood()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = async exchange =>
        {
            if (exchange.Parameter("rOffset") == "0")
            {
                await exchange.StartAsync(200, "Content-Length: 100");
                await exchange.WriteAsync(Content[..30]);
                exchange.Close();
                return;
            }

            await AnswerAsync(exchange, pageSize: 1000);
        };
        Assert.Equal(Content, await ReadAsync(await service.Client.Resources["r"].OpenReadAsync()));
        Assert.Equal(["0", "30"], service.Server.Requests.Select(r => r.Parameter("rOffset")).Where(o => o is not null));
    }

    [Fact]
    public async Task Resource_that_is_replaced_between_two_pages_is_an_error()
    {
        await using var service = new ScriptedRest();
        int metas = 0;
        service.OnRequest = exchange => exchange.HasParameter("meta")
            ? exchange.RespondAsync(200, "", string.Create(CultureInfo.InvariantCulture, $"x-odps-resource-size: 100\nContent-MD5: version{metas++}"))
            : AnswerAsync(exchange, pageSize: 60);
        Stream stream = await service.Client.Resources["r"].OpenReadAsync();
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => ReadAsync(stream));
        Assert.Contains("replaced", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_is_shorter_than_stated_is_an_error_with_the_offset()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => exchange.HasParameter("meta")
            ? exchange.RespondAsync(200, "", "x-odps-resource-size: 101")
            : AnswerAsync(exchange, pageSize: 1000);
        Stream stream = await service.Client.Resources["r"].OpenReadAsync();
        OdpsStreamTruncatedException error = await Assert.ThrowsAsync<OdpsStreamTruncatedException>(() => ReadAsync(stream));
        Assert.Equal(100, error.Offset);
    }

    [Fact]
    public async Task Page_that_promises_more_and_gives_nothing_does_not_go_on_for_ever()
    {
        await using var service = new ScriptedRest { Headers = "x-odps-resource-has-remaining: true" };
        Stream stream = await service.Client.Resources["r"].OpenReadAsync();
        await Assert.ThrowsAsync<OdpsDataException>(() => ReadAsync(stream));
        Assert.Equal(2, service.Server.Requests.Count);
    }

    private static async Task AnswerAsync(LoopbackExchange exchange, int pageSize)
    {
        if (exchange.HasParameter("meta"))
        {
            await exchange.RespondAsync(200, "", "x-odps-resource-size: 100\nContent-MD5: same");
            return;
        }

        int start = int.Parse(exchange.Parameter("rOffset")!, CultureInfo.InvariantCulture);
        int size = int.Parse(exchange.Parameter("rSize")!, CultureInfo.InvariantCulture);
        byte[] page = Content.AsSpan(start, Math.Min(Math.Min(size, pageSize), Content.Length - start)).ToArray();
        bool more = start + page.Length < Content.Length;
        await exchange.StartAsync(200, string.Create(CultureInfo.InvariantCulture, $"Content-Length: {page.Length}\nx-odps-resource-has-remaining: {(more ? "true" : "false")}"));
        await exchange.WriteAsync(page);
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        await using (stream)
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            return all.ToArray();
        }
    }
}
