using Odps.Net.Arrow;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Tunnel;
using Odps.Net.Tests.Arrow;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>The emulator's own Arrow code, against bodies of other implementations and against the client's code.</summary>
public sealed class ArrowCodecTests
{
    private static readonly ColumnCollection Numbers = TableSchema.Parse("id bigint, name string").Columns;

    public static TheoryData<string> Bodies => [.. ArrowVector.TunnelNames.Where(n => ArrowVector.Load(n).Json["schemaAndValuesOf"] is not null)];

    public static TheoryData<string> Broken => [.. ArrowVector.TunnelNames.Where(n => ArrowVector.Load(n).Json["expect"] is not null)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Stored_bodies_give_the_rows_that_the_client_reads(string name)
    {
        ArrowVector vector = ArrowVector.Load(name);
        ColumnCollection columns = BareBatchTests.Columns(ArrowVector.Load(Path.GetFileNameWithoutExtension(vector.Json["schemaAndValuesOf"]!.GetValue<string>())).SchemaJson);
        byte[] body = await ArrowChunkTests.BodyAsync(vector);
        List<object?[]> rows = ArrowBatchDecoder.Decode(ArrowChunkReader.Unframe(body), columns);
        Assert.Equal(await ReadAsync(body, columns), rows.Select(row => new Record(columns, row.AsSpan())));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_bodies_are_refused(string name)
    {
        byte[] body = await ArrowChunkTests.BodyAsync(ArrowVector.Load(name));
        EmulatorException error = Assert.Throws<EmulatorException>(() => ArrowChunkReader.Unframe(body));
        Assert.Contains(error.Code, (string[])["CorruptedDataStream", "IncompleteBody"]);
    }

    [Fact]
    public async Task Messages_of_the_client_are_read_and_every_cut_or_changed_bit_is_an_error_or_other_values()
    {
        const int Seed = 77;
        using RecordBatch batch = RecordBatch.FromRecords(Numbers, Enumerable.Range(0, 20).Select(i => new Record(Numbers, (long)i, i % 3 == 0 ? null : $"n{i}")));
        using var stream = new MemoryStream();
        using (var writer = new BareBatchWriter(stream, Schema.From(Numbers)))
        {
            await writer.WriteAsync(batch);
        }

        byte[] data = stream.ToArray();
        Assert.Equal(batch.ToRecords(Numbers), ArrowBatchDecoder.Decode(data, Numbers).Select(row => new Record(Numbers, row.AsSpan())));
        for (int length = 1; length < data.Length; length++)
        {
            Assert.Throws<EmulatorException>(() => ArrowBatchDecoder.Decode(data[..length], Numbers));
        }

        var random = new Random(Seed);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] changed = [.. data];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                ArrowBatchDecoder.Decode(changed, Numbers);
            }
            catch (EmulatorException e) when (e.Code is "MalformedDataStream" or "IncompleteBody")
            {
                refused++;
            }
        }

        Assert.True(refused > 100, $"{refused} of 3000 changed messages were refused (seed {Seed}).");
    }

    [Fact]
    public async Task Intervals_of_days_and_short_legacy_decimals_of_other_clients_are_taken()
    {
        ColumnCollection columns = TableSchema.Parse("i interval_day_time, d decimal").Columns;
        using var intervals = new DayTimeIntervalArray.Builder();
        using var decimals = new Decimal128Array.Builder(54, 18);
        intervals.Append(new DayTimeInterval(1, -500)).AppendNull();
        decimals.Append((Int128)1_500_000_000_000_000_000).AppendNull();
        using var batch = new RecordBatch(
            new Schema([new("i", ArrowType.IntervalDayTime), new("d", ArrowType.Decimal128(54, 18))]), [intervals.Build(), decimals.Build()], 2);
        using var stream = new MemoryStream();
        using (var writer = new BareBatchWriter(stream, batch.Schema))
        {
            await writer.WriteAsync(batch);
        }

        List<object?[]> rows = ArrowBatchDecoder.Decode(stream.ToArray(), columns);
        Assert.Equal([IntervalDayTime.FromTimeSpan(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(500)), OdpsDecimal.Parse("1.5")], rows[0]);
        Assert.Equal([null, null], rows[1]);
    }

    [Theory]
    [InlineData("int 1 2", "id int")]
    [InlineData("text too long", "name varchar(2)")]
    [InlineData("null", "id bigint not null, name string")]
    public async Task Values_that_do_not_fit_the_table_are_refused_with_their_column(string what, string schema)
    {
        using RecordBatch batch = RecordBatch.FromRecords(Numbers, [new Record(Numbers, null, "abc")]);
        using RecordBatch part = what.StartsWith("int", StringComparison.Ordinal) ? batch.Select(1) : what.StartsWith("text", StringComparison.Ordinal) ? batch.Select(1) : batch.Select(0, 1);
        using var stream = new MemoryStream();
        using (var writer = new BareBatchWriter(stream, part.Schema))
        {
            await writer.WriteAsync(part);
        }

        ColumnCollection columns = TableSchema.Parse(schema).Columns;
        EmulatorException error = Assert.Throws<EmulatorException>(() => ArrowBatchDecoder.Decode(stream.ToArray(), columns));
        Assert.Equal("MalformedDataStream", error.Code);
        Assert.Contains($"'{columns[0].Name}'", error.Message, StringComparison.Ordinal);
    }

    private static async Task<List<Record>> ReadAsync(byte[] body, ColumnCollection columns)
    {
        var records = new List<Record>();
        await using var reader = new BareBatchReader(new ArrowChunkReadStream(new MemoryStream(body)), columns, convert: false);
        while (await reader.ReadNextAsync() is { } batch)
        {
            using (batch)
            {
                records.AddRange(batch.ToRecords(columns));
            }
        }

        return records;
    }
}
