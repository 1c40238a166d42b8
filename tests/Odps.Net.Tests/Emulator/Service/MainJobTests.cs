using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>The main job of a client over plain HTTP with everything in its place: tables by SQL, rows through the tunnel, queries, results.</summary>
public sealed class MainJobTests
{
    private static readonly ColumnCollection Columns = [new("id", OdpsType.BigInt), new("name", OdpsType.String)];

    [Fact]
    public async Task Rows_go_in_through_the_tunnel_and_come_back_by_query_and_by_tunnel()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartWithSqlAsync();
        await RunAsync(fixture, "CREATE TABLE demo.`t` (\n  `id` BIGINT,\n  `name` STRING\n)\nPARTITIONED BY (\n  `pt` STRING\n);");
        await UploadAsync(fixture, "pt=a", [1L, "x"], [2L, null], [3L, "z"]);

        string instance = await RunAsync(fixture, "select id, name from t where pt = 'a' and id >= 2 order by id limit 10;");
        XElement result = (await fixture.XmlAsync("GET", instance + "?result")).Element("Tasks")!.Element("Task")!;
        Assert.Equal("\"id\",\"name\"\n2,\\N\n3,\"z\"\n", Encoding.UTF8.GetString(Convert.FromBase64String(result.Element("Result")!.Value)));
        JsonElement session = await fixture.TunnelJsonAsync("POST", instance + "?downloads");
        Assert.Equal(
            EmulatorFixture.Records(Columns, [2L, null], [3L, "z"]),
            await BytesAsync(fixture, $"{instance}?data&downloadid={session.GetProperty("DownloadID").GetString()}&rowrange=(0,2)"));

        JsonElement download = await fixture.TunnelJsonAsync("POST", "/projects/demo/tables/t?downloads&partition=pt=a");
        Assert.Equal(
            EmulatorFixture.Records(Columns, [1L, "x"], [2L, null], [3L, "z"]),
            await BytesAsync(fixture, $"/projects/demo/tables/t?data&downloadid={download.GetProperty("DownloadID").GetString()}&partition=pt=a&rowrange=(0,3)"));

        await RunAsync(fixture, "DROP TABLE demo.`t`;");
        await fixture.XmlAsync("GET", "/projects/demo/tables/t", status: 404);
    }

    [Fact]
    public async Task Data_folder_keeps_tables_and_rows_for_the_next_emulator()
    {
        string folder = Directory.CreateTempSubdirectory("odps-emulator-").FullName;
        try
        {
            await using (EmulatorFixture first = await EmulatorFixture.StartWithSqlAsync(folder))
            {
                await RunAsync(first, "create table t (id bigint, name string) partitioned by (pt string);");
                await UploadAsync(first, "pt=a", [1L, "kept"]);
            }

            await using EmulatorFixture second = await EmulatorFixture.StartWithSqlAsync(folder);
            JsonElement download = await second.TunnelJsonAsync("POST", "/projects/demo/tables/t?downloads&partition=pt=a");
            Assert.Equal(
                EmulatorFixture.Records(Columns, [[1L, "kept"]]),
                await BytesAsync(second, $"/projects/demo/tables/t?data&downloadid={download.GetProperty("DownloadID").GetString()}&partition=pt=a&rowrange=(0,1)"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_running_query_survives_that_other_emulators_start_and_memory_is_collected()
    {
        await using EmulatorFixture first = await EmulatorFixture.StartWithSqlAsync();
        await RunAsync(first, "create table t (id bigint, name string) partitioned by (pt string);");
        await UploadAsync(first, "pt=a", [.. Enumerable.Range(0, 500).Select(i => new object?[] { (long)i, $"n{i % 2}" })]);

        // Long enough for SQLite to call back many times, for a look at the cancellation and for a function of the emulator's own.
        Task<string> query = RunAsync(first, "select md5(a.name), count(*) from t a join t b on a.id <> b.id group by md5(a.name) limit 10;");
        do
        {
            await using EmulatorFixture other = await EmulatorFixture.StartWithSqlAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        while (!query.IsCompleted);

        Assert.Equal(2, (await first.TunnelJsonAsync("POST", await query + "?downloads")).GetProperty("RecordCount").GetInt32());
    }

    private static async Task<string> RunAsync(EmulatorFixture fixture, string sql)
    {
        using HttpResponseMessage created = await fixture.RestAsync("POST", "/projects/demo/instances", EmulatorFixture.SqlJob(sql));
        string path = created.Headers.Location!.AbsolutePath["/api".Length..];
        await fixture.XmlAsync("GET", path + "?instancestatus");
        XElement task = (await fixture.XmlAsync("GET", path + "?result")).Element("Tasks")!.Element("Task")!;
        Assert.True(
            task.Element("Status")!.Value == "Success",
            $"{sql}: {Encoding.UTF8.GetString(Convert.FromBase64String(task.Element("Result")!.Value))}");
        return path;
    }

    private static async Task UploadAsync(EmulatorFixture fixture, string partition, params object?[][] rows)
    {
        string table = $"/projects/demo/tables/t?partition={partition}";
        JsonElement session = await fixture.TunnelJsonAsync("POST", $"/projects/demo/tables/t?create_partition=true&partition={partition}&uploads");
        string id = session.GetProperty("UploadID").GetString()!;
        using HttpResponseMessage put = await fixture.TunnelAsync(
            "PUT", $"/projects/demo/tables/t?blockid=0&partition={partition}&uploadid={id}", EmulatorFixture.Records(Columns, rows));
        Assert.Equal(200, (int)put.StatusCode);
        await fixture.TunnelJsonAsync("POST", $"{table}&uploadid={id}");
    }

    private static async Task<byte[]> BytesAsync(EmulatorFixture fixture, string resource)
    {
        using HttpResponseMessage response = await fixture.TunnelAsync("GET", resource);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }
}
