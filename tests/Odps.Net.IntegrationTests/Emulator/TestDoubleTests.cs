using System.Net;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Emulator;

/// <summary>The emulator as a test double: in memory, seeded, with ids that repeat, read-only.</summary>
public sealed class TestDoubleTests
{
    [Fact]
    public async Task In_memory_emulators_listen_nowhere_and_live_side_by_side()
    {
        var options = new OdpsEmulatorOptions { InMemory = true };
        await using OdpsEmulator first = await OdpsEmulator.StartAsync(options);
        await using OdpsEmulator second = await OdpsEmulator.StartAsync(options with { Projects = ["other"] });
        await using var firstClient = new OdpsClient(first.ClientOptions);
        await using var secondClient = new OdpsClient(second.ClientOptions);
        Assert.True(await firstClient.Projects.ExistsAsync("demo"));
        Assert.False(await secondClient.Projects.ExistsAsync("demo"));
        Assert.True(await secondClient.Projects.ExistsAsync("other"));
    }

    [Fact]
    public async Task Data_larger_than_the_buffers_passes_through_memory_both_ways()
    {
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true });
        await using var client = new OdpsClient(emulator.ClientOptions);
        Table table = await client.Tables.CreateAsync("t", "id bigint, text string");
        string text = new('x', 1000);
        await using TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(table);
        await using (RecordWriter writer = await upload.OpenRecordWriterAsync(0))
        {
            for (long i = 0; i < 2000; i++)
            {
                await writer.WriteAsync(new Record(upload.Columns, i, text));
            }

            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
        TableDownloadSession download = await client.Tunnel.CreateDownloadSessionAsync(table);
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        long sum = 0;
        while (await reader.ReadAsync())
        {
            sum += reader.GetInt64(0);
            Assert.Equal(text, reader.GetString(1));
        }

        Assert.Equal(2000L * 1999 / 2, sum);
    }

    [Fact]
    public async Task A_connection_of_an_emulator_that_has_ended_fails()
    {
        OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true });
        await using var client = new OdpsClient(emulator.ClientOptions with { Retry = new RetryOptions { MaxRetries = 0 } });
        await emulator.DisposeAsync();
        await Assert.ThrowsAsync<OdpsConnectionException>(() => client.Projects.ExistsAsync("demo"));
    }

    [Fact]
    public async Task Seeded_tables_rows_projects_and_users_are_there_without_a_request()
    {
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true });
        emulator.Seed(seed => seed
            .Table("orders", "id bigint, amount decimal(18,2)", "dt string").Partition("dt=20260101", [1L, 9.99m], [2L, null]).Partition("dt=20260102")
            .And.User(new EmulatorUser("second", "secret"))
            .Project("other").Table("plain", "id bigint").Rows([7L]));
        Assert.Empty(emulator.Requests);

        await using var client = new OdpsClient(emulator.ClientOptions with { Credential = OdpsCredential.AccessKey("second", "secret") });
        await using QueryResult result = await client.Sql.QueryAsync("select id, amount from orders where dt = '20260101' order by id limit 5");
        var rows = new List<object?[]>();
        await foreach (Record row in result.ReadRecordsAsync())
        {
            rows.Add([row[0], row[1]]);
        }

        Assert.Equal([[1L, OdpsDecimal.Parse("9.99")], [2L, null]], rows);
        Assert.True(await client.Tables["orders"].Partitions.ExistsAsync("dt=20260102"));
        Assert.True(await client.WithProject("other").Tables.ExistsAsync("plain"));
    }

    [Fact]
    public async Task Seeded_schemas_resources_functions_and_members_are_there()
    {
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true });
        emulator.Seed(seed => seed
            .Resource("code.py", "class U: pass", comment: "a comment")
            .Resource("data.bin", new byte[] { 1, 2, 3 }, ResourceType.File)
            .Table("orders", "id bigint", "dt string").Partition("dt=1", [5L])
            .And.TableResource("orders_1", "orders", "dt=1")
            .Function("f", "code.U", "code.py")
            .User(new EmulatorUser("second", "secret") { Account = "RAM$company:second" })
            .Member("RAM$company:second", "reader", "admin")
            .Schema("s").Table("t", "id bigint").Rows([1L], [2L])
            .And.Resource("inner.txt", "inside"));

        await using var client = new OdpsClient(emulator.ClientOptions);
        ResourceInfo code = await client.Resources["code.py"].GetAsync();
        Assert.Equal((ResourceType.Py, "a comment", 13L), (code.Type, code.Comment, code.Size));
        await using (Stream data = await client.Resources["data.bin"].OpenReadAsync())
        {
            var bytes = new byte[4];
            Assert.Equal(3, await data.ReadAtLeastAsync(bytes, 4, throwOnEndOfStream: false));
            Assert.Equal([1, 2, 3], bytes[..3]);
        }

        Assert.Equal("code.U", (await client.Functions["f"].GetAsync()).ClassType);
        TableResourceSource source = await client.Resources["orders_1"].AsTable().GetSourceAsync();
        Assert.Equal(("orders", "dt='1'"), (source.Table.Name, source.Partition?.ToString()));
        Assert.Equal(["admin", "reader"], (await client.Security.Users["RAM$company:second"].ListRolesAsync().ToListAsync()).Select(role => role.Name).Order(StringComparer.Ordinal));
        OdpsClient inner = client.WithSchema("s");
        Assert.Equal(2, (await inner.Tunnel.CreateDownloadSessionAsync(inner.Tables["t"])).RecordCount);
        Assert.True(await inner.Resources.ExistsAsync("inner.txt"));
        Assert.False(await client.Resources.ExistsAsync("inner.txt"));
    }

    [Fact]
    public async Task A_seed_that_names_what_is_there_or_what_is_not_leaves_nothing_and_no_user()
    {
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true });
        var user = new EmulatorUser("second", "secret");
        Action<EmulatorSeed>[] mistakes =
        [
            seed => seed.User(user).Resource("a.txt", "x").Resource("a.txt", "y"),
            seed => seed.User(user).Resource("a.txt", "x").Function("f", "c.D", "none.py"),
            seed => seed.User(user).Resource("a.txt", "x").TableResource("r", "none"),
            seed => seed.User(user).Resource("a.txt", "x").Member("nobody"),
            seed => seed.User(user).Resource("a.txt", "x").Function("f", "c.D").Function("F", "c.D"),
        ];
        foreach (Action<EmulatorSeed> mistake in mistakes)
        {
            Assert.Throws<InvalidOperationException>(() => emulator.Seed(mistake));
        }

        Assert.Throws<ArgumentException>(() => emulator.Seed(seed => seed.Resource("t", "x", ResourceType.Table)));
        await using var client = new OdpsClient(emulator.ClientOptions);
        Assert.False(await client.Resources.ExistsAsync("a.txt"));
        await using var second = new OdpsClient(emulator.ClientOptions with { Credential = OdpsCredential.AccessKey("second", "secret") });
        await Assert.ThrowsAnyAsync<OdpsServiceException>(() => second.Projects.ExistsAsync("demo"));
        emulator.Seed(seed => seed.User(user));
        Assert.True(await second.Projects.ExistsAsync("demo"));
    }

    [Fact]
    public async Task A_seed_with_a_mistake_leaves_nothing()
    {
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true });
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => emulator.Seed(seed => seed.Table("t", "id bigint").Rows([1L], ["two"])));
        Assert.Equal("id", error.Column);
        await using var client = new OdpsClient(emulator.ClientOptions);
        Assert.False(await client.Tables.ExistsAsync("t"));
    }

    [Fact]
    public async Task Ids_repeat_with_a_seed_and_differ_without()
    {
        Assert.Equal(await FirstIdAsync(7), await FirstIdAsync(7));
        Assert.NotEqual(await FirstIdAsync(7), await FirstIdAsync(8));
        Assert.NotEqual(await FirstIdAsync(null), await FirstIdAsync(null));

        static async Task<string> FirstIdAsync(int? seed)
        {
            await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true, IdSeed = seed });
            await using var client = new OdpsClient(emulator.ClientOptions);
            Assert.True(await client.Projects.ExistsAsync("demo"));
            return emulator.Requests[0].RequestId;
        }
    }

    [Fact]
    public async Task A_read_only_emulator_answers_queries_and_refuses_every_change()
    {
        string folder = Directory.CreateTempSubdirectory("odps-emulator-").FullName;
        try
        {
            var options = new OdpsEmulatorOptions { InMemory = true, DataDirectory = folder };
            await using (OdpsEmulator writable = await OdpsEmulator.StartAsync(options))
            {
                writable.Seed(seed => seed.Table("t", "id bigint").Rows([1L], [2L]));
            }

            await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(options with { IsReadOnly = true });
            await using var client = new OdpsClient(emulator.ClientOptions);
            await using QueryResult result = await client.Sql.QueryAsync("select sum(id) as s from t");
            await foreach (Record row in result.ReadRecordsAsync())
            {
                Assert.Equal(3L, row[0]);
            }

            TableDownloadSession download = await client.Tunnel.CreateDownloadSessionAsync(client.Tables["t"]);
            Assert.Equal(2, download.RecordCount);
            await Assert.ThrowsAsync<OdpsPermissionException>(() => client.Tunnel.CreateUploadSessionAsync(client.Tables["t"]));
            OdpsInstanceFailedException insert = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => client.Sql.QueryAsync("insert into t values (3)"));
            Assert.Contains("read-only", insert.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<OdpsPermissionException>(() => client.Tables.DropAsync("t"));
            Assert.Equal(2, (await client.Tunnel.CreateDownloadSessionAsync(client.Tables["t"])).RecordCount);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_belongs_to_one_emulator_at_a_time_and_keeps_the_data()
    {
        string folder = Directory.CreateTempSubdirectory("odps-emulator-").FullName;
        try
        {
            var options = new OdpsEmulatorOptions { InMemory = true, DataDirectory = folder };
            await using (OdpsEmulator first = await OdpsEmulator.StartAsync(options))
            {
                first.Seed(seed => seed.Table("t", "id bigint").Rows([1L]));
                IOException error = await Assert.ThrowsAsync<IOException>(() => OdpsEmulator.StartAsync(options));
                Assert.Contains("in use by another emulator", error.Message, StringComparison.Ordinal);
            }

            await using OdpsEmulator second = await OdpsEmulator.StartAsync(options);
            await using var client = new OdpsClient(second.ClientOptions);
            Assert.True(await client.Tables.ExistsAsync("t"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Completed_requests_are_told_with_their_status()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<EmulatorRequest>();
        await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true, RequestCompleted = told.Enqueue });
        using var http = new HttpClient(emulator.CreateHandler());
        using HttpResponseMessage response = await http.GetAsync(emulator.Endpoint + "/projects/demo");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(401, Assert.Single(told).Status);
    }
}
