using Odps.Net.Analyzers;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Sql;

/// <summary>The warning about SQL whose values became text before the SDK saw them.</summary>
public sealed class UnescapedSqlAnalyzerTests
{
    [Theory]
    [InlineData("sql.QueryAsync(\"select 1 \" + $\"where id = {x}\")", "\"select 1 \" + $\"where id = {x}\"")]
    [InlineData("sql.QueryAsync(\"select \" + x)", "\"select \" + x")]
    [InlineData("sql.ExecuteAsync(x == null ? $\"a {x}\" : $\"b {x}\")", "x == null ? $\"a {x}\" : $\"b {x}\"")]
    [InlineData("sql.SubmitAsync(x ?? $\"a {x}\")", "x ?? $\"a {x}\"")]
    [InlineData("sql.QueryScalarAsync<long>(x switch { null => \"a\", _ => $\"b {x}\" })", "x switch { null => \"a\", _ => $\"b {x}\" }")]
    [InlineData("sql.QueryFirstAsync(string.Format(\"select {0}\", x))", "string.Format(\"select {0}\", x)")]
    [InlineData("sql.EstimateCostAsync(string.Concat(\"select \", x))", "string.Concat(\"select \", x)")]
    [InlineData("sql.QueryAsync((string)$\"a {x}\")", "(string)$\"a {x}\"")]
    [InlineData("sql.QueryAsync(stored)", "stored")]
    [InlineData("SqlStatement.FromText($\"a {x}\")", "$\"a {x}\"")]
    [InlineData("session.SubmitAsync(\"a\" + x)", "\"a\" + x")]
    public async Task Text_that_holds_values_is_warned_of(string call, string argument)
    {
        IReadOnlyList<(string Id, string Code)> found = await AnalyzeAsync(call);
        Assert.Equal((UnescapedSqlAnalyzer.Id, argument), Assert.Single(found));
    }

    [Theory]
    [InlineData("sql.QueryAsync($\"select {x}\")")]
    [InlineData("sql.QueryAsync($\"select {x} \" + $\"from t\")")]
    [InlineData("sql.QueryAsync(\"select 1 \" + \"from t\")")]
    [InlineData("sql.QueryAsync(\"select 1 \" + Constant)")]
    [InlineData("sql.QueryAsync($\"select {Constant}\")")]
    [InlineData("sql.QueryAsync(x)")]
    [InlineData("sql.QueryAsync(System.IO.File.ReadAllText(x))")]
    [InlineData("sql.QueryAsync(plain)")]
    [InlineData("sql.QueryAsync(x == null ? (SqlStatement)$\"a {x}\" : $\"b {x}\")")]
    [InlineData("sql.QueryAsync(statement)")]
    [InlineData("Console.WriteLine(\"a\" + x)")]
    public async Task Statements_and_plain_text_are_not(string call) => Assert.Empty(await AnalyzeAsync(call));

    private static Task<IReadOnlyList<(string Id, string Code)>> AnalyzeAsync(string call) => CSharpCode.AnalyzeAsync(
        $$"""
        using Odps.Net;
        class C
        {
            const string Constant = "constant";

            static void M(SqlOperations sql, InteractiveSession session, string x)
            {
                string stored = $"select {x}";
                string plain = "select 1";
                SqlStatement statement = $"select {x}";
                _ = (stored, plain, statement);
                {{(call.StartsWith("Console", StringComparison.Ordinal) ? "" : "_ = ")}}{{call}};
            }
        }
        """,
        new UnescapedSqlAnalyzer());
}
