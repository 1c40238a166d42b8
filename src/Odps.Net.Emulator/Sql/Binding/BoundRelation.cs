namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>A bound FROM clause, or a part of one.</summary>
/// <param name="Sql">SQLite text that can stand after FROM.</param>
/// <param name="Relations">What can be named in it.</param>
/// <param name="IsSingle">Whether the text is one table or subquery with an alias, and no join.</param>
internal sealed record BoundRelation(string Sql, IReadOnlyList<ScopeRelation> Relations, bool IsSingle);
