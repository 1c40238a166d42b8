using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Nested values that are read where they lie, without objects.</summary>
public sealed class NestedValueTests
{
    private static readonly ColumnCollection Columns = new(TableSchema.Parse(
        "a array<bigint>, m map<string,double>, s struct<a:bigint,b:string,c:array<int>>, v vector(float,3), n bigint").Columns);

    private static readonly StructType Struct = (StructType)Columns[2].Type;

    [Fact]
    public async Task Arrays_maps_structs_and_vectors_are_read_where_they_lie()
    {
        await using RecordReader reader = Open(Row());
        Assert.True(await reader.ReadAsync());

        long sum = 0;
        int nulls = 0;
        foreach (NestedValue element in reader.GetNested(0).Elements)
        {
            if (element.IsNull)
            {
                nulls++;
            }
            else
            {
                sum += element.GetInt64();
            }
        }

        Assert.Equal((6L, 1, 4), (sum, nulls, reader.GetNested("a").Count));

        var entries = new List<string>();
        foreach (NestedEntry entry in reader.GetNested("m").Entries)
        {
            entries.Add($"{Encoding.UTF8.GetString(entry.Key.GetUtf8())}={(entry.Value.IsNull ? "NULL" : entry.Value.ToObject())}");
        }

        Assert.Equal(["x=0.5", "y=NULL"], entries);
        Assert.Equal(2, reader.GetNested("m").Count);

        NestedValue fields = reader.GetNested("s");
        Assert.Equal(3, fields.Count);
        Assert.True(fields.GetField(0).IsNull);
        Assert.Equal("text", fields.GetField("B").GetString());
        Assert.Equal(2, fields.GetField("c").Count);

        float total = 0;
        foreach (NestedValue number in reader.GetNested("v").Elements)
        {
            total += number.GetFloat();
        }

        Assert.Equal(6f, total);
    }

    [Fact]
    public void Values_are_the_same_as_those_of_objects_for_every_type_and_depth() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260102, 5),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new RandomRecords(new Random(seed));
            ColumnCollection columns = new(Enumerable.Range(0, 6).Select(i => new Column($"c{i}", OdpsType.Array(random.Type(3)))));
            List<Record> rows = random.Rows(columns, 4);
            RecordReader reader = RecordStreams.Open(RecordStreams.Write(columns, rows), columns);
            foreach (Record row in rows)
            {
                Assert.True(RecordStreams.Now(reader.ReadAsync()));
                for (int i = 0; i < columns.Count; i++)
                {
                    object? walked = reader.IsNull(i) ? null : NestedWalk.Read(reader.GetNested(i));
                    Assert.True(NestedValues.AreEqual(row[i], walked), $"seed {seed}, column {i}");
                    Assert.True(NestedValues.AreEqual(row[i], reader.IsNull(i) ? null : reader.GetNested(i).ToObject()), $"seed {seed}, column {i}");
                }
            }

            return true;
        }));

    [Fact]
    public async Task A_getter_that_does_not_fit_names_column_and_types()
    {
        await using RecordReader reader = Open(Row());
        Assert.True(await reader.ReadAsync());
        Assert.Contains("'n' of type BIGINT cannot be read as NestedValue", Fails(() => reader.GetNested("n").Count), StringComparison.Ordinal);
        Assert.Contains("A value of type ARRAY<BIGINT> in column 'a' (ARRAY<BIGINT>) cannot be read as double", Fails(() => reader.GetNested("a").GetDouble()), StringComparison.Ordinal);
        Assert.Contains("A value of type BIGINT in column 's'", Fails(() => reader.GetNested("s").GetField("a").GetInt64()), StringComparison.Ordinal);
        Assert.Contains("is NULL", Fails(() => reader.GetNested("s").GetField("a").GetInt64()), StringComparison.Ordinal);
        Assert.Contains("a MAP has entries", Fails(() => reader.GetNested("m").Elements.MoveNext()), StringComparison.Ordinal);
        Assert.Contains("entries", Fails(() => reader.GetNested("a").Entries.MoveNext()), StringComparison.Ordinal);
        Assert.Contains("STRING", Fails(() => reader.GetNested("s").GetField("b").GetDate()), StringComparison.Ordinal);
        Assert.Contains("'z'", Assert.Throws<ArgumentException>(() => reader.GetNested("s").GetField("z").IsNull).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetNested("s").GetField(3).IsNull);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetNested("s").GetField(-1).IsNull);
    }

    [Fact]
    public async Task A_null_column_and_a_reader_without_a_row_are_refused()
    {
        await using RecordReader reader = Open(new Record(Columns));
        Assert.Throws<InvalidOperationException>(() => reader.GetNested(0).IsNull);
        Assert.True(await reader.ReadAsync());
        Assert.Contains("'a' is NULL", Fails(() => reader.GetNested(0).Count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reading_nested_values_allocates_nothing_for_a_row()
    {
        const int rows = 2000;
        await using RecordReader reader = Open([.. Enumerable.Repeat(Row(), rows)]);
        Read(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(rows - 100);

        // The smallest object has 24 bytes; a refill of the buffer may cost some hundred.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * rows);

        void Read(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Assert.True(RecordStreams.Now(reader.ReadAsync()));
                foreach (NestedValue element in reader.GetNested(0).Elements)
                {
                    _ = element.IsNull ? 0 : element.GetInt64();
                }

                foreach (NestedEntry entry in reader.GetNested(1).Entries)
                {
                    _ = entry.Key.GetUtf8().Length + (entry.Value.IsNull ? 0 : entry.Value.GetDouble());
                }

                foreach (NestedValue item in reader.GetNested(2).GetField(2).Elements)
                {
                    _ = item.GetInt32();
                }
            }
        }
    }

    private static Record Row() => new(
        Columns,
        new object?[] { 1L, 2L, null, 3L },
        new OdpsMap([new("x", 0.5), new("y", null)]),
        new OdpsStruct(Struct, [null, "text", new object?[] { 7, 8 }]),
        new[] { 1f, 2f, 3f },
        5L);

    private static RecordReader Open(params Record[] rows) => RecordStreams.Open(RecordStreams.Write(Columns, rows), Columns);

    private static string Fails<T>(Func<T> read) => Assert.Throws<InvalidCastException>(() => { _ = read(); }).Message;
}
