using System.Text.Json.Nodes;
using Odps.Net.Arrow;
using Odps.Net.Compression;
using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Arrow;

/// <summary>Record batches as the tunnel carries them: framed, without a schema.</summary>
public sealed class BareBatchTests
{
    public static TheoryData<string> Bodies => [.. ArrowVector.TunnelNames.Where(n => ArrowVector.Load(n).Json["schemaAndValuesOf"] is not null)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Stored_bodies_are_read_with_the_columns_of_the_session(string name)
    {
        ArrowVector vector = ArrowVector.Load(name);
        var pool = new ArrowMemoryPool();
        ColumnCollection columns = Columns(ArrowVector.Load(Path.GetFileNameWithoutExtension(vector.Json["schemaAndValuesOf"]!.GetValue<string>())).SchemaJson);
        byte[] body = await ArrowChunkTests.BodyAsync(vector);
        await using (var reader = new BareBatchReader(
            new ArrowChunkReadStream(new MemoryStream(body)), columns, new() { MemoryPool = pool, Validation = ArrowValidation.Full, ExpectedRowCount = vector.Batches.Sum(b => b!["length"]!.GetValue<int>()) }))
        {
            int index = 0;
            while (await reader.ReadNextAsync() is { } batch)
            {
                using (batch)
                {
                    ArrowJson.AssertBatch(vector.Batches[index++]!.AsObject(), batch, $"batch {index}");
                }
            }

            Assert.Equal(vector.Batches.Count, index);
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Captured_response_is_read()
    {
        // A compressed answer of the service: lengths of texts as they are, of numbers padded, no bitmaps where nothing is null.
        byte[] captured = Convert.FromHexString(
            "789c62606460f8ffffffff138c0c0c220c10c0c320c620c220ccc0c3c0c2c0c3c0c010001587ca33b33070314830f03070308058107109460690517020c0801b" +
            "70a0d14c38f408a0a9934093974093574093c7c587a9d74093d740933780d2dc50da014dbd039a7a0f343e08b033a0860b031df80cd030cdb384b09d6082fc5f" +
            "fd6b1951f580fc969c935f9a125f9c99935309d70ff2435a7e7e4952624e4eab599735200000fffffb5814c6");
        ColumnCollection columns = TableSchema.Parse("name string, score int, birthday datetime, extra struct<Address:array<string>,Hobby:string>").Columns;
        Stream body = CompressionStreams.OpenRead(CompressionAlgorithm.Deflate, new MemoryStream(captured));
        await using var reader = new BareBatchReader(new ArrowChunkReadStream(body), columns, new() { ExpectedRowCount = 1, Validation = ArrowValidation.Full });
        using RecordBatch? read = await reader.ReadNextAsync();
        Record expected = new(columns, "n9", 66, DateTimeOffset.FromUnixTimeMilliseconds(1637724000000), new object?[] { new[] { "cloud_silly" }, "football" });
        Assert.Equal([expected], read!.ToRecords(columns));
        Assert.Null(await reader.ReadNextAsync());
    }

    [Fact]
    public async Task Time_stamps_and_intervals_are_read_in_every_form_of_the_service()
    {
        ColumnCollection columns = TableSchema.Parse("a timestamp, b timestamp_ntz, i interval_day_time, n array<timestamp>, d decimal").Columns;
        Record[] records =
        [
            new(columns, new OdpsTimestamp(-1, 500_000_000), new OdpsTimestampNtz(5, 1), new IntervalDayTime(-3, 0), new object[] { new OdpsTimestamp(7, 8) }, OdpsDecimal.Parse("-1.5")),
            new(columns),
        ];
        using RecordBatch declared = RecordBatch.FromRecords(columns, records);
        ArrowStructType parts = ArrowTypes.SecondsAndNanoseconds;
        foreach (bool topAsStruct in (bool[])[false, true])
        {
            foreach (bool nestedAsStruct in (bool[])[false, true])
            {
                foreach (bool dayTime in (bool[])[false, true])
                {
                    foreach (bool narrow in (bool[])[false, true])
                    {
                        if (nestedAsStruct && !topAsStruct)
                        {
                            continue;
                        }

                        Schema wire = new(
                        [
                            new Field("a", topAsStruct ? parts : declared.Schema.Fields[0].DataType),
                            new Field("b", topAsStruct ? parts : declared.Schema.Fields[1].DataType),
                            new Field("i", dayTime ? ArrowType.IntervalDayTime : parts),
                            new Field("n", nestedAsStruct ? ArrowType.List(parts) : declared.Schema.Fields[3].DataType),
                            new Field("d", narrow ? ArrowType.Decimal128(54, 18) : ArrowType.Decimal256(54, 18)),
                        ]);
                        string form = $"{topAsStruct} {nestedAsStruct} {dayTime} {narrow}";
                        var pool = new ArrowMemoryPool();
                        byte[] payload = await PayloadAsync(wire, topAsStruct, nestedAsStruct, dayTime, narrow);
                        await using var reader = new BareBatchReader(new MemoryStream(payload), columns, new() { MemoryPool = pool });
                        using (RecordBatch? batch = await reader.ReadNextAsync())
                        {
                            Assert.True(ArrowBytes.Difference(declared, batch!) is null, $"{form}: {ArrowBytes.Difference(declared, batch!)}");
                            Assert.Equal(reader.Schema, batch!.Schema);
                            Assert.Equal(records, batch.ToRecords(columns));
                        }

                        await using var raw = new BareBatchReader(new MemoryStream(payload), columns, new() { MemoryPool = pool }, convert: false);
                        using (RecordBatch? batch = await raw.ReadNextAsync())
                        {
                            Assert.Equal(wire, batch!.Schema);
                            Assert.Equal(records, batch.ToRecords(columns));
                        }

                        Assert.Equal(0, pool.RentedBlocks);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Time_stamp_beyond_nanoseconds_is_refused_as_a_batch_and_read_as_a_record()
    {
        ColumnCollection columns = TableSchema.Parse("t timestamp").Columns;
        using var seconds = new StructArray.Builder(ArrowTypes.SecondsAndNanoseconds);
        ((Int64Array.Builder)seconds.FieldBuilder(0)).Append(253_402_300_799);
        ((Int32Array.Builder)seconds.FieldBuilder(1)).Append(999_999_999);
        seconds.Append();
        var schema = new Schema([new Field("t", ArrowTypes.SecondsAndNanoseconds)]);
        using var batch = new RecordBatch(schema, [seconds.Build()], 1);
        byte[] payload = await PayloadAsync(schema, [batch]);
        await using var reader = new BareBatchReader(new MemoryStream(payload), columns);
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(async () => await reader.ReadNextAsync());
        Assert.Equal(0, error.Row);
        Assert.Equal("t", error.Column);
        await using var raw = new BareBatchReader(new MemoryStream(payload), columns, convert: false);
        using RecordBatch? read = await raw.ReadNextAsync();
        Assert.Equal(new OdpsTimestamp(253_402_300_799, 999_999_999), Assert.Single(read!.ToRecords(columns))[0]);
    }

    [Theory]
    [InlineData(ArrowCompression.None)]
    [InlineData(ArrowCompression.Lz4Frame)]
    [InlineData(ArrowCompression.Zstandard)]
    public async Task Whole_streams_and_compressed_bodies_are_read(ArrowCompression compression)
    {
        ColumnCollection columns = TableSchema.Parse("a bigint, b string").Columns;
        Record[] rows = [.. Enumerable.Range(0, 1000).Select(i => new Record(columns, (long)(i / 10), i % 3 == 0 ? null : $"text {i / 7}"))];
        using RecordBatch batch = RecordBatch.FromRecords(columns, rows);
        byte[] stream = await ArrowBytes.WriteStreamAsync(batch.Schema, [batch, batch], new() { Compression = compression });
        int schemaLength = (await ArrowBytes.WriteStreamAsync(batch.Schema, [])).Length - 8;
        var pool = new ArrowMemoryPool();

        // With schema and end marker, without either, and with one of them.
        foreach (byte[] payload in (byte[][])[stream, stream[schemaLength..^8], stream[..^8], stream[schemaLength..]])
        {
            await using var reader = new BareBatchReader(new MemoryStream(payload), columns, new() { MemoryPool = pool, ExpectedRowCount = 2000 });
            for (int i = 0; i < 2; i++)
            {
                using RecordBatch? read = await reader.ReadNextAsync();
                Assert.Equal(rows, read!.ToRecords(columns));
            }

            Assert.Null(await reader.ReadNextAsync());
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public async Task Dictionaries_which_the_tunnel_does_not_send_are_refused_by_name()
    {
        byte[] stream = ArrowVector.Load("dictionary").Bytes;
        await using var reader = new BareBatchReader(new MemoryStream(stream), TableSchema.Parse("a string").Columns);
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(async () => await reader.ReadNextAsync());
        Assert.Contains("DictionaryBatch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_of_other_columns_are_refused()
    {
        ColumnCollection columns = TableSchema.Parse("a bigint, b string").Columns;
        using RecordBatch batch = RecordBatch.FromRecords(columns, [new Record(columns, 1L, "x")]);
        byte[] payload = await PayloadAsync(batch.Schema, [batch]);
        await using var reader = new BareBatchReader(new MemoryStream(payload), TableSchema.Parse("a bigint").Columns);
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(async () => await reader.ReadNextAsync());
        Assert.Contains("2 nodes and 5 buffers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_before_the_expected_rows_is_an_error_that_says_how_many_came()
    {
        ColumnCollection columns = TableSchema.Parse("a bigint").Columns;
        using RecordBatch batch = RecordBatch.FromRecords(columns, [new Record(columns, 1L), new Record(columns, 2L)]);
        byte[] payload = await PayloadAsync(batch.Schema, [batch, batch]);
        foreach ((int length, int rows) in ((int, int)[])[(payload.Length / 2, 2), (0, 0), (payload.Length, 4)])
        {
            await using var reader = new BareBatchReader(new MemoryStream(payload, 0, length), columns, new() { ExpectedRowCount = 5 });
            OdpsStreamTruncatedException error = await Assert.ThrowsAsync<OdpsStreamTruncatedException>(async () =>
            {
                while (await reader.ReadNextAsync() is { } read)
                {
                    read.Dispose();
                }
            });
            Assert.Equal(rows, error.RowsRead);
        }

        await using var full = new BareBatchReader(new MemoryStream(payload), columns, new() { ExpectedRowCount = 3 });
        (await full.ReadNextAsync())!.Dispose();
        await Assert.ThrowsAsync<OdpsDataException>(async () => await full.ReadNextAsync());
    }

    [Fact]
    public async Task Framing_that_is_cut_says_how_many_rows_came()
    {
        ColumnCollection columns = TableSchema.Parse("a bigint").Columns;
        using RecordBatch batch = RecordBatch.FromRecords(columns, [new Record(columns, 1L), new Record(columns, 2L)]);
        byte[] payload = await PayloadAsync(batch.Schema, [batch, batch]);
        using var framed = new MemoryStream();
        await using (var chunks = new ArrowChunkWriteStream(framed, payload.Length / 2, leaveOpen: true))
        {
            await chunks.WriteAsync(payload);
            await chunks.CompleteAsync();
        }

        byte[] cut = framed.ToArray()[..^4];
        await using var reader = new BareBatchReader(new ArrowChunkReadStream(new FragmentedStream(cut, 50)), columns);
        (await reader.ReadNextAsync())!.Dispose();
        (await reader.ReadNextAsync())!.Dispose();
        OdpsStreamTruncatedException error = await Assert.ThrowsAsync<OdpsStreamTruncatedException>(async () => await reader.ReadNextAsync());
        Assert.Equal(4, error.RowsRead);
    }

    [Fact]
    public async Task Legacy_decimal_cells_are_read()
    {
        ArrowVector vector = ArrowVector.Load("fixed_size_binary");
        using RecordBatch batch = Assert.Single((await ArrowBytes.ReadStreamAsync(vector.Bytes)).Batches);
        ColumnCollection columns = TableSchema.Parse("k binary, legacy decimal").Columns;
        var pool = new ArrowMemoryPool();
        JsonArray expected = vector.Json["extra"]!["legacyDecimal"]!.AsArray();
        List<Record> records = [.. batch.ToRecords(columns)];
        using RecordBatch wide = DeclaredTypes.Convert(batch.Select(1), new Schema([ArrowTypes.From(columns[1])]), pool);
        for (int i = 0; i < records.Count; i++)
        {
            OdpsDecimal number = OdpsDecimal.Parse(expected[i]!.GetValue<string>());
            Assert.Equal(number, records[i].GetOdpsDecimal(1));
            Assert.Equal(number, ((Decimal256Array)wide.Column(0)).GetDecimal(i));
        }
    }

    /// <summary>The columns that the JSON of a vector states, or those of its Arrow types.</summary>
    internal static ColumnCollection Columns(JsonObject schema) => new(schema["fields"]!.AsArray().Select(f =>
        new Column(f!["name"]!.GetValue<string>(), OdpsType.Parse(f["odpsType"]!.GetValue<string>().Split(" (")[0]))));

    private static async Task<byte[]> PayloadAsync(Schema schema, IEnumerable<RecordBatch> batches)
    {
        using var stream = new MemoryStream();
        using var writer = new BareBatchWriter(stream, schema);
        foreach (RecordBatch batch in batches)
        {
            await writer.WriteAsync(batch);
        }

        return stream.ToArray();
    }

    private static async Task<byte[]> PayloadAsync(Schema schema, bool topAsStruct, bool nestedAsStruct, bool dayTime, bool narrow)
    {
        var arrays = new List<ArrowArray>();
        foreach ((long seconds, int nanoseconds) in ((long, int)[])[(-1, 500_000_000), (5, 1)])
        {
            using ArrowArrayBuilder builder = ArrowArrayBuilder.Create(schema.Fields[arrays.Count].DataType);
            AppendTime(builder, topAsStruct, seconds, nanoseconds);
            AppendNull(builder);
            arrays.Add(builder.Build());
        }

        using (ArrowArrayBuilder interval = ArrowArrayBuilder.Create(schema.Fields[2].DataType))
        {
            if (dayTime)
            {
                ((DayTimeIntervalArray.Builder)interval).Append(new DayTimeInterval(-1, 86_397_000));
            }
            else
            {
                AppendTime(interval, true, -3, 0);
            }

            AppendNull(interval);
            arrays.Add(interval.Build());
        }

        using (var list = (ListArray.Builder)ArrowArrayBuilder.Create(schema.Fields[3].DataType))
        {
            list.Append();
            AppendTime(list.ValueBuilder, nestedAsStruct, 7, 8);
            list.AppendNull();
            arrays.Add(list.Build());
        }

        OdpsDecimal number = OdpsDecimal.Parse("-1.5");
        arrays.Add(narrow
            ? new Decimal128Array.Builder(54, 18).Append(number).AppendNull().Build()
            : new Decimal256Array.Builder(54, 18).Append(number).AppendNull().Build());
        using var batch = new RecordBatch(schema, arrays, 2);
        return await PayloadAsync(schema, [batch]);
    }

    private static void AppendTime(ArrowArrayBuilder builder, bool asStruct, long seconds, int nanoseconds)
    {
        if (asStruct)
        {
            var parts = (StructArray.Builder)builder;
            ((Int64Array.Builder)parts.FieldBuilder(0)).Append(seconds);
            ((Int32Array.Builder)parts.FieldBuilder(1)).Append(nanoseconds);
            parts.Append();
        }
        else
        {
            ((TimestampArray.Builder)builder).Append(new OdpsTimestamp(seconds, nanoseconds));
        }
    }

    private static void AppendNull(ArrowArrayBuilder builder) => builder.AppendNullSlot();
}
