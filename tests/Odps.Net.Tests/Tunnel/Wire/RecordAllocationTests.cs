using System.Text;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>What the row paths allocate for each row: nothing.</summary>
public sealed class RecordAllocationTests
{
    private const int Rows = 5000;

    private static readonly ColumnCollection Columns = RecordStreams.Columns(
        "bigint", "int", "smallint", "tinyint", "double", "float", "boolean", "string", "varchar(100)", "decimal(38,18)", "date", "datetime", "timestamp",
        "timestamp_ntz", "interval_day_time", "interval_year_month", "binary", "string");

    private static readonly byte[] Utf8 = Encoding.UTF8.GetBytes("Ünïcode 😀");

    [Fact]
    public async Task Cursor_and_typed_getters_allocate_nothing_for_a_row()
    {
        byte[] stream = RecordStreams.Write(Columns, null, writer => WriteRows(writer, Rows));
        await using RecordReader reader = RecordStreams.Open(stream, Columns);
        ReadRows(reader, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadRows(reader, Rows - 100);
        AssertNone(GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task Typed_setters_allocate_nothing_for_a_row()
    {
        await using var writer = new RecordWriter(Stream.Null, Columns);
        WriteRows(writer, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        WriteRows(writer, Rows);
        AssertNone(GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Nullable_and_plain_values_by_type_parameter_are_not_boxed()
    {
        byte[] stream = RecordStreams.Write(Columns, null, writer => WriteRows(writer, Rows));
        await using RecordReader reader = RecordStreams.Open(stream, Columns);
        Read(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(Rows - 100);
        AssertNone(GC.GetAllocatedBytesForCurrentThread() - before);

        void Read(int count)
        {
            for (int i = 0; i < count; i++)
            {
                RecordStreams.Now(reader.ReadAsync());
                _ = reader.GetFieldValue<long>(0) + reader.GetFieldValue<int?>(1) + reader.GetFieldValue<short>(2) + reader.GetFieldValue<sbyte?>(3);
                _ = reader.GetFieldValue<double?>(4) + reader.GetFieldValue<float>(5);
                _ = reader.GetFieldValue<bool>(6) && reader.GetFieldValue<decimal?>(9) > reader.GetFieldValue<decimal>(9);
                _ = reader.GetFieldValue<DateOnly?>(10) == reader.GetFieldValue<DateOnly>(10);
                _ = reader.GetFieldValue<DateTimeOffset?>(11) == reader.GetFieldValue<DateTime>(11);
                _ = reader.GetFieldValue<OdpsTimestamp>(12) == reader.GetFieldValue<OdpsTimestamp?>(12);
                _ = reader.GetFieldValue<TimeSpan?>(14) == reader.GetFieldValue<IntervalYearMonth>(15).Years * TimeSpan.FromDays(365);
            }
        }
    }

    [Fact]
    public async Task Column_batches_allocate_nothing_once_their_arrays_have_grown()
    {
        byte[] stream = RecordStreams.Write(Columns, null, writer => WriteRows(writer, Rows));
        await using RecordReader reader = RecordStreams.Open(stream, Columns);
        var batches = new ColumnBatchDecoder(reader.Decoder);
        RecordStreams.Now(batches.ReadAsync(1000, default));
        RecordStreams.Now(batches.ReadAsync(1000, default));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1000, RecordStreams.Now(batches.ReadAsync(1000, default)));
        AssertNone(GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The smallest object has 24 bytes. Built without optimization, the refill of a buffer of 64 KiB costs some hundred bytes.</summary>
    private static void AssertNone(long allocated) => Assert.InRange(allocated, 0, 4 * Rows);

    private static void WriteRows(RecordWriter writer, int count)
    {
        for (int row = 0; row < count; row++)
        {
            writer.SetInt64(0, row * 1_000_003L);
            writer.SetInt32(1, -row);
            writer.SetInt16(2, (short)row);
            writer.SetSByte(3, (sbyte)row);
            writer.SetDouble(4, row * 0.1);
            writer.SetFloat(5, row);
            writer.SetBoolean(6, row % 2 == 0);
            writer.SetString(7, "text");
            writer.SetUtf8(8, Utf8);
            writer.SetDecimal(9, 123456789.987654321m);
            writer.SetDate(10, new DateOnly(1900, 1, 1));
            writer.SetDateTimeOffset(11, DateTimeOffset.UnixEpoch.AddMilliseconds(row));
            writer.SetTimestamp(12, new OdpsTimestamp(row, row));
            writer.SetTimestampNtz(13, new OdpsTimestampNtz(row, row));
            writer.SetIntervalDayTime(14, new IntervalDayTime(row, 100));
            writer.SetIntervalYearMonth(15, new IntervalYearMonth(row % 1000));
            writer.SetBytes(16, Utf8);
            writer.SetNull(17);
            RecordStreams.Now(writer.WriteRowAsync());
        }
    }

    private static void ReadRows(RecordReader reader, int count)
    {
        for (int row = 0; row < count; row++)
        {
            Assert.True(RecordStreams.Now(reader.ReadAsync()));
            _ = reader.GetInt64(0) + reader.GetInt32(1) + reader.GetInt16(2) + reader.GetSByte(3);
            _ = reader.GetDouble(4) + reader.GetFloat(5);
            _ = reader.GetBoolean(6) && reader.IsNull(17);
            _ = reader.GetUtf8(7).Length + reader.GetUtf8(8).Length + reader.GetUtf8(16).Length;
            _ = reader.GetDecimal(9) + reader.GetOdpsDecimal(9).ToDecimal();
            _ = reader.GetDate(10).Year + reader.GetDateTimeOffset(11).Year + reader.GetTimestamp(12).Nanoseconds + reader.GetTimestampNtz(13).Nanoseconds;
            _ = reader.GetIntervalDayTime(14).Seconds + reader.GetIntervalYearMonth(15).Years;
        }
    }
}
