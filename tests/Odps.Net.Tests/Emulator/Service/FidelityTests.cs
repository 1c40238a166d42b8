using System.Text.RegularExpressions;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Sql.Functions;
using Odps.Net.Tests.Emulator.Sql;

namespace Odps.Net.Tests.Emulator.Service;

/// <summary>The tables of the guide that say what the emulator has and has not are those of the code.</summary>
public sealed partial class FidelityTests : SqlFixture
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "emulator.md"));

    private static IEnumerable<string[]> TableRows => Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => Cells(line));

    [Fact]
    public async Task Every_call_that_the_emulator_takes_stands_in_the_table_of_endpoints_and_no_other()
    {
        var options = new OdpsEmulatorOptions();
        await using var service = new EmulatedService(options, EmulatorStorage.Open(options));
        string[] known =
        [
            .. service.Surfaces.SelectMany(surface => surface.Routes.Calls.Select(call => $"{Section(surface)} {call.Method} {(call.Pattern.Length == 0 ? "/" : call.Pattern)}{(call.Flag is null ? "" : "?" + call.Flag)}"))
                .Distinct().Order(StringComparer.Ordinal),
        ];
        string[] documented = [.. Documented().Distinct().Order(StringComparer.Ordinal)];
        Assert.True(documented.Length > 130, $"Only {documented.Length} calls were found in the guide.");
        Assert.Empty(known.Except(documented));
        Assert.Empty(documented.Except(known));
    }

    [Fact]
    public void Every_statement_in_the_table_runs_or_is_refused_as_it_says()
    {
        Run("create table people (id bigint, name string); insert into people values (1, 'a'), (2, 'b')");
        Run("create table parted (id bigint) partitioned by (pt string); insert into parted partition (pt='x') values (1)");
        Run("create table changed (id bigint, name string) tblproperties ('transactional'='true')");
        string[][] statements = [.. TableRows.Where(row => row.Length >= 4 && row[^1].StartsWith('`') && row[^1].Contains(' ', StringComparison.Ordinal) && row[1] is "full" or "partial" or "not there" && !row[0].StartsWith('`'))];
        Assert.True(statements.Length > 30, $"Only {statements.Length} statements were found in the guide.");
        foreach (string[] statement in statements)
        {
            string text = statement[^1].Trim('`');
            Exception? error = Xunit.Record.Exception(() => Run(text));
            bool isRefused = error is EmulatorException && error.Message.Contains("not supported by the emulator", StringComparison.Ordinal);
            Assert.True(statement[1] == "not there" ? isRefused : error is null, $"{statement[0]} is to be '{statement[1]}'; {text} gives {error?.Message ?? "no error"}");
        }
    }

    [Fact]
    public void The_functions_of_the_guide_are_those_that_there_are()
    {
        AssertNames("Functions of one row: ", FunctionRegistry.Names);
        AssertNames("Aggregates: ", AggregateFunctions.Names);
        Assert.Contains($"Windows: {string.Join(", ", WindowFunctions.Names)}.", string.Join(' ', Lines), StringComparison.Ordinal);
    }

    private static void AssertNames(string start, IEnumerable<string> expected)
    {
        string line = Assert.Single(Lines, l => l.StartsWith(start, StringComparison.Ordinal));
        string list = line[start.Length..line.IndexOf('.', StringComparison.Ordinal)];
        string names = string.Join(", ", expected.Order(StringComparer.Ordinal));
        Assert.True(names == list, $"'{start}' is to be followed by: {names}");
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    private static string Section(ServiceSurface surface) => surface.Prefix == "/api" ? "REST," : surface.IsTunnel ? "Tunnel," : "Elsewhere:";

    private static IEnumerable<string> Documented()
    {
        string section = "";
        foreach (string line in Lines)
        {
            section = line.StartsWith("REST, ", StringComparison.Ordinal) || line.StartsWith("Tunnel, ", StringComparison.Ordinal) || line == "Elsewhere:" ? line.Split(' ')[0] : line.StartsWith('#') ? "" : section;
            if (section.Length == 0 || !line.StartsWith("| `", StringComparison.Ordinal))
            {
                continue;
            }

            string[] cells = Cells(line);
            foreach (Match path in CodeSpan().Matches(cells[0]))
            {
                foreach (Match call in CodeSpan().Matches(cells[1]))
                {
                    string[] parts = call.Groups[1].Value.Split(' ');
                    yield return $"{section} {parts[0]} {path.Groups[1].Value}{(parts.Length > 1 ? parts[1] : "")}";
                }
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
