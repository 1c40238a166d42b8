using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Volumes;

/// <summary>Files of external volumes are at an object store, which is asked by signed addresses and learns nothing of the client.</summary>
public class ExternalVolumeTests
{
    private const string Signature = "c2lnbmF0dXJlLW9mLXRoZS1hZGRyZXNz";

    [Fact]
    public async Task File_is_read_from_the_signed_address_without_any_header_of_the_client()
    {
        await using var service = new ScriptedRest(o => o with { DefaultHeaders = new Dictionary<string, string> { ["x-mine"] = "1" } });
        service.OnRequest = exchange => AnswerAsync(service, exchange, e => e.RespondAsync(200, "data"));
        await using Stream stream = await Volume(service).Items["d/f"].OpenReadAsync();
        using var reader = new StreamReader(stream);
        Assert.Equal("data", await reader.ReadToEndAsync());

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal("GET /projects/p/volumes/v?curr_project=p&meta&sign_url=get", service.Lines[0]);
        Assert.Equal("/v/d/f", requests[0].Header("x-odps-volume-fs-path"));
        Assert.Equal($"/store/b/d%2Ff%20x?Expires=1&Signature={Signature}%3D", requests[1].Target);
        Assert.Equal("GET", requests[1].Method);
        Assert.DoesNotContain(requests[1].Headers, h => h.Key.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || h.Key is "Authorization" or "Content-Type" or "Date");
    }

    [Fact]
    public async Task Range_is_a_header_for_the_store()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(service, exchange, e => e.RespondAsync(206, "ata"));
        await using Stream stream = await Volume(service).Items["d/f"].OpenReadAsync(1, 3);
        using var reader = new StreamReader(stream);
        Assert.Equal("ata", await reader.ReadToEndAsync());
        Assert.Equal("bytes=1-3", service.Last.Header("Range"));
    }

    [Fact]
    public async Task Store_that_sends_the_whole_file_for_a_range_is_not_taken_for_the_range()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(service, exchange, e => e.RespondAsync(200, "data"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Volume(service).Items["d/f"].OpenReadAsync(9));

        // From the beginning the whole file is as good, and is cut.
        await using Stream stream = await Volume(service).Items["d/f"].OpenReadAsync(0, 2);
        using var reader = new StreamReader(stream);
        Assert.Equal("da", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task File_is_written_by_one_put_as_it_is()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(service, exchange, e => e.RespondAsync(200));
        await using (VolumeFileWriter writer = await Volume(service).Items["d/f"].OpenWriteAsync())
        {
            await writer.WriteAsync("hello "u8.ToArray());
            await writer.FlushAsync();
            await writer.WriteAsync("world"u8.ToArray());
            Assert.Equal(11, await writer.CompleteAsync());
        }

        Assert.Equal("GET /projects/p/volumes/v?curr_project=p&meta&sign_url=put", service.Lines[0]);
        Assert.Equal(("PUT", "hello world"), (service.Last.Method, ScriptedRest.Text(service.Last)));
        Assert.Null(service.Last.Header("Content-Type"));
        Assert.Null(service.Last.Header("Authorization"));
        await Assert.ThrowsAsync<NotSupportedException>(() => Volume(service).Items["d/f"].OpenWriteAsync(replication: 2));
    }

    [Fact]
    public async Task Directory_is_an_empty_object_whose_name_ends_in_a_slash()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(service, exchange, e => e.RespondAsync(200));
        await Volume(service).Items.CreateDirectoryAsync("d");
        Assert.Equal("/v/d/", service.Server.Requests.First().Header("x-odps-volume-fs-path"));
        Assert.Equal(("PUT", "0"), (service.Last.Method, service.Last.Header("Content-Length")));
    }

    [Fact]
    public async Task Addresses_are_given_out_for_a_time_and_may_name_the_public_host()
    {
        await using var service = new ScriptedRest { Body = "<Item><URL>https://b.oss-cn-x-internal.aliyuncs.com/d%2Ff?Signature=a%2Bb&amp;x=-internal.</URL></Item>" };
        Volume volume = service.Client.Volumes["v"];
        Uri own = await volume.AsExternal().GetReadUriAsync("d/f", TimeSpan.FromMinutes(2));
        Uri outside = await volume.AsExternal(usePublicHost: true).GetWriteUriAsync("d/f");

        Assert.Equal(
            ["GET /projects/p/volumes/v?curr_project=p&expire_seconds=120&meta&sign_url=get", "GET /projects/p/volumes/v?curr_project=p&meta&sign_url=put"], service.Lines);
        Assert.Equal("https://b.oss-cn-x-internal.aliyuncs.com/d%2Ff?Signature=a%2Bb&x=-internal.", own.AbsoluteUri);
        Assert.Equal("https://b.oss-cn-x.aliyuncs.com/d%2Ff?Signature=a%2Bb&x=-internal.", outside.AbsoluteUri);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => volume.AsExternal().GetReadUriAsync("f", TimeSpan.FromMilliseconds(1)));
        Assert.Equal("p/volumes/v/d/f", volume.AsExternal().Items["d/f"].ResourcePath);
    }

    [Fact]
    public async Task Error_of_the_store_is_typed_and_does_not_repeat_the_signature()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange => AnswerAsync(
            service, exchange, e => e.RespondAsync(404, $"<Error><Code>NoSuchKey</Code><Message>no {Signature}= here</Message><RequestId>R9</RequestId><HostId>oss</HostId></Error>"));
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => Volume(service).Items["d/f"].OpenReadAsync());
        Assert.Equal(("NoSuchKey", "R9"), (error.ErrorCode, error.RequestId));
        Assert.Contains("/v/d/f of volume p.v", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Signature, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Item><URL>http://b.oss.example.com/f?Signature=x</URL></Item>", typeof(InvalidOperationException), "AllowInsecureHttp")]
    [InlineData("<Item><URL>ftp://b/f</URL></Item>", typeof(InvalidOperationException), "http")]
    [InlineData("<Item><URL>nowhere</URL></Item>", typeof(OdpsDataException), "address")]
    [InlineData("<Item/>", typeof(OdpsDataException), "URL")]
    public async Task Address_that_cannot_be_trusted_is_not_asked(string answer, Type type, string word)
    {
        await using var service = new ScriptedRest { Body = answer };
        Exception error = await Assert.ThrowsAsync(type, () => Volume(service).Items["f"].OpenReadAsync());
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Single(service.Server.Requests);
    }

    private static ExternalVolume Volume(ScriptedRest service) => service.Client.Volumes["v"].AsExternal();

    private static Task AnswerAsync(ScriptedRest service, LoopbackExchange exchange, Func<LoopbackExchange, Task> store) =>
        exchange.Path().StartsWith("/store", StringComparison.Ordinal)
            ? store(exchange)
            : exchange.RespondAsync(200, $"<Item><URL>{new Uri(service.Server.Endpoint, "/store/b/")}d%2Ff%20x?Expires=1&amp;Signature={Signature}%3D</URL></Item>");
}
