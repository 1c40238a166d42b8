using System.Collections.Frozen;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The scalar functions by name, gathered from the tables of each family.</summary>
internal static class FunctionRegistry
{
    private static readonly FrozenDictionary<string, ScalarFunction[]> Functions = Build();

    public static IEnumerable<string> Names => Functions.Keys;

    public static IReadOnlyList<ScalarFunction> Find(string name) => Functions.GetValueOrDefault(name) ?? [];

    public static bool Contains(string name) => Functions.ContainsKey(name);

    private static FrozenDictionary<string, ScalarFunction[]> Build()
    {
        var table = new FunctionTable();
        StringFunctions.AddTo(table);
        RegexFunctions.AddTo(table);
        MathFunctions.AddTo(table);
        TimeFunctions.AddTo(table);
        TimeFormatFunctions.AddTo(table);
        ArrayFunctions.AddTo(table);
        MapFunctions.AddTo(table);
        JsonFunctions.AddTo(table);
        OtherFunctions.AddTo(table);
        return table.Entries.GroupBy(e => e.Name, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Select(e => e.Function).ToArray(), StringComparer.Ordinal);
    }
}
