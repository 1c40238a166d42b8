using System.Reflection;
using System.Text.RegularExpressions;
using Odps.Net.Emulator;

namespace Odps.Net.Tests.Conventions;

/// <summary>The guide for those who come from PyODPS names only what there is.</summary>
public partial class FromPyOdpsTests
{
    private static readonly Type[] Types = [.. typeof(OdpsClient).Assembly.GetExportedTypes(), .. typeof(OdpsEmulator).Assembly.GetExportedTypes()];

    /// <summary>The ids: entry, projects, tables, instances, resources, volumes, security, machine learning, tunnel. What is beyond PyODPS has ids B1 to B5.</summary>
    private static readonly string[] Capabilities =
    [
        "E1", "E2", "E3", "E4", "E5",
        "P1", "P2", "P3", "P4",
        "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "T13",
        "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10",
        "R1", "R2", "R3", "R4", "R5",
        "V1", "V2", "V3", "V4",
        "S1", "S2", "S3",
        "M1", "M2",
        "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "U10",
    ];

    private static IReadOnlyList<string[]> Rows => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "from-pyodps.md"))
        .Where(line => RowStart().IsMatch(line))
        .Select(line => line.Trim().Trim('|').Split('|'))];

    [Fact]
    public void Every_member_that_the_guide_names_exists()
    {
        string[] named = [.. Rows.SelectMany(row => CodeSpan().Matches(row[2]).Select(m => m.Groups[1].Value)).Distinct()];
        Assert.True(named.Length > 50, $"Only {named.Length} members were found in the guide.");
        string[] missing = [.. named.Where(name => !Exists(name))];
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_row_of_the_guide_has_an_id_of_its_own_and_names_a_member()
    {
        string[] ids = [.. Rows.Select(row => row[0].Trim())];
        Assert.Equal(ids.Distinct(), ids);
        string[] incomplete = [.. Rows.Where(row => row.Length != 4 || !CodeSpan().IsMatch(row[2])).Select(row => string.Join('|', row))];
        Assert.Empty(incomplete);
    }

    [Fact]
    public void Every_capability_of_PyODPS_has_one_row()
    {
        string[] rows = [.. Rows.Select(row => row[0].Trim()).Where(id => !id.StartsWith('`'))];
        Assert.Equal(Capabilities.Order(StringComparer.Ordinal), rows.Where(id => id[0] != 'B').Order(StringComparer.Ordinal));
        Assert.Subset(new HashSet<string>(["B1", "B2", "B3", "B4", "B5"]), rows.Where(id => id[0] == 'B').ToHashSet());
    }

    [Theory]
    [InlineData("Table.GetAsync", true)]
    [InlineData("Table", true)]
    [InlineData("Table.NoSuchMember", false)]
    [InlineData("NoSuchType", false)]
    [InlineData("table.GetAsync", false)]
    public void Names_are_looked_up_exactly(string name, bool exists) => Assert.Equal(exists, Exists(name));

    private static bool Exists(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string type = dot < 0 ? name : name[..dot];
        const BindingFlags publicMembers = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        return Types.Any(t => NameOf(t) == type && (dot < 0 || t.GetMember(name[(dot + 1)..], publicMembers).Length > 0));
    }

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    [GeneratedRegex(@"^\| *([A-Z][0-9]+|`options\.[a-z0-9_.]+`) *\|")]
    private static partial Regex RowStart();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
