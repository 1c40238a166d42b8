using Odps.Net.Arrow;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>Record batches written to tables: blocks, types that turn into those of the table, and what is refused.</summary>
public sealed class ArrowUploadTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Theory]
    [InlineData("none")]
    [InlineData("zstd")]
    public async Task Buffered_writer_cuts_blocks_between_batches_and_allots_their_ids(string compression)
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(
            table, options: new UploadSessionOptions { Compression = compression == "zstd" ? TunnelCompression.Zstandard() : TunnelCompression.None });
        await using (ArrowWriter writer = upload.OpenBufferedArrowWriter(new BufferedWriterOptions { BlockSize = 20_000, Parallelism = 2 }))
        {
            for (int start = 0; start < 10_000; start += 500)
            {
                using RecordBatch batch = Numbers(start, 500);
                await writer.WriteAsync(batch);
            }

            RecordWriteResult result = await writer.CompleteAsync();
            Assert.Equal(10_000, result.Rows);
            Assert.Equal(10_000, writer.RowsWritten);
            await Assert.ThrowsAsync<InvalidOperationException>(() => writer.WriteAsync(Numbers(0, 1)).AsTask());
        }

        IReadOnlyList<UploadedBlock> blocks = await upload.GetBlocksAsync();
        Assert.True(blocks.Count > 3, $"{blocks.Count} blocks");
        Assert.Equal(upload.WrittenBlocks, blocks.Select(b => b.BlockId).Order());
        await upload.CommitAsync();
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        List<Record> rows = await ArrowRows.ReadArrowAsync(download);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => ((long)i, $"name {i}")), rows.Select(r => (r.GetInt64(0), r.GetString(1))));
    }

    [Fact]
    public async Task One_call_uploads_batches()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        RecordWriteResult result = await _client.Tunnel.UploadAsync(table, BatchesAsync());
        Assert.Equal(300, result.Rows);
        Assert.Equal(300, (await _client.Tunnel.CreateDownloadSessionAsync(table)).RecordCount);

        static async IAsyncEnumerable<RecordBatch> BatchesAsync()
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Yield();
                using RecordBatch batch = Numbers(100 * i, 100);
                yield return batch;
            }
        }
    }

    [Fact]
    public async Task Blocks_of_records_and_of_batches_can_be_in_one_session()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using (ArrowWriter batches = await upload.OpenArrowWriterAsync(1))
        await using (RecordWriter records = await upload.OpenRecordWriterAsync(0))
        {
            using RecordBatch batch = Numbers(5, 1);
            await batches.WriteAsync(batch);
            await records.WriteAsync(new Record(upload.Columns, 4L, "record"));
            await records.CompleteAsync();
            await batches.CompleteAsync();
        }

        await upload.CommitAsync();
        List<Record> rows = await ArrowRows.ReadArrowAsync(await _client.Tunnel.CreateDownloadSessionAsync(table));
        Assert.Equal([(4L, "record"), (5L, "name 5")], rows.Select(r => (r.GetInt64(0), r.GetString(1))));
    }

    [Fact]
    public async Task Columns_are_found_by_name_and_types_are_fitted_to_the_table()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, price decimal(10,2), name string, at datetime, gone double");
        using var names = new LargeStringArray.Builder();
        using var ids = new Int32Array.Builder();
        using var prices = new Int16Array.Builder();
        using var times = new TimestampArray.Builder(ArrowType.Timestamp(TimeUnit.Second, "Asia/Shanghai"));
        names.Append("first").AppendNull().Append("");
        ids.Append(7).Append(-7).AppendNull();
        prices.Append(3).AppendNull().Append(-3);
        times.Append(0).Append(-1).AppendNull();
        using var batch = new RecordBatch(
            new Schema([new("NAME", ArrowType.LargeString), new("Id", ArrowType.Int32), new("price", ArrowType.Int16), new("gone", ArrowType.Null), new("at", ArrowType.Timestamp(TimeUnit.Second, "Asia/Shanghai"))]),
            [names.Build(), ids.Build(), prices.Build(), new NullArray(3), times.Build()],
            3);
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using (ArrowWriter writer = await upload.OpenArrowWriterAsync(0))
        {
            await writer.WriteAsync(batch);
            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
        List<Record> rows = await ArrowRows.ReadArrowAsync(await _client.Tunnel.CreateDownloadSessionAsync(table));
        Record[] expected =
        [
            new(upload.Columns, 7L, OdpsDecimal.Parse("3"), "first", DateTimeOffset.UnixEpoch, null),
            new(upload.Columns, -7L, null, null, DateTimeOffset.UnixEpoch.AddSeconds(-1), null),
            new(upload.Columns, null, OdpsDecimal.Parse("-3"), "", null, null),
        ];
        ArrowRows.AssertEqual(expected, rows);
    }

    [Fact]
    public async Task Batch_that_does_not_fit_is_refused_before_anything_is_sent_and_the_writer_goes_on()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint not null, code varchar(3)");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using (ArrowWriter writer = await upload.OpenArrowWriterAsync(0))
        {
            using RecordBatch good = Batch([1, 2], ["abc", null]);
            await writer.WriteAsync(good);
            using RecordBatch tooLong = Batch([3, 4], ["abc", "abcd"]);
            OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => writer.WriteAsync(tooLong).AsTask());
            Assert.Equal(("code", 3L), (error.Column, error.Row!.Value));
            using RecordBatch noId = Batch([3, null], ["a", "b"]);
            error = await Assert.ThrowsAsync<OdpsDataException>(() => writer.WriteAsync(noId).AsTask());
            Assert.Equal(("id", 3L), (error.Column, error.Row!.Value));
            Assert.Contains("NOT NULL", error.Message, StringComparison.Ordinal);
            using RecordBatch missing = good.Select(0);
            ArgumentException shape = await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(missing).AsTask());
            Assert.Contains("'code'", shape.Message, StringComparison.Ordinal);
            using RecordBatch empty = good.Slice(0, 0);
            await writer.WriteAsync(empty);
            Assert.Equal(2, writer.RowsWritten);
            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
        List<Record> rows = await ArrowRows.ReadArrowAsync(await _client.Tunnel.CreateDownloadSessionAsync(table));
        Assert.Equal([1L, 2L], rows.Select(r => r.GetInt64(0)));

        static RecordBatch Batch(long?[] ids, string?[] codes)
        {
            using var first = new Int64Array.Builder();
            using var second = new StringArray.Builder();
            for (int i = 0; i < ids.Length; i++)
            {
                _ = ids[i] is long id ? first.Append(id) : first.AppendNull();
                second.Append(codes[i]);
            }

            return new RecordBatch(new Schema([new("id", ArrowType.Int64), new("code", ArrowType.String)]), [first.Build(), second.Build()], ids.Length);
        }
    }

    [Fact]
    public async Task Writer_that_is_disposed_without_completing_abandons_its_block()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using (ArrowWriter abandoned = await upload.OpenArrowWriterAsync(0))
        {
            using RecordBatch batch = Numbers(0, 10_000);
            await abandoned.WriteAsync(batch);
        }

        Assert.Empty(await upload.GetBlocksAsync());
        await using (ArrowWriter again = await upload.OpenArrowWriterAsync(0))
        {
            using RecordBatch batch = Numbers(0, 3);
            await again.WriteAsync(batch);
            await again.CompleteAsync();
        }

        await upload.CommitAsync();
        Assert.Equal(3, (await _client.Tunnel.CreateDownloadSessionAsync(table)).RecordCount);
    }

    [Fact]
    public async Task Writer_without_batches_writes_a_block_without_rows()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using (ArrowWriter writer = await upload.OpenArrowWriterAsync(0))
        {
            Assert.Equal(0, (await writer.CompleteAsync()).Rows);
        }

        await using (ArrowWriter writer = upload.OpenBufferedArrowWriter())
        {
            Assert.Equal(0, (await writer.CompleteAsync()).Rows);
        }

        Assert.Equal([0], (await upload.GetBlocksAsync()).Select(b => b.BlockId));
        await upload.CommitAsync();
        Assert.Equal(0, (await _client.Tunnel.CreateDownloadSessionAsync(table)).RecordCount);
    }

    [Theory]
    [InlineData(false, "CorruptedDataStream")]
    [InlineData(true, "CorruptedDataStream")]
    public async Task Block_that_is_damaged_on_its_way_is_refused_by_the_service(bool cut, string code)
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint, name string");
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with
        {
            Retry = new RetryOptions { MaxRetries = 0 },
            HttpHandlerFactory = () => new EditedUploads(body =>
            {
                byte[] edited = cut ? body[..^100] : [.. body];
                edited[edited.Length / 2] ^= cut ? (byte)0 : (byte)1;
                return edited;
            }),
        });
        await using TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(client.Tables[table.Name]);
        await using ArrowWriter writer = upload.OpenBufferedArrowWriter();
        using RecordBatch batch = Numbers(0, 20_000);
        await writer.WriteAsync(batch);
        OdpsServiceException error = await Assert.ThrowsAsync<OdpsServiceException>(() => writer.CompleteAsync().AsTask());
        Assert.Equal(code, error.ErrorCode);
        Assert.Empty(await upload.GetBlocksAsync());
    }

    private static RecordBatch Numbers(int start, int count)
    {
        using var ids = new Int64Array.Builder();
        using var names = new StringArray.Builder();
        for (int i = start; i < start + count; i++)
        {
            ids.Append(i);
            names.Append($"name {i}");
        }

        return new RecordBatch(new Schema([new("id", ArrowType.Int64), new("name", ArrowType.String)]), [ids.Build(), names.Build()], count);
    }

    /// <summary>Changes the bodies of blocks on their way.</summary>
    private sealed class EditedUploads(Func<byte[], byte[]> edit) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Put)
            {
                var edited = new ByteArrayContent(edit(await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
                edited.Headers.ContentType = request.Content.Headers.ContentType;
                request.Content = edited;
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
