namespace Odps.Net.Tests.Types;

public sealed class TableSchemaBuilderTests
{
    [Fact]
    public void Builder_gives_the_schema_that_the_text_gives()
    {
        TableSchema built = new TableSchemaBuilder()
            .AddColumn("id", OdpsType.BigInt, "key", isNullable: false)
            .AddColumn(new Column("at", OdpsType.Timestamp))
            .AddPartition("dt")
            .AddPartition("n", OdpsType.Int, "c")
            .ToSchema();
        Assert.Equal(TableSchema.Parse("id bigint not null comment 'key', at timestamp", "dt string, n int comment 'c'"), built);
        Assert.Equal(built.GetHashCode(), TableSchema.Parse("id bigint not null comment 'key', at timestamp", "dt string, n int comment 'c'").GetHashCode());
        TableSchema more = new TableSchemaBuilder(built).AddColumn("x", OdpsType.String).ToSchema();
        Assert.Equal((2, 3), (built.Columns.Count, more.Columns.Count));
        Assert.Equal(["id", "at", "x", "dt", "n"], more.AllColumns.Select(c => c.Name));
        Assert.True(more.IsPartitionColumn("DT"));
        Assert.False(more.IsPartitionColumn("id"));
    }

    [Fact]
    public void Generated_partition_is_that_of_the_text()
    {
        TableSchema built = new TableSchemaBuilder().AddColumn("at", OdpsType.Timestamp).AddGeneratedPartition("dt", "trunc_time(at, 'day')", "c").ToSchema();
        Assert.Equal(TableSchema.Parse("at timestamp", "trunc_time(at, 'day') as dt comment 'c'"), built);
        Assert.Equal("(`at` TIMESTAMP) AUTO PARTITIONED BY (trunc_time(at, 'day') AS `dt` COMMENT 'c')", built.ToString());
    }

    [Theory]
    [InlineData("a bigint default", "default value")]
    [InlineData("f(x as y", "')'")]
    [InlineData("f(x) y", "AS")]
    [InlineData("a date default date 'x", "closing quote")]
    public void Bad_texts_say_what_was_expected(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => TableSchema.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Twice_the_same_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TableSchemaBuilder().AddColumn("a", OdpsType.Int).AddPartition("A").ToSchema());

    [Fact]
    public void Records_give_values_by_names_and_by_range()
    {
        TableSchema schema = TableSchema.Parse("a bigint, b string, c double", "dt string");
        var record = new Record(schema, 1L, "x", 2.5);
        Assert.Equal([2.5, 1L, 1L], record.GetValues("C", "a", "a"));
        Assert.Equal(["x", 2.5], record[1..]);
        Assert.Equal([1L], record[..1]);
        Assert.Empty(record[3..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => record[1..5]);
        Assert.Throws<ArgumentException>(() => record.GetValues("a", "nope"));
        Assert.Throws<ArgumentException>(() => new Record(schema, 1L));
        Assert.Equal([1L, "x", 2.5], record);
        Assert.True(record.Contains("B"));
        Assert.Equal(3, record.Count);
    }
}
