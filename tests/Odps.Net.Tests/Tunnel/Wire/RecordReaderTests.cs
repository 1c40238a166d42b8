using System.Text;
using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

public sealed class RecordReaderTests
{
    private static readonly ColumnCollection Columns = TableSchema.Parse("id bigint, name string, price decimal(10,2), at datetime, tags array<string>").Columns;

    [Fact]
    public async Task Values_are_read_by_position_and_by_name()
    {
        await using RecordReader reader = OneRow(1L, "näme", 1.50m, DateTimeOffset.UnixEpoch, new object?[] { "a", null });
        Assert.True(await reader.ReadAsync());
        Assert.Equal(1, reader.GetInt64("ID"));
        Assert.Equal("näme", reader.GetString("name"));
        Assert.Equal("näme", Encoding.UTF8.GetString(reader.GetUtf8(1)));
        Assert.Equal("näme", Encoding.UTF8.GetString(reader.GetUtf8("Name")));
        Assert.Equal("1.50", reader.GetString(2));
        Assert.Equal(1.50m, reader.GetFieldValue<decimal>("price"));
        Assert.Equal(DateTime.UnixEpoch, reader.GetDateTime("AT"));
        Assert.Contains("tags", Assert.Throws<ArgumentException>(() => reader.GetUtf8("nome").Length).Message, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.UnixEpoch, reader.GetDateTimeOffset("at"));
        Assert.Equal(new object?[] { "a", null }, (IReadOnlyList<object?>)reader.GetValue(4)!);
        Assert.Equal(1, reader.GetFieldValue<long>(0));
        Assert.Equal(1.50m, reader.GetFieldValue<decimal?>(2));
        Assert.Equal(2, reader.GetFieldValue<IReadOnlyList<object?>>(4).Count);
        Assert.Equal(1, reader.RowsRead);
        Assert.False(await reader.ReadAsync());
        Assert.False(await reader.ReadAsync());
        Assert.Equal(1, reader.RowsRead);
    }

    [Fact]
    public async Task Null_is_told_by_IsNull_and_refused_by_the_getters()
    {
        await using RecordReader reader = OneRow(null, null, null, null, null);
        Assert.True(await reader.ReadAsync());
        Assert.True(reader.IsNull(0));
        Assert.Null(reader.GetValue(4));
        Assert.Null(reader.GetFieldValue<long?>(0));
        Assert.Null(reader.GetFieldValue<string>(1));
        Assert.Contains("'id' is NULL", Assert.Throws<InvalidCastException>(() => reader.GetInt64(0)).Message, StringComparison.Ordinal);
        Assert.Contains("'id' is NULL", Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<long>(0)).Message, StringComparison.Ordinal);
        Assert.Contains("'name' is NULL", Assert.Throws<InvalidCastException>(() => reader.GetUtf8(1).Length).Message, StringComparison.Ordinal);
        Assert.Contains("'name' is NULL", Assert.Throws<InvalidCastException>(() => reader.GetBytes(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_getter_that_does_not_fit_names_column_and_types()
    {
        await using RecordReader reader = OneRow(1L, "x", 1m, DateTimeOffset.UnixEpoch, new object?[] { "a" });
        Assert.True(await reader.ReadAsync());
        InvalidCastException error = Assert.Throws<InvalidCastException>(() => reader.GetInt64(1));
        Assert.Equal("Column 'name' of type STRING cannot be read as long.", error.Message);
        Assert.Throws<InvalidCastException>(() => reader.GetUtf8(0).Length);
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<DateOnly>(0));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<OdpsMap>(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetInt64(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetInt64(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.IsNull(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetUtf8(5).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetDateTime(5));
        Assert.Throws<ArgumentException>(() => reader.GetInt64("nope"));
    }

    [Fact]
    public async Task There_are_no_values_before_the_first_row_and_after_the_last()
    {
        RecordReader reader = OneRow(1L, "x", 1m, DateTimeOffset.UnixEpoch, new object?[] { "a" });
        AssertNoRow(reader);
        Assert.True(await reader.ReadAsync());
        Assert.Equal(1, reader.GetInt64(0));
        Assert.False(await reader.ReadAsync());
        AssertNoRow(reader);
        await reader.DisposeAsync();
        AssertNoRow(reader);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await reader.ReadAsync());

        static void AssertNoRow(RecordReader reader)
        {
            Assert.Throws<InvalidOperationException>(() => reader.GetInt64(0));
            Assert.Throws<InvalidOperationException>(() => reader.IsNull(0));
            Assert.Throws<InvalidOperationException>(() => reader.GetUtf8(1).Length);
            Assert.Throws<InvalidOperationException>(() => reader.GetRecord());
            Assert.Throws<InvalidOperationException>(() => reader.GetValue(0));
        }
    }

    [Fact]
    public async Task A_cancelled_read_can_be_made_again()
    {
        byte[] stream = RecordStreams.Write(Columns, new Record(Columns, 1L, "x", 1m, null, null));
        using var source = new CancellationTokenSource();
        var gate = new GatedStream(stream, 3, source);
        await using var reader = new RecordReader(gate, Columns);
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(source.Token));
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => reader.GetInt64(0));
        Assert.True(await reader.ReadAsync());
        Assert.Equal(1, reader.GetInt64(0));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.ReadAsync(source.Token));
        Assert.Equal(1, reader.GetInt64(0));
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task Rows_arrive_from_a_stream_that_suspends()
    {
        var random = new RandomRecords(new Random(9));
        ColumnCollection columns = random.Columns(6, 2);
        List<Record> rows = random.Rows(columns, 50);
        await using var reader = new RecordReader(new FragmentedStream(RecordStreams.Write(columns, rows), 17, suspend: true), columns);
        int row = 0;
        await foreach (Record record in reader.ReadRecordsAsync())
        {
            Assert.Equal(rows[row++].ToString(), record.ToString());
        }

        Assert.Equal(50, row);
    }

    [Fact]
    public async Task A_large_value_is_read_whole_and_the_buffer_goes_on_after_it()
    {
        string large = new('x', 5_000_000);
        ColumnCollection columns = RecordStreams.Columns("string", "bigint");
        Record[] rows = [new(columns, large, 1L), new(columns, "y", 2L)];
        await using var reader = new RecordReader(new FragmentedStream(RecordStreams.Write(columns, rows), 4096), columns);
        Assert.True(await reader.ReadAsync());
        Assert.Equal(large, reader.GetString(0));
        Assert.True(await reader.ReadAsync());
        Assert.Equal("y", reader.GetString(0));
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task The_stream_is_closed_with_the_reader_unless_it_is_to_stay_open()
    {
        var closed = new FragmentedStream([], 1);
        await using (new RecordReader(closed, Columns))
        {
        }

        Assert.True(closed.Disposed);
        var open = new FragmentedStream([], 1);
        await using (new RecordReader(open, Columns, new RecordStreamOptions { LeaveOpen = true }))
        {
        }

        Assert.False(open.Disposed);
    }

    [Fact]
    public async Task A_record_keeps_text_that_is_not_UTF8()
    {
        ColumnCollection columns = RecordStreams.Columns("string");
        byte[] stream = RecordStreams.Write(columns, null, writer =>
        {
            writer.SetUtf8(0, [0x61, 0xFF]);
            RecordStreams.Now(writer.WriteRowAsync());
        });
        await using RecordReader reader = RecordStreams.Open(stream, columns);
        Assert.True(await reader.ReadAsync());
        Record record = reader.GetRecord();
        Assert.Equal("a\uFFFD", record.GetString(0));
        Assert.Equal("a\uFFFD", record[0]);
        Assert.Equal([0x61, 0xFF], record.GetBytes(0));
        Assert.Equal(stream, RecordStreams.Write(columns, record));
    }

    [Fact]
    public async Task A_legacy_decimal_of_more_than_38_digits_is_kept_as_text()
    {
        ColumnCollection columns = RecordStreams.Columns("decimal");
        const string digits = "123456789012345678901234567890123456.123456789012345678";
        byte[] stream = WriteText(columns, digits);
        await using RecordReader reader = RecordStreams.Open(stream, columns);
        Assert.True(await reader.ReadAsync());
        Assert.Equal(digits, reader.GetString(0));
        Assert.Throws<OverflowException>(() => reader.GetOdpsDecimal(0));
        Assert.Equal(digits, reader.GetRecord()[0]);
        Assert.Equal(stream, RecordStreams.Write(columns, reader.GetRecord()));
    }

    [Fact]
    public async Task Text_that_is_no_number_in_a_decimal_column_is_an_error_of_the_getter()
    {
        ColumnCollection columns = RecordStreams.Columns("decimal");
        await using RecordReader reader = RecordStreams.Open(WriteText(columns, "nan"), columns);
        Assert.True(await reader.ReadAsync());
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => reader.GetDecimal(0));
        Assert.Equal((0L, "c0"), (error.Row, error.Column));
        Assert.Contains("'nan' is not a number", error.Message, StringComparison.Ordinal);
        Assert.Equal("nan", reader.GetString(0));
    }

    [Fact]
    public async Task Times_outside_the_years_1_to_9999_are_errors_of_the_getter_alone()
    {
        // Written as BIGINT, whose coding is the same.
        ColumnCollection asNumbers = RecordStreams.Columns("bigint", "bigint", "bigint");
        byte[] stream = RecordStreams.Write(asNumbers, new Record(asNumbers, 2_932_897L, -62_135_596_800_001L, 120_000L));
        ColumnCollection columns = RecordStreams.Columns("date", "datetime", "interval_year_month");
        await using RecordReader reader = RecordStreams.Open(stream, columns);
        Assert.True(await reader.ReadAsync());
        Assert.Equal("c0", Assert.Throws<OdpsDataException>(() => reader.GetDate(0)).Column);
        Assert.Equal("c1", Assert.Throws<OdpsDataException>(() => reader.GetDateTimeOffset(1)).Column);
        Assert.Equal("c2", Assert.Throws<OdpsDataException>(() => reader.GetIntervalYearMonth(2)).Column);
        Assert.Equal(0, Assert.Throws<OdpsDataException>(() => reader.GetValue(0)).Row);
        Record record = reader.GetRecord();
        Assert.Throws<OdpsDataException>(() => record.GetDate(0));
        Assert.Throws<OdpsDataException>(() => record[1]);
        Assert.Throws<OdpsDataException>(() => record.GetIntervalYearMonth(2));
        Assert.False(await reader.ReadAsync());
    }

    [Theory]
    [InlineData(0xFFA0_0001, 0x7FF0_0000_0000_0001)]
    public async Task Signalling_NaN_keeps_its_bits_through_records(uint single, ulong real)
    {
        ColumnCollection columns = RecordStreams.Columns("float", "double");
        byte[] stream = RecordStreams.Write(columns, null, writer =>
        {
            // Not as constants: the compiler quiets a signalling NaN when it folds one.
            writer.SetFloat(0, BitConverter.UInt32BitsToSingle(single));
            writer.SetDouble(1, BitConverter.UInt64BitsToDouble(real));
            RecordStreams.Now(writer.WriteRowAsync());
        });
        await using RecordReader reader = RecordStreams.Open(stream, columns);
        Assert.True(await reader.ReadAsync());
        Assert.Equal(single, BitConverter.SingleToUInt32Bits(reader.GetFloat(0)));
        Assert.Equal(stream, RecordStreams.Write(columns, reader.GetRecord()));
    }

    private static RecordReader OneRow(params object?[] values) => RecordStreams.Open(RecordStreams.Write(Columns, new Record(Columns, values)), Columns);

    private static byte[] WriteText(ColumnCollection columns, string text)
    {
        // STRING is coded as DECIMAL is.
        ColumnCollection asText = RecordStreams.Columns([.. columns.Select(_ => "string")]);
        return RecordStreams.Write(asText, new Record(asText, text));
    }

    /// <summary>Cancels instead of the read that comes after some bytes, once.</summary>
    private sealed class GatedStream(byte[] bytes, int before, CancellationTokenSource source) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < before)
            {
                return base.ReadAsync(buffer[..before], cancellationToken);
            }

            if (!source.IsCancellationRequested)
            {
                source.Cancel();
                return ValueTask.FromCanceled<int>(source.Token);
            }

            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
