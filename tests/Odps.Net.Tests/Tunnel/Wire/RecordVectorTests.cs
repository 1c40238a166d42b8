using System.Text;
using System.Text.Json;
using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Streams that PyODPS and the Java SDK have written.</summary>
public sealed class RecordVectorTests
{
    public static TheoryData<string> Valid => [.. RecordVector.Names.Where(n => RecordVector.Load(n).Kind != "invalid-body" && n != "download-schema-in-stream")];

    public static TheoryData<string> Canonical => [.. RecordVector.Names.Where(n => RecordVector.Load(n) is { IsCanonical: true, Kind: not "download-body" })];

    [Theory]
    [MemberData(nameof(Valid))]
    public void Reader_gives_the_stated_values(string name)
    {
        RecordVector vector = RecordVector.Load(name);
        List<Record> records = RecordStreams.Read(vector.Raw, vector.Columns);
        AssertRows(vector, records);
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task Reader_gives_the_stated_values_from_single_bytes(string name)
    {
        RecordVector vector = RecordVector.Load(name);
        await using var reader = new RecordReader(new FragmentedStream(vector.Raw, 1), vector.Columns, new RecordStreamOptions { BufferSize = 16 });
        var records = new List<Record>();
        await foreach (Record record in reader.ReadRecordsAsync())
        {
            records.Add(record);
        }

        AssertRows(vector, records);
        Assert.Equal(records.Count, reader.RowsRead);
    }

    [Theory]
    [MemberData(nameof(Canonical))]
    public void Writer_gives_the_exact_bytes_from_records(string name)
    {
        RecordVector vector = RecordVector.Load(name);
        IEnumerable<Record> records = vector.Rows().Select(row => ToRecord(vector, row));
        Assert.Equal(Convert.ToHexStringLower(vector.Raw), Convert.ToHexStringLower(RecordStreams.Write(vector.Columns, records)));
    }

    [Theory]
    [MemberData(nameof(Canonical))]
    public void Writer_gives_the_exact_bytes_from_setters_in_reverse_order(string name)
    {
        RecordVector vector = RecordVector.Load(name);
        byte[] written = RecordStreams.Write(vector.Columns, null, writer =>
        {
            foreach (JsonElement[] row in vector.Rows())
            {
                for (int i = row.Length - 1; i >= 0; i--)
                {
                    writer.SetValue(i, VectorValue.Parse(vector.Columns[i].Type, row[i]));
                }

                RecordStreams.Now(writer.WriteRowAsync());
            }
        });
        Assert.Equal(Convert.ToHexStringLower(vector.Raw), Convert.ToHexStringLower(written));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void What_was_read_is_written_and_read_again_unchanged(string name)
    {
        RecordVector vector = RecordVector.Load(name);
        List<Record> records = RecordStreams.Read(vector.Raw, vector.Columns);
        AssertRows(vector, RecordStreams.Read(RecordStreams.Write(vector.Columns, records), vector.Columns));
    }

    [Fact]
    public async Task Schema_at_the_head_of_the_stream_gives_the_columns()
    {
        RecordVector vector = RecordVector.Load("download-schema-in-stream");
        string? schema = null;
        await using RecordReader reader = await RecordReader.OpenWithSchemaAsync(new FragmentedStream(vector.Raw, 3), text =>
        {
            schema = Encoding.UTF8.GetString(text);
            return vector.Columns;
        });
        Assert.Equal(vector.Text("schemaJson"), schema);
        var records = new List<Record>();
        await foreach (Record record in reader.ReadRecordsAsync())
        {
            records.Add(record);
        }

        AssertRows(vector, records);
    }

    [Fact]
    public void Schema_is_asked_for_only_where_it_was_announced()
    {
        RecordVector vector = RecordVector.Load("two-rows");
        ValueTask<RecordReader> open = RecordReader.OpenWithSchemaAsync(new MemoryStream(vector.Raw), _ => vector.Columns);
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => RecordStreams.Now(open));
        Assert.Contains("schema", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_are_read_from_the_footer()
    {
        RecordVector vector = RecordVector.Load("download-metrics");
        RecordReader reader = RecordStreams.Open(vector.Raw, vector.Columns);
        Assert.Null(reader.Metrics);
        RecordStreams.ReadRest(reader);
        TunnelMetrics metrics = Assert.IsType<TunnelMetrics>(reader.Metrics);
        Assert.Equal(vector.Text("metrics"), metrics.Json);
        Assert.Equal(TimeSpan.FromMicroseconds(1500), metrics.StorageTime);
        Assert.Equal(TimeSpan.FromMicroseconds(2500), metrics.NetworkTime);
        Assert.Equal(TimeSpan.FromMicroseconds(9000), metrics.TotalTime);
        Assert.Equal(TimeSpan.Zero, metrics.RateLimitTime);
        Assert.Equal(TimeSpan.FromMicroseconds(5000), metrics.TunnelTime);
    }

    [Fact]
    public void A_changed_row_is_not_handed_out()
    {
        RecordVector vector = RecordVector.Load("bad-record-checksum");
        RecordReader reader = RecordStreams.Open(vector.Raw, vector.Columns);
        OdpsChecksumException error = Assert.Throws<OdpsChecksumException>(() => RecordStreams.Now(reader.ReadAsync()));
        Assert.Equal(0, error.Row);
        Assert.Equal(0, reader.RowsRead);
        Assert.Throws<InvalidOperationException>(() => reader.GetInt64(0));
        Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(reader.ReadAsync()));
    }

    [Fact]
    public void A_stream_without_a_footer_is_truncated_after_its_rows()
    {
        RecordVector vector = RecordVector.Load("truncated-no-footer");
        RecordReader reader = RecordStreams.Open(vector.Raw, vector.Columns);
        OdpsStreamTruncatedException error = Assert.Throws<OdpsStreamTruncatedException>(() => RecordStreams.ReadRest(reader));
        Assert.Equal(vector.Property("validRecords").GetArrayLength(), error.RowsRead);
        Assert.Equal(vector.Raw.Length, error.Offset);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public void Ten_byte_checksums_of_the_compiled_PyODPS_writer_are_accepted()
    {
        RecordVector vector = RecordVector.Load("compiled-booleans");
        AssertRows(vector, RecordStreams.Read(vector.Raw, vector.Columns));
        Assert.False(vector.IsCanonical);
    }

    [Fact]
    public void Text_of_a_decimal_is_had_as_it_was_sent_and_as_a_number()
    {
        RecordVector vector = RecordVector.Load("decimals-exponent");
        RecordReader reader = RecordStreams.Open(vector.Raw, vector.Columns);
        Assert.True(RecordStreams.Now(reader.ReadAsync()));
        Assert.Equal("1E+3", Encoding.UTF8.GetString(reader.GetUtf8(0)));
        Assert.Equal("1000", reader.GetString(0));
        Assert.Equal(1000m, reader.GetDecimal(0));
        Assert.True(RecordStreams.Now(reader.ReadAsync()));
        Assert.Equal("0.0000001", reader.GetString(0));
    }

    [SkippableTheory]
    [InlineData("datetimes-shanghai")]
    [InlineData("timestamps-shanghai")]
    public void Wall_clock_times_are_those_of_the_zone_that_was_given(string name)
    {
        Skip.IfNot(TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Shanghai", out TimeZoneInfo? shanghai), "The machine has no zone data.");
        RecordVector vector = RecordVector.Load(name);
        var options = new RecordStreamOptions { TimeZone = shanghai };
        RecordReader reader = RecordStreams.Open(vector.Raw, vector.Columns, options);
        JsonElement clocks = vector.Property("wallClock");
        int compared = 0;
        for (int row = 0; RecordStreams.Now(reader.ReadAsync()); row++)
        {
            for (int i = 0; i < vector.Columns.Count; i++)
            {
                OdpsTypeKind kind = vector.Columns[i].Type.Kind;
                if (kind is not (OdpsTypeKind.DateTime or OdpsTypeKind.Timestamp) || reader.IsNull(i) || clocks[row][i].GetString() is not string text)
                {
                    continue;
                }

                DateTime expected = DateTime.Parse(text[..Math.Min(text.Length, 27)], System.Globalization.CultureInfo.InvariantCulture);
                if (expected.Year <= 1900)
                {
                    // Local mean time with seconds, which TimeZoneInfo does not have.
                    continue;
                }

                DateTime actual = kind == OdpsTypeKind.DateTime ? reader.GetDateTime(i) : WallClock.Of(reader.GetTimestamp(i).TruncateToDateTimeOffset(), shanghai!);
                Assert.Equal(expected, actual);
                Assert.Equal(DateTimeKind.Unspecified, actual.Kind);
                Assert.Equal(kind == OdpsTypeKind.DateTime ? reader.GetDateTimeOffset(i) : reader.GetTimestamp(i).TruncateToDateTimeOffset(), WallClock.ToInstant(actual, shanghai!));
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    private static Record ToRecord(RecordVector vector, JsonElement[] row)
    {
        var record = new Record(vector.Columns);
        for (int i = 0; i < row.Length; i++)
        {
            record[i] = VectorValue.Parse(vector.Columns[i].Type, row[i]);
        }

        return record;
    }

    private static void AssertRows(RecordVector vector, List<Record> records)
    {
        IReadOnlyList<JsonElement[]> rows = vector.Rows();
        Assert.Equal(vector.Property("recordCount").GetInt32(), records.Count);
        Assert.Equal(rows.Count, records.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < vector.Columns.Count; i++)
            {
                OdpsType type = vector.Columns[i].Type;
                string expected = vector.Name == "decimals-exponent" ? VectorValue.Text(type, VectorValue.Parse(type, rows[row][i])) : VectorValue.Text(type, rows[row][i]);
                Assert.Equal(expected, VectorValue.Text(type, records[row][i]));
            }
        }
    }
}
