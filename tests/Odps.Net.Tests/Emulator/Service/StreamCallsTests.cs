using System.Text.Json;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>Stream uploads as the different clients ask for them.</summary>
public sealed class StreamCallsTests
{
    private const string Path = "/projects/demo/tables/t/streams";

    private static readonly ColumnCollection Columns = [new("id", OdpsType.BigInt), new("name", OdpsType.String)];

    [Theory]
    [InlineData("odps-tunnel-slot-num")]
    [InlineData("odps-slot-num")]
    public async Task The_number_of_slots_is_asked_for_by_either_header(string header)
    {
        await using EmulatorFixture fixture = await StartAsync();
        using HttpResponseMessage created = await fixture.TunnelAsync("POST", Path, null, (header, "5"));
        JsonElement session = await EmulatorFixture.JsonAsync(created);
        Assert.Equal([0, 1, 2, 3, 4], session.GetProperty("slots").EnumerateArray().Select(s => s[0].GetInt32()));
        Assert.Equal(5, session.GetProperty("slots").EnumerateArray().Select(s => s[1].GetString()).Distinct().Count());
        Assert.Equal(1, session.GetProperty("schema_version").GetInt32());
    }

    [Fact]
    public async Task A_pack_is_answered_with_the_slots_and_is_in_the_table()
    {
        await using EmulatorFixture fixture = await StartAsync();
        JsonElement session = await fixture.TunnelJsonAsync("POST", Path);
        string id = session.GetProperty("session_name").GetString()!;
        string server = session.GetProperty("slots")[1][1].GetString()!;
        byte[] pack = EmulatorFixture.Records(Columns, [1L, "a"], [2L, null]);
        using HttpResponseMessage put = await fixture.TunnelAsync(
            "PUT", $"{Path}?record_count=2&slotid=1&uploadid={id}", pack, ("odps-tunnel-routed-server", server), ("odps-tunnel-slot-num", "2"));
        Assert.Equal(200, (int)put.StatusCode);
        Assert.Equal(("2", server), (put.Headers.GetValues("odps-tunnel-slot-num").Single(), put.Headers.GetValues("odps-tunnel-routed-server").Single()));
        Assert.Equal(2, fixture.Store.CountRows(fixture.Store.FindTable("demo", null, "t")!, null));

        using HttpResponseMessage miscounted = await fixture.TunnelAsync("PUT", $"{Path}?record_count=3&slotid=1&uploadid={id}", pack);
        Assert.Equal("MalformedDataStream", (await EmulatorFixture.JsonAsync(miscounted, 400)).GetProperty("Code").GetString());
        Assert.Equal(2, fixture.Store.CountRows(fixture.Store.FindTable("demo", null, "t")!, null));
    }

    [Fact]
    public async Task A_POST_for_a_session_is_the_abort_of_PyODPS_with_a_server_and_the_reload_of_Go_without()
    {
        await using EmulatorFixture fixture = await StartAsync();
        string id = (await fixture.TunnelJsonAsync("POST", Path)).GetProperty("session_name").GetString()!;
        Assert.Equal(id, (await fixture.TunnelJsonAsync("POST", $"{Path}?uploadid={id}")).GetProperty("session_name").GetString());
        Assert.Equal(id, (await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={id}")).GetProperty("session_name").GetString());
        using HttpResponseMessage abort = await fixture.TunnelAsync("POST", $"{Path}?uploadid={id}", null, ("odps-tunnel-routed-server", "10.0.0.1:8082"));
        Assert.Equal(200, (int)abort.StatusCode);
        Assert.Equal("StreamSessionNotFound", (await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={id}", 404)).GetProperty("Code").GetString());
    }

    [Fact]
    public async Task Sessions_of_every_kind_end_after_a_day_with_their_own_code()
    {
        var clock = new ManualTimeProvider();
        await using EmulatorFixture fixture = await StartAsync(clock);
        const string Table = "/projects/demo/tables/t";
        string stream = (await fixture.TunnelJsonAsync("POST", Path)).GetProperty("session_name").GetString()!;
        string upload = (await fixture.TunnelJsonAsync("POST", $"{Table}?uploads")).GetProperty("UploadID").GetString()!;
        string download = (await fixture.TunnelJsonAsync("POST", $"{Table}?downloads")).GetProperty("DownloadID").GetString()!;
        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={stream}");
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("StreamSessionNotFound", (await fixture.TunnelJsonAsync("GET", $"{Path}?uploadid={stream}", 404)).GetProperty("Code").GetString());
        Assert.Equal("NoSuchUpload", (await fixture.TunnelJsonAsync("POST", $"{Table}?uploadid={upload}", 404)).GetProperty("Code").GetString());
        Assert.Equal("NoSuchDownload", (await fixture.TunnelJsonAsync("GET", $"{Table}?data&downloadid={download}", 404)).GetProperty("Code").GetString());
    }

    private static async Task<EmulatorFixture> StartAsync(TimeProvider? clock = null)
    {
        EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { Clock = clock ?? TimeProvider.System });
        fixture.CreateTable("t", "id bigint, name string");
        return fixture;
    }
}
