namespace Odps.Net.Tests.Types;

public sealed class OdpsTypeTests
{
    public static TheoryData<string, string> Names => new()
    {
        { "bigint", "BIGINT" },
        { " Int ", "INT" },
        { "integer", "INT" },
        { "decimal", "DECIMAL" },
        { "decimal(10)", "DECIMAL(10,0)" },
        { "Decimal ( 38 , 18 )", "DECIMAL(38,18)" },
        { "varchar(65535)", "VARCHAR(65535)" },
        { "char(1)", "CHAR(1)" },
        { "timestamp_ntz", "TIMESTAMP_NTZ" },
        { "interval_day_time", "INTERVAL_DAY_TIME" },
        { "array<array<string>>", "ARRAY<ARRAY<STRING>>" },
        { "map<string,map<bigint,double>>", "MAP<STRING,MAP<BIGINT,DOUBLE>>" },
        { "struct<a:int,`b c`:map<string,double>>", "STRUCT<a:INT,`b c`:MAP<STRING,DOUBLE>>" },
        { "struct<a:int comment 'it\\'s', b:string>", "STRUCT<a:INT,b:STRING>" },
        { "struct<`x``y`:int>", "STRUCT<`x``y`:INT>" },
        { "vector(float,4)", "VECTOR(FLOAT,4)" },
        { "blob", "blob" },
        { "geometry(point, 4326)", "geometry(point, 4326)" },
        { "array<variant>", "ARRAY<variant>" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_type_name_is_read_and_written_again(string text, string name)
    {
        var type = OdpsType.Parse(text);
        Assert.Equal(name, type.Name);
        Assert.Equal(type, OdpsType.Parse(type.Name));
        Assert.Equal(type.GetHashCode(), OdpsType.Parse(name.ToUpperInvariant()).GetHashCode());
        Assert.True(OdpsType.TryParse(text, out OdpsType? again));
        Assert.Equal(type, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bigint x")]
    [InlineData("array")]
    [InlineData("array<>")]
    [InlineData("array<int")]
    [InlineData("map<int>")]
    [InlineData("struct<>")]
    [InlineData("struct<a>")]
    [InlineData("decimal(39,0)")]
    [InlineData("decimal(0)")]
    [InlineData("decimal(5,6)")]
    [InlineData("decimal(99999999999)")]
    [InlineData("char(256)")]
    [InlineData("varchar(0)")]
    [InlineData("varchar")]
    [InlineData("vector(int,3)")]
    [InlineData("vector(float,0)")]
    [InlineData("geometry(point")]
    [InlineData("struct<`a:int>")]
    [InlineData("struct<a:int comment 'x>")]
    [InlineData("struct<a:int comment 'x\\")]
    public void Text_that_is_no_type_is_refused(string text)
    {
        FormatException error = Assert.Throws<FormatException>(() => OdpsType.Parse(text));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.False(OdpsType.TryParse(text, out _));
    }

    [Fact]
    public void Nesting_has_a_limit_so_that_no_text_exhausts_the_stack()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("array<", depth)) + "int" + new string('>', depth);
        Assert.Equal(63, OdpsType.Parse(Nested(63)).Name.Count(c => c == '<'));
        Assert.Throws<FormatException>(() => OdpsType.Parse(Nested(64)));
        Assert.Throws<FormatException>(() => OdpsType.Parse(Nested(1_000_000)));
        Assert.Throws<FormatException>(() => OdpsType.Parse(new string('x', 10) + new string('(', 1_000_000)));
    }

    [Fact]
    public void Parameters_tell_types_apart()
    {
        Assert.NotEqual(OdpsType.Decimal(10, 2), OdpsType.Decimal(10, 3));
        Assert.NotEqual((OdpsType)OdpsType.Char(3), OdpsType.VarChar(3));
        Assert.NotEqual(OdpsType.LegacyDecimal, OdpsType.Decimal(38, 18));
        Assert.True(OdpsType.Array(OdpsType.Int) == OdpsType.Parse("ARRAY<INT>"));
        Assert.True(OdpsType.Int != null);
        Assert.Equal(1, OdpsType.Struct(new StructField("A", OdpsType.Int), new StructField("b", OdpsType.Int)).IndexOf("B"));
    }
}
