namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The functions that stand only before OVER; SQLite has them all.</summary>
internal static class WindowFunctions
{
    public static IReadOnlyList<string> Names { get; } =
        ["row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value", "last_value", "nth_value"];

    public static bool Contains(string name) => Names.Contains(name);
}
