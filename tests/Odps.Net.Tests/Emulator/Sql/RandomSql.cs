namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>Makes queries over the tables t (id, s, d, c, a, w, b) and u (id, s, d).</summary>
internal sealed class RandomSql(int seed)
{
    private static readonly string[] Scraps = ["select", "from", "where", "(", ")", ",", "'", "and", "null", "*", "1", ";", "join", "group by", "[", "as", "--", "/*", "`", "\\", "over (", "case", "distinct", "@x", "order by"];

    private readonly Random _random = new(seed);

    public string From() => Pick(
        "t", "t", "t x", "demo.t", "(select * from t) t", "(select id, s, d, c, a, w, b from t union all select id, s, d, c, a, w, b from t) t",
        "t left semi join u on t.id = u.id", "t left anti join (select id uid from u) v on t.id = v.uid");

    public string Query()
    {
        string text = _random.Next(6) switch
        {
            0 => $"select {Items()} from {From()} where {Boolean(3)}",
            1 => $"select {Key()} k, {Aggregate()}, {Aggregate()} from {From()} group by {Key()} having {Aggregate()} is not null",
            2 => $"select t.id, v.s, {Integer(1, "t.")} from t {Pick("join", "left join", "right join", "full join")} u v on t.id = v.id {Pick("", "and v.d > 0", "or v.s = t.s")}",
            3 => $"select id, {Window()} over ({Pick("", "partition by s ")}order by {Pick("id", "d desc", "s, id")}{Pick("", " rows between 1 preceding and current row")}) from t",
            4 => $"with q as (select {Integer(2)} n, {Text(2)} m from t), r as (select n + 1 n, upper(m) m from q) select * from q {Pick("union all", "union", "intersect", "except")} select * from r",
            _ => $"select distinct {Items()} from {From()} where id in (select {Pick("id", "max(id)")} from u where {Pick("true", "u.s is not null", "u.d > 0", "u.s = t.s")})",
        };
        return text + Pick("", "", " order by 1", " order by 1 desc limit 2", " limit 3 offset 1");
    }

    /// <summary>Cuts, doubles, or puts in scraps at random places.</summary>
    public string Break(string text)
    {
        for (int n = _random.Next(1, 4); n > 0; n--)
        {
            int at = _random.Next(text.Length + 1);
            text = _random.Next(3) switch
            {
                0 => text[..at] + " " + Pick(Scraps) + " " + text[at..],
                1 => text.Remove(Math.Min(at, text.Length - 1), 1),
                _ => text[..at],
            };
            text = text.Length == 0 ? "select" : text;
        }

        return text;
    }

    public string Boolean(int depth) => depth == 0 ? Pick("b", "true", "false", "id is null", "s = 'a'") : _random.Next(12) switch
    {
        0 => $"({Boolean(depth - 1)} and {Boolean(depth - 1)})",
        1 => $"({Boolean(depth - 1)} or {Boolean(depth - 1)})",
        2 => $"not {Boolean(depth - 1)}",
        3 => $"{Integer(depth - 1)} {Comparison()} {Pick(Integer(depth - 1), Real(depth - 1), Number(depth - 1), Text(depth - 1))}",
        4 => $"{Text(depth - 1)} {Comparison()} {Text(depth - 1)}",
        5 => $"{Text(depth - 1)} {Pick("like", "not like", "rlike")} {Pick("'a%'", "'_'", "'1.'", "s")}",
        6 => $"{Integer(depth - 1)} {Pick("", "not ")}in ({Integer(0)}, {Integer(0)}, {Pick("null", "3")})",
        7 => $"{Number(depth - 1)} {Pick("", "not ")}between {Number(0)} and {Integer(0)}",
        8 => $"{Pick(Text(depth - 1), Real(depth - 1), Time(depth - 1))} is {Pick("", "not ")}null",
        9 => $"{Time(depth - 1)} {Comparison()} {Pick(Time(depth - 1), "'2024-01-01 00:00:00'")}",
        10 => $"{Pick("", "not ")}exists (select 1 from u where u.id {Comparison()} {Integer(0)})",
        _ => $"{Integer(depth - 1)} {Pick("", "not ")}in (select id from u{Pick("", " where id is not null")})",
    };

    private string Items() => Pick("*", $"{Integer(3)}, {Text(3)}", $"{Real(3)} x, {Number(2)} y, {Boolean(2)} z", $"{Time(2)}, id", $"a[{Integer(1)}], size(a), {Text(2)}");

    private string Key() => Pick("s", "id % 2", "b", "length(s)", "1", "year(w)");

    private string Aggregate() => Pick(
        "count(*)", $"sum({Integer(1)})", $"max({Text(1)})", $"avg({Number(1)})", $"min({Time(0)})", $"count(distinct {Text(1)})", "wm_concat(',', s)", $"sum({Real(1)})", "stddev(d)", "collect_set(s)",
        $"sum(if({Boolean(1)}, 1, 0))");

    private string Window() => Pick("row_number()", "rank()", $"sum({Integer(1)})", "lag(s)", "max(d)", "avg(c)", "count(*)", "first_value(id)", "collect_list(s)");

    private string Comparison() => Pick("=", "<>", "<", ">", "<=", ">=", "<=>");

    private string Integer(int depth, string prefix = "") => depth == 0 ? Pick(prefix + "id", "0", "1", "-3", "null", "9223372036854775807") : _random.Next(9) switch
    {
        0 => $"({Integer(depth - 1, prefix)} + {Integer(0, prefix)})",
        1 => $"({Integer(depth - 1, prefix)} {Pick("-", "*", "%", "div")} {Integer(0, prefix)})",
        2 => $"length({(prefix.Length == 0 ? Text(depth - 1) : prefix + "s")})",
        3 => $"if({(prefix.Length == 0 ? Boolean(depth - 1) : prefix + "b")}, {Integer(depth - 1, prefix)}, {Integer(0, prefix)})",
        4 => $"coalesce({Integer(depth - 1, prefix)}, 0)",
        5 => $"cast({Pick(prefix + "s", prefix + "d", "'12'")} as bigint)",
        6 => $"abs({Integer(depth - 1, prefix)})",
        7 when prefix.Length == 0 => $"datediff({Time(0)}, {Time(0)}, 'dd')",
        _ => $"case {Integer(0, prefix)} when 1 then 10 when {Integer(0, prefix)} then 20 else {Integer(depth - 1, prefix)} end",
    };

    private string Text(int depth) => depth == 0 ? Pick("s", "'a'", "''", "'10'", "null", "'ü\U0001F600'") : _random.Next(7) switch
    {
        0 => $"concat({Text(depth - 1)}, {Text(0)})",
        1 => $"upper({Text(depth - 1)})",
        2 => $"substr({Text(depth - 1)}, {Integer(0)})",
        3 => $"cast({Pick(Integer(depth - 1), Real(depth - 1), Time(depth - 1), "b", "c")} as string)",
        4 => $"({Text(depth - 1)} || {Pick(Text(0), Integer(0))})",
        5 => $"nvl({Text(depth - 1)}, 'n')",
        _ => $"regexp_replace({Text(depth - 1)}, '[a-z]', 'z')",
    };

    private string Real(int depth) => depth == 0 ? Pick("d", "1.5", "0.0", "null") : _random.Next(5) switch
    {
        0 => $"({Real(depth - 1)} {Pick("+", "-", "*", "/")} {Pick(Real(0), Integer(0))})",
        1 => $"sqrt({Real(depth - 1)})",
        2 => $"round({Real(depth - 1)}, 1)",
        3 => $"({Integer(depth - 1)} / 4)",
        _ => $"greatest({Real(depth - 1)}, 0.25)",
    };

    private string Number(int depth) => depth == 0 ? Pick("c", "1.25BD", "0BD", "cast(id as decimal(10,2))") : _random.Next(3) switch
    {
        0 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/")} {Pick(Number(0), "2")})",
        1 => $"abs({Number(depth - 1)})",
        _ => $"if(b, {Number(depth - 1)}, {Number(0)})",
    };

    private string Time(int depth) => depth == 0 ? Pick("w", "datetime'2024-02-29 00:00:00'", "null") : Pick(
        $"dateadd({Time(depth - 1)}, {Pick("1", "-1", "id")}, {Pick("'dd'", "'mm'", "'ss'")})", $"datetrunc({Time(depth - 1)}, 'mm')", $"cast({Time(depth - 1)} as datetime)");

    private string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];
}
