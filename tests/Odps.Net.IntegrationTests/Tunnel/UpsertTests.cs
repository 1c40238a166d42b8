using System.Globalization;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel;

public sealed class UpsertTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>, IDisposable
{
    private readonly OdpsClient _client = fixture.Client;
    private readonly FaultCollection _faults = fixture.Emulator.Faults;

    public void Dispose() => _faults.Clear();

    [Theory]
    [InlineData("none")]
    [InlineData("deflate")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public async Task Changes_are_visible_together_after_the_commit_and_the_last_of_a_key_counts(string compression)
    {
        Table table = await CreateTableAsync();
        await UpsertAsync(table, [(1, "old"), (2, "old"), (3, "old")]);

        await using UpsertSession session = await CreateSessionAsync(table, new UpsertSessionOptions { Compression = Codings.Of(compression) });
        await using (UpsertWriter writer = session.OpenWriter())
        {
            await writer.UpsertAsync(new Record(session.Columns, 1L, "first"));
            await writer.FlushAsync();
            await writer.UpsertAsync(new Record(session.Columns, 1L, "second"));
            await writer.UpsertAsync(new Record(session.Columns, 1L, "third"));
            await writer.DeleteAsync(new Record(session.Columns, 2L, null));
            await writer.UpsertAsync(new Record(session.Columns, 4L, "new"));
            await writer.UpsertAsync(new Record(session.Columns, 5L, "gone"));
            await writer.DeleteAsync(new Record(session.Columns, 5L, null));
            await writer.DeleteAsync(new Record(session.Columns, 6L, null));
            await writer.UpsertAsync(new Record(session.Columns, 6L, "back"));
            await writer.FlushAsync();
        }

        Assert.Equal(["1:old", "2:old", "3:old"], await ReadAsync(table));
        Assert.Equal(TunnelSessionStatus.Committed, await session.CommitAsync());
        Assert.Equal(["1:third", "3:old", "4:new", "6:back"], await ReadAsync(table));
    }

    [Theory]
    [InlineData("tinyint")]
    [InlineData("smallint")]
    [InlineData("int")]
    [InlineData("bigint")]
    [InlineData("float")]
    [InlineData("double")]
    [InlineData("boolean")]
    [InlineData("string")]
    [InlineData("varchar(40)")]
    [InlineData("char(40)")]
    [InlineData("binary")]
    [InlineData("date")]
    [InlineData("datetime")]
    [InlineData("timestamp")]
    [InlineData("timestamp_ntz")]
    [InlineData("decimal(10,3)")]
    [InlineData("decimal(38,18)")]
    public async Task Keys_of_every_type_go_to_the_bucket_that_the_service_finds_for_them(string type)
    {
        // The emulator refuses a row in a wrong bucket; its hash functions are its own.
        foreach (string hasher in (string[])["default", "legacy"])
        {
            string name = fixture.NewTableName();
            await RunAsync(
                $"create table {name} (k {type} not null, j bigint not null, v string, primary key (k, j)) "
                + $"tblproperties ('transactional'='true', 'write.bucket.num'='7', 'emulator.upsert.hasher'='{hasher}')");
            Table table = _client.Tables[name];
            await using UpsertSession session = await CreateSessionAsync(table, new UpsertSessionOptions { SlotCount = 3 });
            Assert.Equal(7, session.BucketCount);
            object[] keys = [.. Values(type, new Random(20260128)).Distinct()];
            for (int round = 0; round < 2; round++)
            {
                await using UpsertWriter writer = session.OpenWriter();
                for (int i = 0; i < keys.Length; i++)
                {
                    await writer.UpsertAsync(new Record(session.Columns, keys[i], i % 3L, $"round {round}"));
                }

                await writer.FlushAsync();
            }

            await session.CommitAsync();
            IReadOnlyList<Record> rows = await RecordsAsync(table);
            Assert.Equal(keys.Length, rows.Count);
            Assert.All(rows, r => Assert.Equal("round 1", r[2]));
        }
    }

    [Fact]
    public async Task Writers_may_flush_at_the_same_time()
    {
        Table table = await CreateTableAsync();
        await using UpsertSession session = await CreateSessionAsync(table, new UpsertSessionOptions { SlotCount = 4 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async part =>
        {
            await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { BucketBytes = 2000, MaxConcurrency = 4 });
            for (long i = 0; i < 1000; i++)
            {
                await writer.UpsertAsync(new Record(session.Columns, (part * 1000) + i, "some text that fills a packet"));
            }

            await writer.FlushAsync();
        }));
        await session.CommitAsync();
        Assert.Equal(Enumerable.Range(0, 4000).Select(i => (long)i), (await RecordsAsync(table)).Select(r => (long)r[0]!).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slot_that_moves_is_followed(bool refuse)
    {
        Table table = await CreateTableAsync();
        await using UpsertSession session = await CreateSessionAsync(table, new UpsertSessionOptions { SlotCount = 2 });
        FaultHandle moves = _faults.Add(Fault.MoveSlot(refuse).When(RequestMatch.UpsertPacket()).OnCall(2).Times(2));
        await WriteAsync(session, Enumerable.Range(0, 100).Select(i => ((long)i, "x")));
        await session.CommitAsync();
        Assert.Equal(2, moves.Hits);
        Assert.Equal(100, (await RecordsAsync(table)).Count);
    }

    [Fact]
    public async Task Packets_whose_answers_are_lost_are_sent_again_and_change_nothing()
    {
        Table table = await CreateTableAsync();
        await using UpsertSession session = await CreateSessionAsync(table);
        FaultHandle lost = _faults.Add(Fault.DropAnswer().When(RequestMatch.UpsertPacket()).Sometimes(0.5, seed: 3));
        await WriteAsync(session, Enumerable.Range(0, 100).Select(i => ((long)i, "x")));
        await session.CommitAsync();
        Assert.True(lost.Hits > 3);
        Assert.Equal(100, (await RecordsAsync(table)).Count);
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_found_done()
    {
        Table table = await CreateTableAsync();
        await using UpsertSession session = await CreateSessionAsync(table);
        await WriteAsync(session, [(1, "a")]);
        _faults.Add(Fault.DropAnswer().When(RequestMatch.UpsertCommit));
        Assert.Equal(TunnelSessionStatus.Committed, await session.CommitAsync());
        Assert.Equal(["1:a"], await ReadAsync(table));
    }

    [Fact]
    public async Task A_commit_that_is_not_waited_for_is_seen_at_the_next_look()
    {
        Table table = await CreateTableAsync();
        await using UpsertSession session = await CreateSessionAsync(table);
        await WriteAsync(session, [(1, "a")]);
        _faults.Add(Fault.DeferCommit().When(RequestMatch.UpsertCommit));
        Assert.Equal(TunnelSessionStatus.Committing, await session.CommitAsync(new UpsertCommitOptions { Wait = false }));
        Assert.Empty(await ReadAsync(table));
        await session.ReloadAsync();
        Assert.Equal(TunnelSessionStatus.Committed, session.Status);
        Assert.Equal(["1:a"], await ReadAsync(table));
    }

    [Fact]
    public async Task An_aborted_session_changes_nothing_and_is_gone()
    {
        Table table = await CreateTableAsync();
        await UpsertAsync(table, [(1, "a")]);
        await using UpsertSession session = await CreateSessionAsync(table);
        await WriteAsync(session, [(1, "b"), (2, "c")]);
        await session.AbortAsync();
        await session.AbortAsync();
        Assert.Equal(["1:a"], await ReadAsync(table));
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tunnel.GetUpsertSessionAsync(table, null, session.Id));
        Assert.Equal("UpsertSessionNotFound", error.ErrorCode);
    }

    [Fact]
    public async Task A_session_that_expires_before_its_commit_changes_nothing()
    {
        Table table = await CreateTableAsync();
        await using UpsertSession session = await CreateSessionAsync(table);
        await WriteAsync(session, [(1, "a")]);
        _faults.Add(Fault.ExpireSession().When(RequestMatch.UpsertCommit));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => session.CommitAsync());
        await session.ReloadAsync();
        Assert.Equal(TunnelSessionStatus.Expired, session.Status);
        Assert.Empty(await ReadAsync(table));
    }

    [Fact]
    public async Task Some_columns_may_be_changed_where_the_table_allows_it()
    {
        string name = fixture.NewTableName();
        await RunAsync($"create table {name} (id bigint not null primary key, a string, b string) tblproperties ('transactional'='true', 'acid.partial.fields.update.enable'='true')");
        Table table = _client.Tables[name];
        await using UpsertSession session = await CreateSessionAsync(table);
        Assert.True(session.AllowsPartialUpdate);
        await using (UpsertWriter whole = session.OpenWriter())
        {
            await whole.UpsertAsync(new Record(session.Columns, 1L, "a1", "b1"));
            await whole.FlushAsync();
        }

        await using (UpsertWriter part = session.OpenWriter(new UpsertWriterOptions { ValueColumns = ["b"] }))
        {
            await part.UpsertAsync(new Record(session.Columns, 1L, "ignored", "b2"));
            await part.UpsertAsync(new Record(session.Columns, 2L, null, "b3"));
            await part.FlushAsync();
        }

        await session.CommitAsync();
        Assert.Equal(["1:a1:b2", "2::b3"], (await RecordsAsync(table)).Select(r => $"{r[0]}:{r[1]}:{r[2]}").Order());
    }

    [Fact]
    public async Task Rows_of_a_partition_leave_the_same_keys_of_others_alone()
    {
        string name = fixture.NewTableName();
        await RunAsync($"create table {name} (id bigint not null primary key, name string) partitioned by (dt string) tblproperties ('transactional'='true')");
        await RunAsync($"alter table {name} add partition (dt='1')");
        await RunAsync($"alter table {name} add partition (dt='2')");
        Table table = _client.Tables[name];
        foreach (string partition in (string[])["dt=1", "dt=2", "dt=1"])
        {
            await using UpsertSession session = await _client.Tunnel.CreateUpsertSessionAsync(table, PartitionSpec.Parse(partition));
            await WriteAsync(session, [(1, partition)]);
            await session.CommitAsync();
        }

        Assert.Equal(["1:dt=1"], await ReadAsync(table, "dt=1"));
        Assert.Equal(["1:dt=2"], await ReadAsync(table, "dt=2"));
    }

    [Fact]
    public async Task A_table_without_a_primary_key_has_no_upserts()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        OdpsServiceException error = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Tunnel.CreateUpsertSessionAsync(table));
        Assert.Contains("no primary key", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<object> Values(string type, Random random) => Enumerable.Range(0, 60).Select(i => type switch
    {
        "tinyint" => (object)(sbyte)random.Next(-128, 128),
        "smallint" => (short)random.Next(-32768, 32768),
        "int" => random.Next(int.MinValue, int.MaxValue),
        "bigint" => random.NextInt64(long.MinValue + 1, long.MaxValue),
        "float" => (float)((random.NextDouble() - 0.5) * 1e9),
        "double" => (random.NextDouble() - 0.5) * 1e18,
        "boolean" => i % 2 == 0,
        "binary" => System.Text.Encoding.ASCII.GetBytes($"{i} {Convert.ToHexString(Bytes(random))}"),
        "date" => DateOnly.FromDayNumber(random.Next(0, 3_652_059)),
        "datetime" => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-62_135_596_800_000, 253_402_300_800_000)),
        "timestamp" => new OdpsTimestamp(random.NextInt64(-62_135_596_800, 253_402_300_800), random.Next(1_000_000_000)),
        "timestamp_ntz" => new OdpsTimestampNtz(random.NextInt64(-62_135_596_800, 253_402_300_800), random.Next(1_000_000_000)),
        "decimal(10,3)" => OdpsDecimal.Parse((random.Next(-9_999_999, 9_999_999) / 1000m).ToString(CultureInfo.InvariantCulture)),
        "decimal(38,18)" => OdpsDecimal.Parse(
            string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64(-99_999_999_999_999, 99_999_999_999_999)}.{random.NextInt64(0, 1_000_000_000_000_000_000):d18}")),
        _ => $"{((string[])["", "é", "阿", "\U0001F600"])[i % 4]}{Convert.ToHexString(Bytes(random))}",
    });

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(0, 12)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static async Task WriteAsync(UpsertSession session, IEnumerable<(long Id, string Name)> rows)
    {
        await using UpsertWriter writer = session.OpenWriter();
        foreach ((long id, string name) in rows)
        {
            await writer.UpsertAsync(new Record(session.Columns, id, name));
        }

        await writer.FlushAsync();
    }

    private async Task UpsertAsync(Table table, IEnumerable<(long Id, string Name)> rows)
    {
        await using UpsertSession session = await CreateSessionAsync(table);
        await WriteAsync(session, rows);
        await session.CommitAsync();
    }

    private Task<UpsertSession> CreateSessionAsync(Table table, UpsertSessionOptions? options = null) =>
        _client.Tunnel.CreateUpsertSessionAsync(table, options: (options ?? new UpsertSessionOptions()) with { KeepAliveInterval = Timeout.InfiniteTimeSpan });

    private async Task<Table> CreateTableAsync()
    {
        string name = fixture.NewTableName();
        await RunAsync($"create table {name} (id bigint not null primary key, name string) tblproperties ('transactional'='true')");
        return _client.Tables[name];
    }

    private async Task RunAsync(string sql) => await (await _client.Sql.SubmitAsync(sql)).WaitForSuccessAsync();

    private async Task<string[]> ReadAsync(Table table, string? partition = null) =>
        [.. (await RecordsAsync(table, partition)).OrderBy(r => (long)r[0]!).Select(r => $"{r[0]}:{r[1]}")];

    private async Task<IReadOnlyList<Record>> RecordsAsync(Table table, string? partition = null)
    {
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table, partition is null ? null : PartitionSpec.Parse(partition));
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        return await reader.ReadRecordsAsync().ToListAsync();
    }
}
