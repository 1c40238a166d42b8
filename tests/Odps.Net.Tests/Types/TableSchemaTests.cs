namespace Odps.Net.Tests.Types;

public sealed class TableSchemaTests
{
    [Fact]
    public void Columns_are_read_from_the_text_of_create_table()
    {
        var schema = TableSchema.Parse(
            "id bigint not null comment 'it\\'s a \"key\"', `a b` map<string,array<int>>, price: decimal(10,2) null COMMENT \"x\", notnull string", "dt string, `hour` bigint comment ''");
        Assert.Equal(["id", "a b", "price", "notnull"], schema.Columns.Select(c => c.Name));
        Assert.Equal([false, true, true, true], schema.Columns.Select(c => c.IsNullable));
        Assert.Equal("it's a \"key\"", schema.Columns["ID"].Comment);
        Assert.Equal(OdpsType.Parse("map<string,array<int>>"), schema.Columns[1].Type);
        Assert.True(schema.IsPartitioned);
        Assert.Equal(["dt", "hour"], schema.PartitionColumns.Select(c => c.Name));
        Assert.Equal("(`id` BIGINT NOT NULL COMMENT 'it\\'s a \\\"key\\\"', `a b` MAP<STRING,ARRAY<INT>>, `price` DECIMAL(10,2) COMMENT 'x', `notnull` STRING) PARTITIONED BY (`dt` STRING, `hour` BIGINT)", schema.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("id")]
    [InlineData("id bigint,")]
    [InlineData("id bigint not")]
    [InlineData("id bigint comment x")]
    [InlineData("id bigint comment 'x")]
    [InlineData("id bigint, ID string")]
    [InlineData("`id bigint")]
    [InlineData("id bigint x")]
    public void Text_that_is_no_column_list_is_refused(string text) => Assert.Throws<FormatException>(() => TableSchema.Parse(text));

    [Fact]
    public void A_name_is_a_column_or_a_partition_key_and_occurs_once()
    {
        Assert.Throws<ArgumentException>(() => TableSchema.Parse("a int", "A string"));
        Assert.Throws<ArgumentException>(() => new ColumnCollection([new Column("a", OdpsType.Int), new Column("A", OdpsType.Int)]));
        Assert.Throws<ArgumentException>(() => TableSchema.FromLists(["a"], []));
        Assert.Equal(TableSchema.Parse("a int", "p string"), TableSchema.FromLists(["a"], [OdpsType.Int], ["p"]));
    }

    [Fact]
    public void Columns_are_found_by_name_and_position()
    {
        ColumnCollection columns = [new Column("a", OdpsType.Int), new Column("b", OdpsType.String)];
        Assert.Equal(1, columns.IndexOf("B"));
        Assert.Equal(-1, columns.IndexOf("c"));
        Assert.Contains("a, b", Assert.Throws<ArgumentException>(() => columns["c"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => columns[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => columns[-1]);
        ColumnCollection same = [new Column("a", OdpsType.Int), new Column("b", OdpsType.String)];
        Assert.Equal(columns, same);
        Assert.Equal(columns.GetHashCode(), same.GetHashCode());
    }
}
