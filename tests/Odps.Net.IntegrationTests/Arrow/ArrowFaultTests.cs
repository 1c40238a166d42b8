using Odps.Net.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>Arrow downloads over a connection that cuts, damages and breaks: all rows come, each once, or an error.</summary>
public sealed class ArrowFaultTests(ArrowFaultTests.NumbersFixture fixture) : IClassFixture<ArrowFaultTests.NumbersFixture>
{
    private const int Rows = 10_000;
    private const int RowsPerBatch = 4096;

    [Theory]
    [InlineData(TunnelForm.Plain)]
    [InlineData(TunnelForm.Deflate)]
    [InlineData(TunnelForm.Zstandard)]
    public async Task Broken_connections_are_gone_on_with_behind_the_last_whole_batch(TunnelForm form)
    {
        // Each download breaks after three quarters of what was left of it; deflate and Zstandard may then have given less.
        var handler = new EditedDownloads((number, body) => number < 3 ? new(body[..(body.Length * 3 / 4)], Breaks: true) : new(body));
        await using OdpsClient client = Client(handler);
        (List<Record> rows, ArrowReader reader) = await ReadAsync(client, Compression(form));
        AssertWhole(rows);
        Assert.Equal(3, reader.Resumes);
        Assert.Equal(4, handler.Ranges.Count);
        Assert.Equal("(0,10000)", handler.Ranges[0]);
        Assert.All(handler.Ranges, r => Assert.Equal(0, long.Parse(r.Trim('(', ')').Split(',')[0], System.Globalization.CultureInfo.InvariantCulture) % RowsPerBatch));
        Assert.All(handler.Ranges, r => Assert.Equal(Rows, r.Trim('(', ')').Split(',').Sum(n => long.Parse(n, System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task Stream_that_ends_between_two_batches_is_not_taken_for_the_end()
    {
        var handler = new EditedDownloads((number, body) =>
        {
            byte[] data = ArrowBody.Unframe(body);
            return number < 2 ? new(ArrowBody.Frame(data.AsSpan(0, ArrowBody.MessageEnds(data)[0]), 65_536)) : new(body);
        });
        await using OdpsClient client = Client(handler);
        (List<Record> rows, ArrowReader reader) = await ReadAsync(client);
        AssertWhole(rows);
        Assert.Equal(2, reader.Resumes);
        Assert.Equal(["(0,10000)", "(4096,5904)", "(8192,1808)"], handler.Ranges);
    }

    [Fact]
    public async Task Bytes_that_end_exactly_behind_a_batch_are_not_taken_for_the_end()
    {
        // Without framing that knows better: no last checksum follows.
        var handler = new EditedDownloads((number, body) =>
        {
            byte[] data = ArrowBody.Unframe(body);
            int end = ArrowBody.MessageEnds(data)[0];
            return number == 0 ? new(ArrowBody.Frame(data.AsSpan(0, end), end)[..^4]) : new(body);
        });
        await using OdpsClient client = Client(handler);
        (List<Record> rows, ArrowReader reader) = await ReadAsync(client);
        AssertWhole(rows);
        Assert.Equal(1, reader.Resumes);
        Assert.Equal(["(0,10000)", "(4096,5904)"], handler.Ranges);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public async Task Last_checksum_that_is_lost_behind_all_rows_is_not_missed_and_nothing_is_asked_for_again(int missing, bool breaks)
    {
        // Chunks that end where the data does: all of it was verified before the checksum of the whole.
        var handler = new EditedDownloads((_, body) =>
        {
            byte[] data = ArrowBody.Unframe(body);
            return new(ArrowBody.Frame(data, data.Length)[..^missing], breaks);
        });
        await using OdpsClient client = Client(handler);
        (List<Record> rows, ArrowReader reader) = await ReadAsync(client);
        AssertWhole(rows);
        Assert.Equal(0, reader.Resumes);
        Assert.Equal(["(0,10000)"], handler.Ranges);
    }

    [Fact]
    public async Task Last_checksum_that_contradicts_the_rows_is_an_error_and_no_rows_are_asked_for_behind_the_last()
    {
        var handler = new EditedDownloads((_, body) =>
        {
            byte[] data = ArrowBody.Unframe(body);
            byte[] edited = ArrowBody.Frame(data, data.Length);
            edited[^1] ^= 1;
            return new(edited);
        });
        await using OdpsClient client = Client(handler);
        OdpsChecksumException error = await Assert.ThrowsAsync<OdpsChecksumException>(() => ReadAsync(client));
        Assert.Contains(NumbersFixture.TableName, error.Message, StringComparison.Ordinal);
        Assert.Equal(["(0,10000)"], handler.Ranges);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(70_000)]
    [InlineData(-3)]
    public async Task Damage_anywhere_is_noticed_and_read_again(int at)
    {
        var handler = new EditedDownloads((number, body) =>
        {
            byte[] edited = [.. body];
            edited[at < 0 ? body.Length + at : at] ^= 0x10;
            return new(number == 0 ? edited : body);
        });
        await using OdpsClient client = Client(handler);
        (List<Record> rows, ArrowReader reader) = await ReadAsync(client);
        AssertWhole(rows);
        Assert.Equal(1, reader.Resumes);
        Assert.Equal(2, handler.Ranges.Count);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1024)]
    [InlineData(65_537)]
    [InlineData(1 << 20)]
    public async Task Any_chunk_size_is_read(int chunkSize)
    {
        await using OdpsClient client = Client(new EditedDownloads((_, body) => new(ArrowBody.Frame(ArrowBody.Unframe(body), chunkSize))));
        (List<Record> rows, ArrowReader reader) = await ReadAsync(client);
        AssertWhole(rows);
        Assert.Equal(0, reader.Resumes);
    }

    [Fact]
    public async Task Reader_gives_up_after_the_attempts_of_its_options_and_says_how_far_it_came()
    {
        var handler = new EditedDownloads((number, body) =>
        {
            byte[] data = ArrowBody.Unframe(body);
            return number == 0 ? new(ArrowBody.Frame(data.AsSpan(0, ArrowBody.MessageEnds(data)[0]), 65_536)) : new(body[..1000], Breaks: true);
        });
        await using OdpsClient client = Client(handler);
        Table table = client.Tables[NumbersFixture.TableName];
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(table);
        var pool = new ArrowMemoryPool();
        await using (ArrowReader reader = await session.OpenArrowReaderAsync(new ArrowReaderOptions { MemoryPool = pool }))
        {
            using (RecordBatch? first = await reader.ReadNextRecordBatchAsync())
            {
                Assert.Equal(RowsPerBatch, first!.Length);
            }

            OdpsException error = await Assert.ThrowsAnyAsync<OdpsException>(() => reader.ReadNextRecordBatchAsync().AsTask());
            Assert.True(error.IsTransient);
            Assert.Equal(RowsPerBatch, reader.RowsRead);
            Assert.Equal(1 + new RetryOptions().MaxRetries, handler.Ranges.Count);
            await Assert.ThrowsAsync<InvalidOperationException>(() => reader.ReadNextRecordBatchAsync().AsTask());
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Batches_of_other_columns_are_an_error_at_once()
    {
        var handler = new EditedDownloads((_, body) => new(body));
        await using OdpsClient client = Client(handler);
        Table table = client.Tables[NumbersFixture.TableName];
        Table other = await client.Tables.CreateAsync("other_columns", "a string, b string, c string");
        ColumnCollection columns = TableSchema.Parse("a string, b string, c string").Columns;
        await ArrowRows.WriteRecordsAsync(client, other, [new Record(columns, "x", "y", "z")]);
        byte[]? foreign = null;
        await using OdpsClient swapping = Client(new EditedDownloads((number, body) => new(number == 0 ? foreign = body : foreign!)));
        await ArrowRows.ReadArrowAsync(await swapping.Tunnel.CreateDownloadSessionAsync(swapping.Tables[other.Name]));
        TableDownloadSession session = await swapping.Tunnel.CreateDownloadSessionAsync(swapping.Tables[table.Name]);
        await using ArrowReader reader = await session.OpenArrowReaderAsync();
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => reader.ReadNextRecordBatchAsync().AsTask());
        Assert.False(error.IsTransient);
        Assert.Contains(table.Name, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, reader.Resumes);
    }

    [Fact]
    public async Task Early_end_and_cancellation_leave_no_memory_behind()
    {
        await using OdpsClient client = Client(new EditedDownloads((_, body) => new(body)));
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(client.Tables[NumbersFixture.TableName]);
        var pool = new ArrowMemoryPool();
        RecordBatch? kept;
        await using (ArrowReader reader = await session.OpenArrowReaderAsync(new ArrowReaderOptions { MemoryPool = pool, Columns = ["name", "id"] }))
        {
            kept = await reader.ReadNextRecordBatchAsync();
        }

        // A batch outlives its reader.
        Assert.Equal("name 4095", ((StringArray)kept!.Column(0)).GetString(RowsPerBatch - 1));
        kept.Dispose();
        Assert.Equal(0, pool.RentedBlocks);

        using var cancelled = new CancellationTokenSource();
        await using (ArrowReader reader = await session.OpenArrowReaderAsync(new ArrowReaderOptions { MemoryPool = pool }, cancelled.Token))
        {
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader.ReadNextRecordBatchAsync(cancelled.Token).AsTask());
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Parallel_readers_go_on_each_in_its_own_range()
    {
        int broken = 0;
        await using OdpsClient client = Client(new EditedDownloads((_, body) => Interlocked.Increment(ref broken) <= 4 ? new(body[..(body.Length / 2)], Breaks: true) : new(body)));
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(client.Tables[NumbersFixture.TableName]);
        var rows = new List<Record>();
        await foreach (RecordBatch batch in session.ReadRecordBatchesAsync(new ParallelDownloadOptions { RowsPerRange = 1000, Parallelism = 2 }))
        {
            using (batch)
            {
                rows.AddRange(batch.ToRecords());
            }
        }

        AssertWhole(rows);
    }

    [Fact]
    public async Task Preview_that_breaks_off_is_an_error()
    {
        await using OdpsClient client = Client(new EditedDownloads((_, body) => new(body[..(body.Length * 3 / 4)])));
        Table table = client.Tables[NumbersFixture.TableName];
        var pool = new ArrowMemoryPool();
        await using (PreviewReader reader = await client.Tunnel.OpenPreviewReaderAsync(table, options: new PreviewOptions { MemoryPool = pool }))
        {
            OdpsStreamTruncatedException cut = await Assert.ThrowsAsync<OdpsStreamTruncatedException>(async () =>
            {
                await foreach (RecordBatch batch in reader.ReadAllAsync())
                {
                    batch.Dispose();
                }
            });
            Assert.Equal(reader.RowsRead, cut.RowsRead);
            Assert.Contains(table.Name, cut.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Preview_that_is_compressed_as_a_whole_is_recognized_by_its_first_bytes()
    {
        await using OdpsClient client = Client(new EditedDownloads((number, body) => new((number == 0 ? TunnelCompression.Zstandard() : TunnelCompression.Lz4()).Compress(body))));
        Table table = client.Tables[NumbersFixture.TableName];
        for (int i = 0; i < 2; i++)
        {
            await using PreviewReader reader = await client.Tunnel.OpenPreviewReaderAsync(table);
            AssertWhole(await reader.ReadRecordsAsync().ToListAsync());
        }

        await using OdpsClient silent = Client(new EditedDownloads((_, _) => new([])));
        await using PreviewReader nothing = await silent.Tunnel.OpenPreviewReaderAsync(silent.Tables[table.Name]);
        Assert.Null(await nothing.ReadNextRecordBatchAsync());
    }

    private static void AssertWhole(List<Record> rows) =>
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => ((long)i, $"name {i}")), rows.Select(r => (r.GetInt64(0), r.GetString(1))));

    private OdpsClient Client(EditedDownloads handler) => new(fixture.Service.Emulator.ClientOptions with
    {
        HttpHandlerFactory = () => handler,
        Retry = new RetryOptions { Delay = TimeSpan.FromMilliseconds(1) },
    });

    private static async Task<(List<Record> Rows, ArrowReader Reader)> ReadAsync(OdpsClient client, TunnelCompression compression = default)
    {
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(client.Tables[NumbersFixture.TableName], options: new DownloadSessionOptions { Compression = compression });
        var pool = new ArrowMemoryPool();
        List<Record> rows;
        ArrowReader reader = await session.OpenArrowReaderAsync(new ArrowReaderOptions { MemoryPool = pool });
        await using (reader)
        {
            rows = await ArrowRows.ReadAsync(reader);
        }

        Assert.Equal(0, pool.RentedBlocks);
        return (rows, reader);
    }

    private static TunnelCompression Compression(TunnelForm form) => form switch
    {
        TunnelForm.Deflate => TunnelCompression.Deflate(),
        TunnelForm.Zstandard => TunnelCompression.Zstandard(),
        _ => TunnelCompression.None,
    };

    /// <summary>An emulator with one table of numbers, which no test changes.</summary>
    public sealed class NumbersFixture : IAsyncLifetime
    {
        public EmulatorFixture Service { get; } = new();

        public static string TableName => "numbers";

        public async Task InitializeAsync()
        {
            await Service.InitializeAsync();
            Table table = await Service.Client.Tables.CreateAsync(TableName, "id bigint, name string");
            ColumnCollection columns = TableSchema.Parse("id bigint, name string").Columns;
            await ArrowRows.WriteArrowAsync(Service.Client, table, Enumerable.Range(0, Rows).Select(i => new Record(columns, (long)i, $"name {i}")));
        }

        public Task DisposeAsync() => Service.DisposeAsync();
    }

    public enum TunnelForm
    {
        Plain,
        Deflate,
        Zstandard,
    }
}
