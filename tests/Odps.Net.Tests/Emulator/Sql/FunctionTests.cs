namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>Scalar functions: value and type of each. The clock stands at 2026-03-04 05:06:07.890 UTC.</summary>
public sealed class FunctionTests : SqlFixture
{
    private void Check(string expression, string type, string expected)
    {
        Assert.Equal($"_c0 {type}", Columns($"select {expression}"));
        Assert.Equal(expected, Rows($"select {expression}"));
    }

    [Theory]
    [InlineData("lower('ÀÉ Straße')", "STRING", "àé straße")]
    [InlineData("toupper('àé')", "STRING", "ÀÉ")]
    [InlineData("length('a\U0001F600漢')", "BIGINT", "3")]
    [InlineData("lengthb('a\U0001F600漢')", "BIGINT", "8")]
    [InlineData("concat('a', 1, null)", "STRING", "\\N")]
    [InlineData("concat('a', 1, 2.5, true)", "STRING", "a12.5true")]
    [InlineData("concat_ws('-', 'a', null, 'b')", "STRING", "a-b")]
    [InlineData("concat_ws(',', array('x', 'y'))", "STRING", "x,y")]
    [InlineData("substr('abcdef', 2, 3)", "STRING", "bcd")]
    [InlineData("substr('abcdef', -2)", "STRING", "ef")]
    [InlineData("substr('a\U0001F600漢', 2, 1)", "STRING", "\U0001F600")]
    [InlineData("substr('abc', 0, 2)", "STRING", "ab")]
    [InlineData("substring('abc', 9)", "STRING", "")]
    [InlineData("trim('  a ')", "STRING", "a")]
    [InlineData("trim('xxaxy', 'xy')", "STRING", "a")]
    [InlineData("ltrim('  a ')", "STRING", "a ")]
    [InlineData("rtrim('  a ')", "STRING", "  a")]
    [InlineData("replace('a.b.c', '.', '-')", "STRING", "a-b-c")]
    [InlineData("instr('Tech on the net', 'e')", "BIGINT", "2")]
    [InlineData("instr('Tech on the net', 'e', 1, 2)", "BIGINT", "11")]
    [InlineData("instr('Tech on the net', 'e', -3, 1)", "BIGINT", "11")]
    [InlineData("instr('abc', 'x')", "BIGINT", "0")]
    [InlineData("locate('ab', 'abcabc', 2)", "BIGINT", "4")]
    [InlineData("split('a,b,,c', ',')", "ARRAY<STRING>", "[a,b,,c]")]
    [InlineData("split('a1b22c', '[0-9]+')[1]", "STRING", "b")]
    [InlineData("split_part('a,b,c,d', ',', 2, 3)", "STRING", "b,c")]
    [InlineData("split_part('a,b', ',', 5)", "STRING", "")]
    [InlineData("reverse('ab\U0001F600')", "STRING", "\U0001F600ba")]
    [InlineData("repeat('ab', 3)", "STRING", "ababab")]
    [InlineData("lpad('5', 3, '0')", "STRING", "005")]
    [InlineData("rpad('abcd', 2, '0')", "STRING", "ab")]
    [InlineData("initcap('hello wORLD')", "STRING", "Hello World")]
    [InlineData("translate('abcba', 'ab', 'x')", "STRING", "xcx")]
    [InlineData("regexp_extract('foothebar', 'foo(.*?)(bar)', 1)", "STRING", "the")]
    [InlineData("regexp_extract('foothebar', 'foo(.*?)(bar)', 0)", "STRING", "foothebar")]
    [InlineData("regexp_replace('a1b2', '([a-z])(\\\\d)', '\\\\2\\\\1$')", "STRING", "1a$2b$")]
    [InlineData("regexp_count('ababab', 'a.')", "BIGINT", "3")]
    [InlineData("regexp_instr('xaybz', '[ab]', 1, 2)", "BIGINT", "4")]
    [InlineData("regexp_substr('x12y345', '[0-9]+', 1, 2)", "STRING", "345")]
    [InlineData("md5('abc')", "STRING", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("sha2('abc', 256)", "STRING", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("crc32('abc')", "BIGINT", "891568578")]
    [InlineData("ascii('A')", "BIGINT", "65")]
    [InlineData("chr(8364)", "STRING", "€")]
    [InlineData("hex('ab')", "STRING", "6162")]
    [InlineData("unhex('6162')", "BINARY", "6162")]
    [InlineData("base64(cast('ab' as binary))", "STRING", "YWI=")]
    [InlineData("soundex('Robert')", "STRING", "R163")]
    [InlineData("find_in_set('b', 'a,b,c')", "BIGINT", "2")]
    [InlineData("keyvalue('a:1;b:2', 'b')", "STRING", "2")]
    [InlineData("substring_index('a.b.c', '.', 2)", "STRING", "a.b")]
    [InlineData("substring_index('a.b.c', '.', -1)", "STRING", "c")]
    [InlineData("get_json_object('{\"a\":{\"b\":[1,{\"c\":\"x\"}]}}', '$.a.b[1].c')", "STRING", "x")]
    [InlineData("get_json_object('{\"a\":[{\"b\":1},{\"b\":2}]}', '$.a[*].b')", "STRING", "[1,2]")]
    [InlineData("get_json_object('{\"a\":null}', '$.a')", "STRING", "\\N")]
    [InlineData("get_json_object('not json', '$.a')", "STRING", "\\N")]
    [InlineData("get_json_object('{\"a b\":1.50}', '$[\\'a b\\']')", "STRING", "1.50")]
    [InlineData("url_encode('a b&c')", "STRING", "a+b%26c")]
    [InlineData("url_decode('a+b%26c')", "STRING", "a b&c")]
    public void Texts(string expression, string type, string expected) => Check(expression, type, expected);

    [Theory]
    [InlineData("abs(-5)", "BIGINT", "5")]
    [InlineData("abs(-5.5)", "DOUBLE", "5.5")]
    [InlineData("abs(-5.5BD)", "DECIMAL(2,1)", "5.5")]
    [InlineData("round(2.675, 2)", "DOUBLE", "2.68")]
    [InlineData("round(-2.5)", "DOUBLE", "-3")]
    [InlineData("round(125, -1)", "DOUBLE", "130")]
    [InlineData("round(1.255BD, 2)", "DECIMAL(4,3)", "1.260")]
    [InlineData("trunc(-2.789, 1)", "DOUBLE", "-2.7")]
    [InlineData("ceil(1.1)", "BIGINT", "2")]
    [InlineData("floor(-1.1)", "BIGINT", "-2")]
    [InlineData("floor(-1.1BD)", "BIGINT", "-2")]
    [InlineData("ceil(7)", "BIGINT", "7")]
    [InlineData("pow(2, 10)", "DOUBLE", "1024")]
    [InlineData("sqrt(2)", "DOUBLE", "1.4142135623730951")]
    [InlineData("sqrt(-1)", "DOUBLE", "\\N")]
    [InlineData("ln(0)", "DOUBLE", "\\N")]
    [InlineData("log(2, 8)", "DOUBLE", "3")]
    [InlineData("exp(0)", "DOUBLE", "1")]
    [InlineData("sign(-3.2)", "DOUBLE", "-1")]
    [InlineData("mod(-7, 3)", "BIGINT", "-1")]
    [InlineData("pmod(-7, 3)", "BIGINT", "2")]
    [InlineData("conv('255', 10, 16)", "STRING", "FF")]
    [InlineData("bin(5)", "STRING", "101")]
    [InlineData("factorial(5)", "BIGINT", "120")]
    [InlineData("greatest(1, 3, 2)", "BIGINT", "3")]
    [InlineData("least(1.5, 3)", "DOUBLE", "1.5")]
    [InlineData("rand(1) < 1", "BOOLEAN", "true")]
    [InlineData("width_bucket(5, 0, 10, 5)", "BIGINT", "3")]
    [InlineData("shiftleft(1L, 4)", "BIGINT", "16")]
    public void Numbers(string expression, string type, string expected) => Check(expression, type, expected);

    [Theory]
    [InlineData("getdate()", "DATETIME", "2026-03-04 05:06:07.89")]
    [InlineData("current_date()", "DATE", "2026-03-04")]
    [InlineData("current_date", "DATE", "2026-03-04")]
    [InlineData("year('2024-02-29 12:34:56')", "INT", "2024")]
    [InlineData("month(date'2024-02-29')", "INT", "2")]
    [InlineData("day(timestamp'2024-02-29 12:34:56')", "INT", "29")]
    [InlineData("hour(datetime'2024-02-29 12:34:56') * 100 + minute(datetime'2024-02-29 12:34:56')", "BIGINT", "1234")]
    [InlineData("extract(year from date'2024-02-29')", "INT", "2024")]
    [InlineData("quarter(date'2024-05-01')", "INT", "2")]
    [InlineData("weekday(date'2024-02-29')", "BIGINT", "3")]
    [InlineData("dayofweek(date'2024-02-29')", "INT", "5")]
    [InlineData("weekofyear(date'2024-12-30')", "BIGINT", "1")]
    [InlineData("dateadd(datetime'2024-01-31 10:00:00', 1, 'mm')", "DATETIME", "2024-02-29 10:00:00")]
    [InlineData("dateadd(date'2024-02-28', 2, 'dd')", "DATE", "2024-03-01")]
    [InlineData("dateadd(datetime'2024-01-01 00:00:00', -1, 'ss')", "DATETIME", "2023-12-31 23:59:59")]
    [InlineData("dateadd(datetime'2024-01-01 00:00:00.001', -2, 'ff3')", "DATETIME", "2023-12-31 23:59:59.999")]
    [InlineData("datediff(datetime'2024-03-01 00:00:01', datetime'2024-02-28 23:59:59', 'dd')", "BIGINT", "2")]
    [InlineData("datediff('2024-03-01 00:00:00', '2023-12-31 00:00:00', 'mm')", "BIGINT", "3")]
    [InlineData("datediff(date'2024-03-01', date'2024-02-01')", "BIGINT", "29")]
    [InlineData("datepart(datetime'2024-02-29 12:34:56', 'mi')", "BIGINT", "34")]
    [InlineData("datetrunc(datetime'2024-02-29 12:34:56', 'mm')", "DATETIME", "2024-02-01 00:00:00")]
    [InlineData("date_add(date'2024-02-28', 1)", "DATE", "2024-02-29")]
    [InlineData("date_sub('2024-03-01 10:00:00', 1)", "DATE", "2024-02-29")]
    [InlineData("add_months(date'2024-02-29', 1)", "STRING", "2024-03-31")]
    [InlineData("last_day(date'2024-02-03')", "STRING", "2024-02-29")]
    [InlineData("lastday(datetime'2024-02-03 11:00:00')", "DATETIME", "2024-02-29 00:00:00")]
    [InlineData("next_day(date'2024-02-29', 'TU')", "STRING", "2024-03-05")]
    [InlineData("months_between(date'2024-03-31', date'2024-02-29')", "DOUBLE", "1")]
    [InlineData("to_char(datetime'2024-02-29 12:34:56.007', 'yyyymmdd hh:mi:ss.ff3 \"x\"')", "STRING", "20240229 12:34:56.007 \"x\"")]
    [InlineData("to_char(12.5)", "STRING", "12.5")]
    [InlineData("to_date('20240229 1234', 'yyyymmdd hhmi')", "DATETIME", "2024-02-29 12:34:00")]
    [InlineData("isdate('2024-02-30', 'yyyy-mm-dd')", "BOOLEAN", "false")]
    [InlineData("date_format(datetime'2024-02-29 12:34:56', 'yyyy/MM/dd HH:mm:ss')", "STRING", "2024/02/29 12:34:56")]
    [InlineData("from_unixtime(0)", "DATETIME", "1970-01-01 00:00:00")]
    [InlineData("from_unixtime(86399, 'yyyy-MM-dd HH:mm:ss')", "STRING", "1970-01-01 23:59:59")]
    [InlineData("unix_timestamp(datetime'1970-01-02 00:00:01')", "BIGINT", "86401")]
    [InlineData("unix_timestamp('1970-01-02 00:00:01')", "BIGINT", "86401")]
    [InlineData("date'2024-02-29' + interval '1' year", "DATE", "2025-02-28")]
    [InlineData("datetime'2024-02-29 00:00:00' - interval '1 12:00:00' day to second", "DATETIME", "2024-02-27 12:00:00")]
    [InlineData("timestamp'2024-01-01 00:00:00.000000001' - timestamp'2023-12-31 00:00:00'", "INTERVAL_DAY_TIME", "1 00:00:00.000000001")]
    [InlineData("interval '1-2' year to month", "INTERVAL_YEAR_MONTH", "1-2")]
    [InlineData("trunc_time(datetime'2024-02-29 12:34:56', 'hour')", "STRING", "2024-02-29 12:00:00")]
    public void Times(string expression, string type, string expected) => Check(expression, type, expected);

    [Fact]
    public void Times_are_shown_in_the_sessions_zone()
    {
        Settings["odps.sql.timezone"] = "Asia/Shanghai";
        Assert.Equal("2026-03-04 13:06:07.89", Rows("select cast(getdate() as string)"));
        Assert.Equal("1970-01-01 08:00:00", Rows("select cast(from_unixtime(0) as string)"));
        Assert.Equal("2024-02-28 16:00:00.", Rows("select datetime'2024-02-29 00:00:00'") + ".");
        Assert.Equal("29", Rows("select day(datetime'2024-02-29 00:00:00')"));
        Assert.Equal("2024-02-29", Rows("select to_char(datetime'2024-02-29 00:00:00', 'yyyy-mm-dd')"));
        Settings["odps.sql.timezone"] = "Nowhere/City";
        Assert.Contains("Nowhere/City", Fails("select 1").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("array(1, 2.5, null)", "ARRAY<DOUBLE>", "[1,2.5,\\N]")]
    [InlineData("array(1, 2)[1]", "BIGINT", "2")]
    [InlineData("array(1, 2)[5]", "BIGINT", "\\N")]
    [InlineData("size(array(1, 2))", "INT", "2")]
    [InlineData("array_contains(array('a', 'b'), 'b')", "BOOLEAN", "true")]
    [InlineData("map('a', 1, 'b', 2)", "MAP<STRING,BIGINT>", "{a:1,b:2}")]
    [InlineData("map('a', 1, 'b', 2)['b']", "BIGINT", "2")]
    [InlineData("map_keys(map('a', 1))", "ARRAY<STRING>", "[a]")]
    [InlineData("str_to_map('a:1,b:2')['b']", "STRING", "2")]
    [InlineData("named_struct('x', 1, 'y', 'z')", "STRUCT<x:BIGINT,y:STRING>", "(1,z)")]
    [InlineData("named_struct('x', 1, 'y', named_struct('z', array(7))).y.z[0]", "BIGINT", "7")]
    [InlineData("upper(struct(1, 'a').col2)", "STRING", "A")]
    [InlineData("array(map('k', array(1.5BD)))", "ARRAY<MAP<STRING,ARRAY<DECIMAL(2,1)>>>", "[{k:[1.5]}]")]
    [InlineData("to_json(named_struct('x', 1, 'y', array('a', null), 'm', map('k', true)))", "STRING", "{\"x\":1,\"y\":[\"a\",null],\"m\":{\"k\":true}}")]
    [InlineData("sort_array(array(3, 1, 2), false)", "ARRAY<BIGINT>", "[3,2,1]")]
    [InlineData("slice(array(1, 2, 3, 4), 2, 2)", "ARRAY<BIGINT>", "[2,3]")]
    [InlineData("array_join(array('a', null, 'b'), '-', '?')", "STRING", "a-?-b")]
    public void Nested_values(string expression, string type, string expected) => Check(expression, type, expected);

    [Fact]
    public void Lateral_views_unfold_arrays_and_maps()
    {
        Run("create table t (id bigint, a array<string>, m map<string,double>); insert into t select 1, array('x', 'y'), map('k', 0.1) union all select 2, null, null");
        Assert.Equal("1|x;1|y", Rows("select id, e from t lateral view explode(a) v as e"));
        Assert.Equal("1|x;1|y;2|\\N", Rows("select id, v.e from t lateral view outer explode(a) v as e order by id, e"));
        Assert.Equal("1|k|0.1", Rows("select id, k, val from t lateral view explode(m) v as k, val"));
        Assert.Equal("0|x;1|y", Rows("select p, e from t lateral view posexplode(a) v as p, e"));
        Assert.Equal("x|k;y|k", Rows("select e, k from t lateral view explode(a) v as e lateral view explode(m) w as k, x"));
        Assert.Equal("a;b", Rows("select w from (select 'a b' s) t lateral view explode(split(s, ' ')) v as w"));
        Assert.Equal("2", Rows("select count(*) from t lateral view explode(a) v as e where e in ('x', 'y')"));
    }

    [Theory]
    [InlineData("nvl(null, 'x')", "STRING", "x")]
    [InlineData("nvl2(null, 1, 2)", "BIGINT", "2")]
    [InlineData("decode(2, 1, 'a', 2, 'b', 'c')", "STRING", "b")]
    [InlineData("decode(null, null, 'a')", "STRING", "a")]
    [InlineData("coalesce(null, 1, 2.5)", "DOUBLE", "1")]
    [InlineData("case when false then 1 else '2' end", "STRING", "2")]
    [InlineData("if(null, 1, 2)", "BIGINT", "2")]
    [InlineData("typeof(1.5BD)", "STRING", "decimal(2,1)")]
    [InlineData("isnull(null)", "BOOLEAN", "true")]
    public void Conditions(string expression, string type, string expected) => Check(expression, type, expected);

    [Fact]
    public void Calls_that_do_not_fit_are_refused()
    {
        Assert.Equal("ODPS-0130121", Fails("select substr()").Code);
        Assert.Equal("ODPS-0130121", Fails("select year(array(1))").Code);
        Assert.Equal("ODPS-0130161", Fails("select row_number()").Code);
        Assert.Equal("ODPS-0130161", Fails("select lower(distinct 'a')").Code);
        Assert.Equal("ODPS-0121095", Fails("select regexp_replace('a', '(', 'b')").Code);
        Assert.Equal("ODPS-0130071", Fails("select case when 1 then 2 end").Code);
        Assert.Equal("ODPS-0130121", Fails("select array(1) + 1").Code);
    }

    [Theory]
    [InlineData("cast(9223372036854775807 as datetime)")]
    [InlineData("from_unixtime(99999999999999)")]
    [InlineData("dateadd(datetime'9999-12-31 00:00:00', 1, 'dd')")]
    [InlineData("cast(id as datetime) from (select 9223372036854775807 id) t")]
    [InlineData("date'9999-12-31' + interval '1' month")]
    [InlineData("abs(-9223372036854775808)")]
    [InlineData("cast(1e40 as bigint)")]
    [InlineData("cast('NaN' as double) div 1")]
    public void A_value_out_of_range_is_an_overflow(string expression) => Assert.Equal("ODPS-0121145", Fails($"select {expression}").Code);

    [Fact]
    public void Rand_differs_from_row_to_row()
    {
        Assert.Equal("3", Rows("select count(distinct r) from (select rand() r from values (1), (2), (3) t (n)) x"));
    }

    [Fact]
    public void Max_pt_gives_the_largest_partition_with_rows()
    {
        Run("create table t (a bigint) partitioned by (pt string); insert into t partition (pt) values (1, '20240101'), (2, '20240102'); alter table t add partition (pt='20240103')");
        Assert.Equal("2", Rows("select a from t where pt = max_pt('t')"));
        Assert.Equal("2", Rows("select a from t where pt = max_pt('demo.t')"));
        Assert.Equal("true|false", Rows("select partition_exists('t', '20240103'), table_exists('nope')"));
    }
}
