using System.Globalization;
using System.Text;
using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>Statements as an analyst writes them, with their results and types, from the files of the folder Statements.</summary>
public sealed class StatementTests(StatementTests.Tables tables) : IClassFixture<StatementTests.Tables>
{
    [Theory]
    [InlineData("joins")]
    [InlineData("grouping")]
    [InlineData("windows")]
    [InlineData("queries")]
    [InlineData("expressions")]
    [InlineData("functions")]
    [InlineData("changes")]
    [InlineData("definitions")]
    [InlineData("analyst")]
    public async Task Statements_give_the_rows_and_the_types_of_the_service(string file)
    {
        var faults = new StringBuilder();
        foreach (StatementCase one in StatementCase.Read(Path.Combine(AppContext.BaseDirectory, "Sql", "Statements", file + ".sql")))
        {
            string actual = await RunAsync(one);
            if (actual.Length > 0)
            {
                faults.AppendLine(CultureInfo.InvariantCulture, $"--- {one.Title}\n{one.Sql}\n{actual}");
            }
        }

        Assert.True(faults.Length == 0, faults.ToString());
    }

    [Fact]
    public void There_are_more_than_two_hundred_statements() => Assert.True(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Sql", "Statements")).Sum(f => StatementCase.Read(f).Count()) > 200);

    /// <returns>What is wrong; empty for nothing.</returns>
    private async Task<string> RunAsync(StatementCase one)
    {
        try
        {
            await using QueryResult result = await tables.Client.Sql.QueryAsync(one.Sql);
            if (one.Fails)
            {
                return $"did not fail with {one.Header}";
            }

            if (one.Header.StartsWith("=== text", StringComparison.Ordinal))
            {
                bool isSame = one.Header.EndsWith("contains", StringComparison.Ordinal)
                    ? one.Lines.All(l => result.RawText.Contains(l, StringComparison.Ordinal))
                    : result.RawText.TrimEnd('\n') == string.Join('\n', one.Lines);
                return isSame ? "" : $"gave the text {result.RawText}";
            }

            string header = "=== " + string.Join(", ", result.Columns.Select(c => $"{c.Name} {c.Type.Name}"));
            List<string> rows = [];
            await foreach (Record row in result.ReadRecordsAsync())
            {
                rows.Add(string.Join('|', row.Select(Show)));
            }

            return header == one.Header && rows.SequenceEqual(one.Lines) ? "" : $"{header}\n{string.Join('\n', rows)}\ninstead of\n{one.Header}\n{string.Join('\n', one.Lines)}";
        }
        catch (OdpsServiceException error)
        {
            string[] parts = one.Header.Split(' ', 3);
            bool isExpected = one.Fails && error.ErrorCode?.StartsWith(parts[1], StringComparison.Ordinal) == true && error.Message.Contains(parts.ElementAtOrDefault(2) ?? "", StringComparison.OrdinalIgnoreCase);
            return isExpected ? "" : $"failed: {error.ErrorCode} {error.Message}";
        }
    }

    private static string Show(object? value) => value switch
    {
        null => "\\N",
        string text => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal),
        bool b => b ? "true" : "false",
        byte[] bytes => Convert.ToHexString(bytes),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture),
        OdpsTimestamp time => time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture),
        OdpsMap map => $"{{{string.Join(",", map.Select(e => $"{Show(e.Key)}:{Show(e.Value)}"))}}}",
        OdpsStruct fields => $"({string.Join(",", fields.Select(Show))})",
        IReadOnlyList<object?> list => $"[{string.Join(",", list.Select(Show))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>An emulator with the tables that the statements read.</summary>
    public sealed class Tables : IAsyncLifetime
    {
        private const string Script = """
            create table emp (id bigint, name string, dept string, salary bigint, hired date, boss bigint);
            insert into emp values (1, 'Ann', 'dev', 100, date'2020-01-15', null), (2, 'Bob', 'dev', 80, date'2021-03-01', 1), (3, 'Cid', 'ops', 70, date'2019-07-31', 1),
                (4, 'Dee', 'ops', 70, date'2022-02-28', 3), (5, 'Eve', null, 50, date'2023-12-31', 9);
            create table dept (dept string, city string);
            insert into dept values ('dev', 'Oslo'), ('ops', 'Rome'), ('law', 'Bern');
            create table sales (item string, qty bigint, price decimal(10,2)) partitioned by (day string, region string);
            insert into sales partition (day, region) values ('pen', 1, 1.5BD, '2026-01-01', 'eu'), ('cup', 2, 2BD, '2026-01-01', 'eu'), ('pen', 3, 2.5BD, '2026-01-01', 'us'),
                ('cup', 9, 3BD, '2026-01-02', 'eu');
            create table docs (id bigint, tags array<string>, props map<string,bigint>, who struct<name:string,age:int>, js string);
            insert into docs select 1L, array('a', 'b'), map('x', 1L, 'y', 2L), named_struct('name', 'Ann', 'age', 30), '{"name":"Ann","age":30}';
            insert into docs select 2L, array('b'), map('x', 5L), named_struct('name', 'Bob', 'age', 31), '{"name":"Bob"}';
            insert into docs (id) select 3L;
            """;

        private OdpsEmulator _emulator = null!;

        public OdpsClient Client { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _emulator = await OdpsEmulator.StartAsync();
            Client = new OdpsClient(_emulator.ClientOptions with
            {
                SqlHints = new Dictionary<string, string> { ["odps.sql.type.system.odps2"] = "true", ["odps.sql.allow.fullscan"] = "true" },
            });
            await Client.Sql.ExecuteAsync(Script);
        }

        public async Task DisposeAsync()
        {
            await Client.DisposeAsync();
            await _emulator.DisposeAsync();
        }
    }
}
