using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel;

public sealed class StreamUploadTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>, IDisposable
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
    public async Task Rows_are_in_the_table_as_soon_as_a_pack_was_accepted(string compression)
    {
        Table table = await CreateTableAsync();
        StreamUploadSession session = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { Compression = Codings.Of(compression) });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        for (long pack = 0; pack < 3; pack++)
        {
            for (long row = 0; row < 500; row++)
            {
                await writer.WriteAsync(new Record(session.Columns, (pack * 500) + row, $"row {row}"));
            }

            StreamFlushResult result = await writer.FlushAsync();
            Assert.Equal(500, result.Rows);
            Assert.Equal(pack + 1, result.BatchId);
            Assert.Equal((pack + 1) * 500, (await ReadAsync(table)).Count);
        }

        await session.ReloadAsync();
        Assert.Equal(3, session.LastBatchId);
        Assert.Equal(Enumerable.Range(0, 1500).Select(i => (long)i), (await ReadAsync(table)).Select(r => (long)r[0]!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slot_that_moves_is_followed_and_no_row_is_lost_or_doubled(bool refuse)
    {
        Table table = await CreateTableAsync();
        StreamUploadSession session = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { SlotCount = 3 });
        Assert.Equal(3, session.SlotCount);
        FaultHandle moves = _faults.Add(Fault.MoveSlot(refuse).When(RequestMatch.StreamWrite).OnCall(2).Times(2));
        await WritePacksAsync(session, 9);
        Assert.Equal(2, moves.Hits);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), (await ReadAsync(table)).Select(r => (long)r[0]!).Order());
        string[] servers = [.. fixture.Emulator.Requests.Where(r => RequestMatch.StreamWrite.IsMatch(r) && r.Query["uploadid"] == session.Id).Select(r => r.Headers["odps-tunnel-routed-server"])];
        Assert.Equal(refuse ? 11 : 9, servers.Length);
        Assert.True(servers.Distinct().Count() > 3, string.Join(", ", servers));
    }

    [Fact]
    public async Task Another_number_of_slots_makes_the_session_look_again()
    {
        Table table = await CreateTableAsync();
        StreamUploadSession session = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { SlotCount = 3 });
        _faults.Add(Fault.ResizeSlots(5).When(RequestMatch.StreamWrite).OnCall(2));
        await WritePacksAsync(session, 8);
        Assert.Equal(5, session.SlotCount);
        Assert.Equal(8, (await ReadAsync(table)).Count);
    }

    [Theory]
    [InlineData(StreamDelivery.AtMostOnce)]
    [InlineData(StreamDelivery.AtLeastOnce)]
    public async Task A_lost_answer_is_told_or_costs_a_repetition(StreamDelivery delivery)
    {
        Table table = await CreateTableAsync();
        StreamUploadSession session = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { Delivery = delivery });
        _faults.Add(Fault.DropAnswer().When(RequestMatch.StreamWrite));
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        await writer.WriteAsync(new Record(session.Columns, 1L, "a"));
        if (delivery == StreamDelivery.AtMostOnce)
        {
            await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(async () => await writer.FlushAsync());
            Assert.Equal(1, writer.DiscardPack());
            Assert.Single(await ReadAsync(table));
        }
        else
        {
            await writer.FlushAsync();
            Assert.Equal(2, (await ReadAsync(table)).Count);
        }
    }

    [Fact]
    public async Task Rows_of_an_older_schema_version_are_taken_only_when_that_is_allowed()
    {
        Table table = await CreateTableAsync();
        StreamUploadSession lenient = await _client.Tunnel.CreateStreamUploadSessionAsync(table);
        StreamUploadSession strict = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { AllowSchemaMismatch = false });
        Assert.Equal(1L, strict.SchemaVersion);
        await WritePacksAsync(strict, 1);

        await RunAsync($"alter table {table.Name} add columns (extra bigint)");
        OdpsSchemaModifiedException error = await Assert.ThrowsAsync<OdpsSchemaModifiedException>(() => WritePacksAsync(strict, 1));
        Assert.Equal(2, error.LatestSchemaVersion);
        await WritePacksAsync(lenient, 1);
        IReadOnlyList<Record> rows = await ReadAsync(table);
        Assert.Equal(2, rows.Count);
        Assert.All(rows, r => Assert.Null(r[2]));

        StreamUploadSession renewed = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { AllowSchemaMismatch = false });
        Assert.Equal(2L, renewed.SchemaVersion);
        Assert.Equal(3, renewed.Columns.Count);
    }

    [Fact]
    public async Task A_schema_version_that_the_tunnel_does_not_know_is_an_error()
    {
        Table table = await CreateTableAsync();
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(
            () => _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { SchemaVersion = 7 }));
        Assert.Equal("NoSuchSchema", error.ErrorCode);
    }

    [Fact]
    public async Task Partitions_are_made_with_the_session_or_with_the_packs()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string", "dt string");
        var first = PartitionSpec.Parse("dt=1");
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tunnel.CreateStreamUploadSessionAsync(table, first));
        StreamUploadSession one = await _client.Tunnel.CreateStreamUploadSessionAsync(table, first, new StreamUploadOptions { CreatePartition = true });
        await WritePacksAsync(one, 2);

        StreamUploadSession all = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { DynamicPartition = true });
        foreach (string partition in (string[])["dt=1", "dt=2", "dt=3"])
        {
            await using StreamRecordWriter writer = all.OpenRecordWriter(new StreamWriterOptions { Partition = PartitionSpec.Parse(partition) });
            await writer.WriteAsync(new Record(all.Columns, 7L, partition));
            await writer.FlushAsync();
        }

        Assert.Equal(3, (await ReadAsync(table, "dt=1")).Count);
        Assert.Equal("dt=2", (await ReadAsync(table, "dt=2")).Single()[1]);
        Assert.Single(await ReadAsync(table, "dt=3"));
    }

    [Fact]
    public async Task Columns_to_cluster_by_are_those_of_the_table()
    {
        Table table = await CreateTableAsync();
        StreamUploadSession session = await _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { ZOrderColumns = ["name", "id"] });
        await WritePacksAsync(session, 1);
        Assert.Equal("name,id", fixture.Emulator.Requests.Last(RequestMatch.StreamWrite.IsMatch).Query["zorder_columns"]);
        OdpsServiceException error = await Assert.ThrowsAnyAsync<OdpsServiceException>(
            () => _client.Tunnel.CreateStreamUploadSessionAsync(table, options: new StreamUploadOptions { ZOrderColumns = ["nam"] }));
        Assert.Contains("'nam'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_was_aborted_or_expired_takes_no_more_rows_and_keeps_those_that_it_has()
    {
        Table table = await CreateTableAsync();
        StreamUploadSession session = await _client.Tunnel.CreateStreamUploadSessionAsync(table);
        await WritePacksAsync(session, 2);
        await session.AbortAsync();
        await session.AbortAsync();
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => WritePacksAsync(session, 1));
        Assert.Equal("StreamSessionNotFound", error.ErrorCode);
        Assert.Equal(2, (await ReadAsync(table)).Count);

        StreamUploadSession other = await _client.Tunnel.CreateStreamUploadSessionAsync(table);
        _faults.Add(Fault.ExpireSession().When(RequestMatch.StreamWrite));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => WritePacksAsync(other, 1));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => other.ReloadAsync());
    }

    [Fact]
    public async Task A_session_is_found_again_by_its_id()
    {
        Table table = await CreateTableAsync();
        StreamUploadSession session = await _client.Tunnel.CreateStreamUploadSessionAsync(table);
        StreamUploadSession again = await _client.Tunnel.GetStreamUploadSessionAsync(table, null, session.Id);
        await Task.WhenAll(WritePacksAsync(session, 5), WritePacksAsync(again, 5));
        Assert.Equal(10, (await ReadAsync(table)).Count);
    }

    private static async Task WritePacksAsync(StreamUploadSession session, int packs)
    {
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        for (long i = 0; i < packs; i++)
        {
            Record row = session.NewRecord();
            row[0] = i;
            await writer.WriteAsync(row);
            await writer.FlushAsync();
        }
    }

    private Task<Table> CreateTableAsync() => _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");

    private async Task RunAsync(string sql) => await (await _client.Sql.SubmitAsync(sql)).WaitForSuccessAsync();

    private async Task<IReadOnlyList<Record>> ReadAsync(Table table, string? partition = null)
    {
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table, partition is null ? null : PartitionSpec.Parse(partition));
        await using RecordReader reader = await download.OpenRecordReaderAsync();
        return await reader.ReadRecordsAsync().ToListAsync();
    }
}
