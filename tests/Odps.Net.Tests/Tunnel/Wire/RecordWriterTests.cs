using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

public sealed class RecordWriterTests
{
    private static readonly ColumnCollection Columns = TableSchema.Parse("id bigint not null, name varchar(3), n tinyint, price decimal(5,2), at datetime, ts timestamp, ntz timestamp_ntz").Columns;

    public static TheoryData<string, Action<RecordWriter>, string> Refused => new()
    {
        { "name", w => w.SetString(1, "four"), "VARCHAR(3)" },
        { "name", w => w.SetUtf8(1, "four"u8), "VARCHAR(3)" },
        { "name", w => w.SetString(1, "a\uD800"), "surrogate without its partner at index 1" },
        { "n", w => w.SetInt64(2, 128), "-128 to 127" },
        { "n", w => w.SetInt32(2, -129), "The value -129 does not fit" },
        { "price", w => w.SetDecimal(3, 1.005m), "3 digits after the point" },
        { "price", w => w.SetDecimal(3, 1000m), "4 digits before the point" },
        { "id", w => w.SetNull(0), "NOT NULL" },
        { "id", w => w.SetValue(0, null), "NOT NULL" },
        { "id", w => w.SetValue(0, "text"), "System.String" },
        { "at", w => w.SetDateTime(4, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Local)), "kind Local" },
        { "at", w => w.SetDateTime(4, new DateTime(2020, 1, 1)), "time zone" },
        { "ts", w => w.SetValue(5, new DateTime(2020, 1, 1)), "time zone" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_that_does_not_fit_is_refused_with_row_and_column(string column, Action<RecordWriter> set, string words)
    {
        byte[] expected = RecordStreams.Write(Columns, null, w =>
        {
            WriteRow(w, 1);
            WriteRow(w, 2);
        });
        byte[] actual = RecordStreams.Write(Columns, null, writer =>
        {
            WriteRow(writer, 1);
            writer.SetInt64(0, 99);
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => set(writer));
            Assert.Equal((1L, column), (error.Row, error.Column));
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
            Assert.Contains("row 1", error.Message, StringComparison.Ordinal);

            // Neither the rest of the row nor another one slips in behind the error.
            Assert.Contains("DiscardRow", Assert.Throws<InvalidOperationException>(() => writer.SetInt64(0, 1)).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(writer.WriteRowAsync()));
            Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(writer.CompleteAsync()));
            writer.DiscardRow();
            WriteRow(writer, 2);
        });
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_setter_that_does_not_fit_the_type_names_both()
    {
        RecordStreams.Write(Columns, null, writer =>
        {
            Assert.Equal("Column 'name' of type VARCHAR(3) cannot be set from a whole number.", Assert.Throws<InvalidCastException>(() => writer.SetInt64(1, 1)).Message);
            writer.DiscardRow();
            Assert.Throws<InvalidCastException>(() => writer.SetString(0, "x"));
            writer.DiscardRow();
            Assert.Throws<ArgumentOutOfRangeException>(() => writer.SetInt64(7, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => writer.SetNull(-1));
        });
    }

    [Fact]
    public void A_required_column_that_was_not_set_is_refused_at_the_end_of_the_row()
    {
        RecordStreams.Write(Columns, null, writer =>
        {
            writer.SetString(1, "x");
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => RecordStreams.Now(writer.WriteRowAsync()));
            Assert.Equal((0L, "id"), (error.Row, error.Column));
            writer.DiscardRow();
            Assert.Throws<OdpsDataException>(() => RecordStreams.Now(writer.WriteRowAsync()));
            writer.DiscardRow();
            writer.SetString(1, "x");
            writer.SetInt64(0, 1);
            writer.SetNull(1);
            RecordStreams.Now(writer.WriteRowAsync());
        });
    }

    [Fact]
    public void A_record_that_is_refused_leaves_the_stream_as_it_was()
    {
        var unchecked1 = new ColumnCollection(Columns.Select(c => c with { IsNullable = true }));
        byte[] actual = RecordStreams.Write(Columns, null, writer =>
        {
            WriteRow(writer, 1);
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => RecordStreams.Now(writer.WriteAsync(new Record(unchecked1) { [1] = "abc" })));
            Assert.Equal((1L, "id"), (error.Row, error.Column));
            Assert.Equal(1, writer.RowsWritten);
            WriteRow(writer, 2);
        });
        Assert.Equal([1L, 2L], RecordStreams.Read(actual, Columns).Select(r => r.GetInt64(0)));
    }

    [Fact]
    public void Columns_of_a_record_have_to_be_those_of_the_writer()
    {
        RecordStreams.Write(Columns, null, writer =>
        {
            Assert.Throws<ArgumentException>(() => RecordStreams.Now(writer.WriteAsync(new Record(RecordStreams.Columns("bigint")))));
            ArgumentException error = Assert.Throws<ArgumentException>(() => RecordStreams.Now(writer.WriteAsync(
                new Record(TableSchema.Parse("id bigint, name varchar(4), n tinyint, price decimal(5,2), at datetime, ts timestamp, ntz timestamp_ntz").Columns))));
            Assert.Contains("VARCHAR(4)", error.Message, StringComparison.Ordinal);
            writer.SetInt64(0, 1);
            Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(writer.WriteAsync(new Record(Columns, 1L, null, null, null, null, null, null))));
            Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(writer.CompleteAsync()));
            Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(writer.FlushAsync()));
            RecordStreams.Now(writer.WriteRowAsync());
        });
    }

    [Theory]
    [InlineData("string")]
    [InlineData("binary")]
    [InlineData("array<string>")]
    [InlineData("struct<a:binary>")]
    public void A_value_larger_than_the_session_allows_is_refused(string type)
    {
        ColumnCollection columns = RecordStreams.Columns(type);
        var options = new RecordStreamOptions { MaxFieldSize = 100 };
        RecordStreams.Write(columns, options, writer =>
        {
            RecordStreams.Now(writer.WriteAsync(new Record(columns, Value(100))));
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => RecordStreams.Now(writer.WriteAsync(new Record(columns, Value(101)))));
            Assert.Equal((1L, "c0"), (error.Row, error.Column));
            Assert.Contains("100 bytes", error.Message, StringComparison.Ordinal);
        });

        object Value(int length) => type switch
        {
            "string" => new string('x', length),
            "binary" => new byte[length],
            "array<string>" => new object?[] { new string('x', length) },
            _ => new object?[] { new byte[length] },
        };
    }

    public static TheoryData<string, object> RefusedNested => new()
    {
        { "array<bigint>", new object?[] { 1L, "x" } },
        { "array<tinyint>", new object?[] { 300 } },
        { "array<varchar(2)>", new object?[] { "abc" } },
        { "array<string>", new object?[] { "a\uD800" } },
        { "array<decimal(5,2)>", new object?[] { OdpsDecimal.Parse("1.005") } },
        { "array<decimal(5,2)>", new object?[] { "1.00" } },
        { "map<string,bigint>", new Dictionary<string, string> { ["a"] = "b" } },
        { "struct<a:bigint,b:string>", new object?[] { 1L } },
        { "vector(float,2)", new[] { 1f } },
        { "vector(float,2)", new[] { 1d, 2d } },
        { "array<bigint>", "text" },
        { "array<datetime>", new object?[] { new DateTime(2020, 1, 1) } },
    };

    [Theory]
    [MemberData(nameof(RefusedNested))]
    public void A_value_that_does_not_fit_inside_a_nested_one_leaves_nothing_of_it(string type, object value)
    {
        ColumnCollection columns = RecordStreams.Columns("bigint", type);
        byte[] stream = RecordStreams.Write(columns, null, writer =>
        {
            writer.SetInt64(0, 1);
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => writer.SetValue(1, value));
            Assert.Equal((0L, "c1"), (error.Row, error.Column));
            Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(writer.WriteRowAsync()));
            writer.DiscardRow();
            writer.SetInt64(0, 2);
            RecordStreams.Now(writer.WriteRowAsync());
        });
        Assert.Equal(RecordStreams.Write(columns, new Record(columns, 2L, null)), stream);
    }

    [Fact]
    public void Nested_values_may_be_of_any_type_that_a_record_takes()
    {
        ColumnCollection columns = RecordStreams.Columns(
            "array<bigint>", "array<double>", "map<string,bigint>", "struct<a:int,b:array<string>>", "array<date>", "array<timestamp>", "array<float>");
        object[] values =
        [
            new[] { 1L, -2L }, new[] { 0.5, -1 }, new Dictionary<string, int> { ["k"] = 1 }, new object?[] { (short)3, new List<string?> { "x", null } },
            new[] { new DateOnly(1900, 1, 1) }, new[] { DateTimeOffset.UnixEpoch }, new object?[] { 1f, DBNull.Value },
        ];
        byte[] set = RecordStreams.Write(columns, null, writer =>
        {
            for (int i = 0; i < values.Length; i++)
            {
                writer.SetValue(i, values[i]);
            }

            RecordStreams.Now(writer.WriteRowAsync());
        });
        Assert.Equal(RecordStreams.Write(columns, new Record(columns, values)), set);
        Assert.Equal(new Record(columns, values), Assert.Single(RecordStreams.Read(set, columns)));
    }

    [Fact]
    public void Text_of_every_length_has_its_length_before_it()
    {
        ColumnCollection columns = RecordStreams.Columns("string");
        foreach (int count in new[] { 0, 1, 42, 43, 63, 64, 127, 128, 5461, 5462, 8191, 8192, 16383, 16384, 16385, 40_000, 700_000, 2_100_000 })
        {
            foreach (string unit in new[] { "a", "é", "中", "😀" })
            {
                string text = string.Concat(Enumerable.Repeat(unit, count));
                byte[] fromText = RecordStreams.Write(columns, new RecordStreamOptions { MaxFieldSize = int.MaxValue }, writer =>
                {
                    writer.SetString(0, text);
                    RecordStreams.Now(writer.WriteRowAsync());
                });
                byte[] fromUtf8 = RecordStreams.Write(columns, new RecordStreamOptions { MaxFieldSize = int.MaxValue }, writer =>
                {
                    writer.SetUtf8(0, System.Text.Encoding.UTF8.GetBytes(text));
                    RecordStreams.Now(writer.WriteRowAsync());
                });
                Assert.True(fromText.AsSpan().SequenceEqual(fromUtf8), $"{count} times {unit}");
            }
        }
    }

    [SkippableFact]
    public void Wall_clock_times_are_taken_in_the_zone_that_was_given()
    {
        Skip.IfNot(TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out TimeZoneInfo? berlin), "The machine has no zone data.");
        var options = new RecordStreamOptions { TimeZone = berlin };
        byte[] stream = RecordStreams.Write(Columns, options, writer =>
        {
            writer.SetInt64(0, 1);
            writer.SetDateTime(4, new DateTime(2024, 7, 1, 12, 0, 0));
            writer.SetDateTime(5, new DateTime(2024, 10, 27, 2, 30, 0));
            writer.SetDateTime(6, new DateTime(2024, 7, 1, 12, 0, 0));
            RecordStreams.Now(writer.WriteRowAsync());
            OdpsDataException error = Assert.Throws<OdpsDataException>(() => writer.SetDateTime(4, new DateTime(2024, 3, 31, 2, 30, 0)));
            Assert.Contains("put forward", error.Message, StringComparison.Ordinal);
            writer.DiscardRow();
        });
        RecordReader reader = RecordStreams.Open(stream, Columns, options);
        Assert.True(RecordStreams.Now(reader.ReadAsync()));
        Assert.Equal(new DateTimeOffset(2024, 7, 1, 10, 0, 0, TimeSpan.Zero), reader.GetDateTimeOffset(4));
        Assert.Equal(new DateTimeOffset(2024, 10, 27, 0, 30, 0, TimeSpan.Zero), reader.GetDateTimeOffset(5));
        Assert.Equal(new DateTime(2024, 7, 1, 12, 0, 0), reader.GetDateTime(4));
        Assert.Equal(new DateTime(2024, 10, 27, 2, 30, 0), reader.GetDateTime(5));
        Assert.Equal(new DateTime(2024, 7, 1, 12, 0, 0), reader.GetDateTime(6));
    }

    [Fact]
    public async Task Complete_gives_the_counts_and_ends_the_writing()
    {
        var stream = new MemoryStream();
        int completed = 0;
        var writer = new RecordWriter(stream, Columns, null, _ =>
        {
            completed++;
            return default;
        });
        WriteRow(writer, 1);
        WriteRow(writer, 2);
        long bytes = writer.BytesWritten;
        Assert.Equal(2, writer.RowsWritten);
        RecordWriteResult result = await writer.CompleteAsync();
        Assert.Equal((2L, stream.Length), (result.Rows, result.Bytes));
        Assert.True(bytes < result.Bytes);
        Assert.Equal(1, completed);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.CompleteAsync());
        Assert.Throws<InvalidOperationException>(() => writer.SetInt64(0, 1));
        Assert.Throws<InvalidOperationException>(() => RecordStreams.Now(writer.WriteRowAsync()));
        await writer.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => writer.SetInt64(0, 1));
        Assert.Throws<ObjectDisposedException>(() => RecordStreams.Now(writer.WriteRowAsync()));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.CompleteAsync());
        Assert.Equal(1, completed);
    }

    [Fact]
    public async Task Dispose_without_complete_sends_no_footer()
    {
        var stream = new KeptStream();
        await using (var writer = new RecordWriter(stream, Columns))
        {
            WriteRow(writer, 1);
            await writer.FlushAsync();
        }

        Assert.True(stream.IsClosed);
        OdpsStreamTruncatedException error = Assert.Throws<OdpsStreamTruncatedException>(() => RecordStreams.Read(stream.ToArray(), Columns));
        Assert.Equal(1, error.RowsRead);
    }

    [Fact]
    public async Task The_buffer_is_sent_on_in_pieces_of_its_size()
    {
        var stream = new KeptStream();
        await using var writer = new RecordWriter(stream, Columns, new RecordStreamOptions { BufferSize = 1000 });
        for (int i = 0; i < 1000; i++)
        {
            WriteRow(writer, i);
        }

        Assert.InRange(stream.Largest, 1000, 1250);
        await writer.CompleteAsync();
        Assert.Equal(1000, RecordStreams.Read(stream.ToArray(), Columns).Count);
    }

    [Fact]
    public async Task After_a_failed_send_nothing_more_is_sent()
    {
        var stream = new KeptStream { Failure = new IOException("broken") };
        await using var writer = new RecordWriter(stream, Columns);
        WriteRow(writer, 1);
        await Assert.ThrowsAsync<IOException>(async () => await writer.FlushAsync());
        stream.Failure = null;
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.CompleteAsync());
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal(0, stream.Length);
    }

    private static void WriteRow(RecordWriter writer, long id)
    {
        writer.SetInt64(0, id);
        writer.SetString(1, "abc");
        RecordStreams.Now(writer.WriteRowAsync());
    }

    private sealed class KeptStream : MemoryStream
    {
        public int Largest { get; private set; }

        public bool IsClosed { get; private set; }

        public Exception? Failure { get; set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            return Failure is null ? base.WriteAsync(buffer, cancellationToken) : ValueTask.FromException(Failure);
        }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
