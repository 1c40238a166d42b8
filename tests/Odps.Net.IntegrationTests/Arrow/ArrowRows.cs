using Odps.Net.Arrow;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>Writes and reads rows through the tunnel, as Arrow and as records, and compares them.</summary>
internal static class ArrowRows
{
    /// <summary>A column of every type that has an Arrow form, nested ones with nested and timed values in them.</summary>
    public const string AllTypes = """
        a tinyint, b smallint, c int, d bigint, e float, f double, g boolean, h string, i varchar(10), j char(5), k binary,
        l decimal(38,18), m date, n datetime, o timestamp, p timestamp_ntz, q interval_day_time, r interval_year_month, s json,
        t array<bigint>, u map<string,double>, v struct<x:int,y:array<string>>, w decimal(9,0), x decimal(38,0), y array<array<timestamp>>,
        z map<bigint,struct<at:timestamp_ntz,price:decimal(20,4),day:date>>, aa struct<i:interval_day_time,f:array<float>,b:boolean,bin:binary>
        """;

    /// <summary>Values at the ends of what Arrow's nanoseconds hold, in between, and nulls at every depth.</summary>
    public static Record[] OfAllTypes(ColumnCollection columns) =>
    [
        new(
            columns,
            sbyte.MinValue, short.MinValue, int.MinValue, long.MinValue + 1, float.MinValue, double.Epsilon, false, "", "", "", Array.Empty<byte>(),
            OdpsDecimal.Parse("-99999999999999999999.999999999999999999"), new DateOnly(1, 1, 1), new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new OdpsTimestamp(-9_223_372_036, 0), new OdpsTimestampNtz(-1, 999_999_999), new IntervalDayTime(-1, -1), new IntervalYearMonth(-119_999), "{}",
            Array.Empty<object?>(), new OdpsMap([]), new object?[] { null, null }, OdpsDecimal.Parse("-999999999"), OdpsDecimal.Parse("-99999999999999999999999999999999999999"),
            Array.Empty<object?>(), new OdpsMap([]), new object?[] { null, null, null, null }),
        new(
            columns,
            sbyte.MaxValue, short.MaxValue, int.MaxValue, long.MaxValue, float.NaN, double.NegativeInfinity, true, "数据 😀\0\n", "0123456789", "12345", new byte[] { 0, 255, 10 },
            OdpsDecimal.Parse("12345678901234567890.000000000000000001"), new DateOnly(9999, 12, 31), new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero),
            new OdpsTimestamp(9_223_372_035, 999_999_999), new OdpsTimestampNtz(0, 1), new IntervalDayTime(100_000, 999_999_999), new IntervalYearMonth(119_999), """{"a":[1,2]}""",
            new object?[] { 1L, null, -3L }, new OdpsMap([new("k", 0.5), new("z", null)]), new object?[] { 7, new object?[] { "a", null } }, OdpsDecimal.Parse("1"), OdpsDecimal.Parse("7"),
            new object?[] { new object?[] { new OdpsTimestamp(-1, 500_000_000), null }, null, Array.Empty<object?>() },
            new OdpsMap([new(5L, new object?[] { new OdpsTimestampNtz(-5, 7), OdpsDecimal.Parse("-1.2500"), new DateOnly(1969, 12, 31) }), new(6L, null)]),
            new object?[] { new IntervalDayTime(-3, 250_000_000), new object?[] { 1.5f, null }, true, new byte[] { 1, 2 } }),
        new(columns),
        new(
            columns,
            (sbyte)0, (short)-1, 0, -1L, 0.1f, -0.0, true, "x", "ä", "ab", new byte[300],
            OdpsDecimal.Parse("0"), new DateOnly(1970, 1, 1), DateTimeOffset.UnixEpoch,
            new OdpsTimestamp(0, 0), new OdpsTimestampNtz(-62_135, 0), default(IntervalDayTime), default(IntervalYearMonth), "null",
            new object?[] { null }, new OdpsMap([new("", double.NaN)]), new object?[] { 0, Array.Empty<object?>() }, OdpsDecimal.Parse("0"), OdpsDecimal.Parse("0"),
            new object?[] { null }, new OdpsMap([new(-1L, new object?[] { null, null, null })]), new object?[] { null, Array.Empty<object?>(), false, null }),
    ];

    public static async Task<TableUploadSession> WriteArrowAsync(OdpsClient client, Table table, IEnumerable<Record> rows, TunnelCompression compression = default, PartitionSpec? partition = null)
    {
        TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(table, partition, new UploadSessionOptions { Compression = compression, CreatePartition = partition is not null });
        await using (ArrowWriter writer = await upload.OpenArrowWriterAsync(0))
        {
            foreach (Record[] part in rows.Chunk(1500))
            {
                using RecordBatch batch = RecordBatch.FromRecords(upload.Columns, part);
                await writer.WriteAsync(batch);
            }

            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
        return upload;
    }

    public static async Task WriteRecordsAsync(OdpsClient client, Table table, IEnumerable<Record> rows, PartitionSpec? partition = null)
    {
        await using TableUploadSession upload = await client.Tunnel.CreateUploadSessionAsync(table, partition, new UploadSessionOptions { CreatePartition = partition is not null });
        await using (RecordWriter writer = await upload.OpenRecordWriterAsync(0))
        {
            foreach (Record row in rows)
            {
                await writer.WriteAsync(row);
            }

            await writer.CompleteAsync();
        }

        await upload.CommitAsync();
    }

    public static async Task<List<Record>> ReadArrowAsync(DownloadSession session, ArrowReaderOptions? options = null)
    {
        await using ArrowReader reader = await session.OpenArrowReaderAsync(options);
        return await ReadAsync(reader);
    }

    public static async Task<List<Record>> ReadAsync(ArrowReader reader)
    {
        var rows = new List<Record>();
        await foreach (RecordBatch batch in reader.ReadAllAsync())
        {
            using (batch)
            {
                rows.AddRange(batch.ToRecords(reader.Columns));
            }
        }

        return rows;
    }

    public static async Task<List<Record>> ReadRecordsAsync(DownloadSession session)
    {
        await using RecordReader reader = await session.OpenRecordReaderAsync();
        return await reader.ReadRecordsAsync().ToListAsync();
    }

    /// <summary>The rows are the same, but for the spaces with which the service fills up a CHAR.</summary>
    public static void AssertEqual(IReadOnlyList<Record> expected, IReadOnlyList<Record> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int row = 0; row < expected.Count; row++)
        {
            for (int column = 0; column < expected[row].Count; column++)
            {
                Column definition = expected[row].Columns[column];
                Assert.True(
                    new Record([definition], Value(expected[row], column)).Equals(new Record([definition], Value(actual[row], column))),
                    $"row {row}, column {definition}: {expected[row][column]} was written, {actual[row][column]} came back");
            }
        }
    }

    private static object? Value(Record row, int column) => row.Columns[column].Type.Kind == OdpsTypeKind.Char ? (row[column] as string)?.TrimEnd(' ') : row[column];
}
