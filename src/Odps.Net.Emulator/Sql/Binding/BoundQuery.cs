namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>A bound query: SQLite text whose output columns are <c>k0</c>, <c>k1</c>, ...</summary>
/// <param name="Sql">The text of a whole SELECT.</param>
/// <param name="Columns">The output columns.</param>
internal sealed record BoundQuery(string Sql, IReadOnlyList<(string Name, OdpsType Type)> Columns)
{
    public static string ColumnSql(int index) => FormattableString.Invariant($"k{index}");
}
