using Odps.Net.Tests.Compression;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Columns of a reader that do not travel, among others that do: field numbers count the latter only.</summary>
public sealed class AbsentColumnTests
{
    [Fact]
    public void Columns_that_do_not_travel_leave_the_others_in_their_places()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var source = new RandomRecords(random);
            ColumnCollection sent = source.Columns(random.Next(1, seed % 10 == 0 ? 40 : 7), depth: 1);
            bool[] isSent = [.. Enumerable.Repeat(true, sent.Count), .. Enumerable.Repeat(false, random.Next(1, 5))];
            random.Shuffle(isSent);
            int next = 0;
            var all = new ColumnCollection(isSent.Select((here, i) => here ? sent[next++] : new Column($"absent{i}", OdpsType.String)));
            List<Record> rows = source.Rows(sent, 20);
            byte[] stream = RecordStreams.Write(sent, rows);
            foreach (int piece in (int[])[3, 100_000])
            {
                var reader = new RecordReader(new FragmentedStream(stream, piece), all, new RecordStreamOptions { IsSent = i => isSent[i], BufferSize = 100 });
                foreach (Record row in rows)
                {
                    Assert.True(RecordStreams.Now(reader.ReadAsync()));
                    Record read = reader.GetRecord();
                    next = 0;
                    for (int i = 0; i < all.Count; i++)
                    {
                        object? wanted = isSent[i] ? row[next++] : null;
                        Assert.True(NestedValues.AreEqual(wanted, read[i]), $"seed {seed}, {all[i]}: {read[i]} instead of {wanted}");
                        Assert.Equal(wanted is null, reader.IsNull(i));
                    }
                }

                Assert.False(RecordStreams.Now(reader.ReadAsync()));
            }
        }
    }

    [Fact]
    public void Field_behind_the_columns_that_travel_is_refused()
    {
        ColumnCollection sent = RecordStreams.Columns("bigint", "bigint");
        byte[] stream = RecordStreams.Write(sent, new Record(sent, 1L, 2L));
        var columns = new ColumnCollection([new Column("dt", OdpsType.BigInt), sent[0]]);
        RecordReader reader = RecordStreams.Open(stream, columns, new RecordStreamOptions { IsSent = i => i == 1 });
        OdpsDataException error = Assert.Throws<OdpsDataException>(() => RecordStreams.Now(reader.ReadAsync()));
        Assert.Contains("a field number of 1 to 1 expected, 2 found", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8192)]
    [InlineData(20_001)]
    public async Task Rows_of_values_that_are_all_known_are_made_without_a_service(int count)
    {
        var columns = new ColumnCollection([new Column("dt", OdpsType.String)]);
        foreach (int bufferSize in (int[])[100, 64 * 1024])
        {
            await using var reader = new RecordReader(new ConstantRowsStream(count), columns, new RecordStreamOptions { IsSent = _ => false, BufferSize = bufferSize });
            int rows = 0;
            while (await reader.ReadAsync())
            {
                Assert.True(reader.IsNull(0));
                rows++;
            }

            Assert.Equal(count, rows);
        }
    }
}
