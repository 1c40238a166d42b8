using FsCheck;
using FsCheck.Fluent;
using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Properties over random schemas and values; a failure prints the seed of the rows and the replay of the run.</summary>
public sealed class RecordRoundTripTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260101, 3);

    [Fact]
    public void Records_come_back_as_they_were_written() => Check.One(Config, Prop.ForAll(Samples(), sample =>
        Same(sample, RecordStreams.Read(sample.Write(), sample.Columns))));

    [Fact]
    public void Every_fragmentation_gives_the_same_rows() => Check.One(Config.WithMaxTest(60), Prop.ForAll(Samples(), sample =>
    {
        byte[] stream = sample.Write();
        return new[] { 1, 2, 3, 5, 7, 16, 63, 1000 }.All(pieceSize =>
        {
            var reader = new RecordReader(new FragmentedStream(stream, pieceSize), sample.Columns, new RecordStreamOptions { BufferSize = pieceSize });
            return Same(sample, RecordStreams.ReadRest(reader));
        });
    }));

    [Fact]
    public void Setters_write_the_same_bytes_as_records_in_any_order() => Check.One(Config, Prop.ForAll(Samples(), sample =>
    {
        var random = new Random(sample.Seed);
        byte[] written = RecordStreams.Write(sample.Columns, null, writer =>
        {
            foreach (Record record in sample.Rows)
            {
                int[] order = [.. Enumerable.Range(0, sample.Columns.Count)];
                if (random.Next(3) > 0)
                {
                    random.Shuffle(order);
                }

                foreach (int i in order)
                {
                    if (random.Next(4) == 0 && record[i] is not null)
                    {
                        // The last call counts.
                        writer.SetValue(i, new RandomRecords(random).Value(sample.Columns[i].Type));
                    }

                    if (record[i] is not null || random.Next(2) == 0)
                    {
                        writer.SetValue(i, record[i]);
                    }
                }

                RecordStreams.Now(writer.WriteRowAsync());
            }
        });
        return written.AsSpan().SequenceEqual(sample.Write());
    }));

    [Fact]
    public void Getters_of_the_cursor_agree_with_those_of_the_record() => Check.One(Config, Prop.ForAll(Samples(), sample =>
    {
        RecordReader reader = RecordStreams.Open(sample.Write(), sample.Columns);
        foreach (Record record in sample.Rows)
        {
            Assert.True(RecordStreams.Now(reader.ReadAsync()));
            for (int i = 0; i < sample.Columns.Count; i++)
            {
                Assert.Equal(record.IsNull(i), reader.IsNull(i));
                foreach (Func<IRow, int, object?> getter in Getters)
                {
                    Assert.Equal(Outcome(getter, record, i), Outcome(getter, reader, i));
                }
            }
        }

        return !RecordStreams.Now(reader.ReadAsync());
    }));

    [Fact]
    public void Column_batches_hold_the_same_values() => Check.One(Config, Prop.ForAll(Samples(), sample =>
    {
        RecordReader reader = RecordStreams.Open(sample.Write(), sample.Columns);
        var batches = new ColumnBatchDecoder(reader.Decoder);
        int row = 0;
        for (int count; (count = RecordStreams.Now(batches.ReadAsync(3, default))) > 0; row += count)
        {
            for (int i = 0; i < sample.Columns.Count; i++)
            {
                ColumnBuffer column = batches.Columns[i];
                Assert.Equal(count, column.Length);
                Assert.Equal(Enumerable.Range(row, count).Count(r => sample.Rows[r].IsNull(i)), column.NullCount);
                for (int r = 0; r < count; r++)
                {
                    Assert.True(
                        NestedValues.AreEqual(sample.Rows[row + r][i], ColumnBufferValue.Read(column, r)),
                        $"seed {sample.Seed}, row {row + r}, {sample.Columns[i]}");
                }
            }
        }

        return row == sample.Rows.Count;
    }));

    private static readonly Func<IRow, int, object?>[] Getters =
    [
        (row, i) => row.GetBoolean(i), (row, i) => row.GetSByte(i), (row, i) => row.GetInt16(i), (row, i) => row.GetInt32(i), (row, i) => row.GetInt64(i),
        (row, i) => BitConverter.SingleToInt32Bits(row.GetFloat(i)), (row, i) => row.GetDouble(i), (row, i) => row.GetString(i),
        (row, i) => Convert.ToHexString(row.GetBytes(i)), (row, i) => row.GetOdpsDecimal(i).ToString(), (row, i) => row.GetDecimal(i), (row, i) => row.GetDate(i),
        (row, i) => row.GetDateTimeOffset(i), (row, i) => row.GetTimestamp(i), (row, i) => row.GetTimestampNtz(i), (row, i) => row.GetIntervalDayTime(i),
        (row, i) => row.GetIntervalYearMonth(i), (row, i) => row.GetValue(i),
    ];

    private static Arbitrary<Sample> Samples() =>
        (from seed in Gen.Choose(0, int.MaxValue - 1)
         from columns in Gen.Choose(1, 12)
         from depth in Gen.Choose(0, 3)
         from rows in Gen.Choose(0, 8)
         select new Sample(seed, columns, depth, rows)).ToArbitrary();

    private static bool Same(Sample sample, List<Record> rows)
    {
        Assert.Equal(sample.Rows.Count, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int c = 0; c < sample.Columns.Count; c++)
            {
                OdpsType type = sample.Columns[c].Type;
                Assert.Equal(VectorValue.Text(type, sample.Rows[i][c]), VectorValue.Text(type, rows[i][c]));
            }
        }

        return true;
    }

    private static string Outcome(Func<IRow, int, object?> getter, IRow row, int ordinal)
    {
        try
        {
            return VectorValue.Text(row.Columns[ordinal].Type, getter(row, ordinal));
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException)
        {
            return e.GetType().Name + ": " + e.Message;
        }
    }

    private sealed class Sample
    {
        private readonly string _text;

        public Sample(int seed, int columns, int depth, int rows)
        {
            Seed = seed;
            var random = new RandomRecords(new Random(seed));
            Columns = random.Columns(columns, depth);
            Rows = random.Rows(Columns, rows);
            _text = $"seed {seed}, {rows} rows of {Columns}";
        }

        public int Seed { get; }

        public ColumnCollection Columns { get; }

        public List<Record> Rows { get; }

        public byte[] Write() => RecordStreams.Write(Columns, Rows);

        public override string ToString() => _text;
    }
}
