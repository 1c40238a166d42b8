using Odps.Net.Analyzers;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Sql;

/// <summary>The warning about SQL whose values became text before the SDK saw them.</summary>
public sealed class UnescapedSqlAnalyzerTests
{
    private const string Around = """
        using Odps.Net;
        class C
        {
            const string Constant = "constant";

            static void M(SqlOperations sql, InteractiveSession session, string x)
            {
                string stored = $"select {x}";
                string plain = "select 1";
                SqlStatement statement = $"select {x}";
                object? _ = (stored, plain, statement);

        """;

    [Fact]
    public async Task Text_that_holds_values_is_warned_of()
    {
        (string Call, string Argument)[] cases =
        [
            ("sql.QueryAsync(#)", """ "select 1 " + $"where id = {x}" """),
            ("sql.QueryAsync(#)", """ "select " + x """),
            ("sql.ExecuteAsync(#)", """ x == null ? $"a {x}" : $"b {x}" """),
            ("sql.SubmitAsync(#)", """ x ?? $"a {x}" """),
            ("sql.QueryScalarAsync<long>(#)", """ x switch { null => "a", _ => $"b {x}" } """),
            ("sql.QueryFirstAsync(#)", """ string.Format("select {0}", x) """),
            ("sql.EstimateCostAsync(#)", """ string.Concat("select ", x) """),
            ("sql.QueryAsync(#)", """ (string)$"a {x}" """),
            ("sql.QueryAsync(#)", " stored "),
            ("SqlStatement.FromText(#)", """ $"a {x}" """),
            ("session.SubmitAsync(#)", """ "a" + x """),
        ];
        IReadOnlyList<(string Id, int Line, string Code)> found = await AnalyzeAsync(cases.Select(c => c.Call.Replace("#", c.Argument.Trim(), StringComparison.Ordinal)));
        Assert.Equal(cases.Select(c => (UnescapedSqlAnalyzer.Id, c.Argument.Trim())), found.Select(f => (f.Id, f.Code)));
    }

    [Fact]
    public async Task Statements_and_plain_text_are_not() => Assert.Empty(await AnalyzeAsync(
    [
        """sql.QueryAsync($"select {x}")""",
        """sql.QueryAsync($"select {x} " + $"from t")""",
        """sql.QueryAsync("select 1 " + "from t")""",
        """sql.QueryAsync("select 1 " + Constant)""",
        """sql.QueryAsync($"select {Constant}")""",
        "sql.QueryAsync(x)",
        "sql.QueryAsync(System.IO.File.ReadAllText(x))",
        "sql.QueryAsync(plain)",
        """sql.QueryAsync(x == null ? (SqlStatement)$"a {x}" : $"b {x}")""",
        "sql.QueryAsync(statement)",
        """x.Replace("a" + x, $"{x}")""",
    ]));

    private static Task<IReadOnlyList<(string Id, int Line, string Code)>> AnalyzeAsync(IEnumerable<string> calls) =>
        CSharpCode.AnalyzeAsync($"{Around}{string.Concat(calls.Select(c => $"_ = {c};\n"))}}} }}", new UnescapedSqlAnalyzer());
}
