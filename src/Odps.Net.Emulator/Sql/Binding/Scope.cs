namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>A column that expressions can name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sql">SQLite's text for it.</param>
/// <param name="Type">Its type.</param>
internal sealed record ScopeColumn(string Name, string Sql, OdpsType Type)
{
    /// <summary>The column of a USING join that stands for it when it is named without its table; stars leave it out.</summary>
    public bool IsMerged { get; init; }
}

/// <summary>A table, view or subquery in FROM.</summary>
/// <param name="Names">By what it may be named: its alias, or the parts of its name.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record ScopeRelation(IReadOnlyList<string> Names, IReadOnlyList<ScopeColumn> Columns)
{
    public bool IsNamed(IReadOnlyList<string> qualifier) =>
        qualifier.Count <= Names.Count
        && qualifier.Zip(Names.Skip(Names.Count - qualifier.Count)).All(p => p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What an expression can name: the relations of its query, and round them those of the query that holds it.</summary>
internal sealed class Scope(IReadOnlyList<ScopeRelation> relations, Scope? outer)
{
    public IReadOnlyList<ScopeRelation> Relations { get; } = relations;

    public Scope? Outer { get; } = outer;

    /// <summary>Finds the column of a name; what is left of the name are fields of a STRUCT.</summary>
    public (ScopeColumn Column, int PartsUsed, bool IsOuter)? Resolve(SourcePosition at, IReadOnlyList<string> parts)
    {
        // The longest qualifier first: t.a is a column of t before it is field a of column t.
        for (int qualifier = Math.Min(parts.Count - 1, 3); qualifier >= 0; qualifier--)
        {
            List<ScopeColumn> found = Find([.. parts.Take(qualifier)], parts[qualifier]);
            if (found.Count > 1)
            {
                throw SqlErrors.Semantic(at, $"column {string.Join('.', parts)} is ambiguous");
            }

            if (found.Count == 1)
            {
                return (found[0], qualifier + 1, false);
            }
        }

        return Outer?.Resolve(at, parts) is { } outer ? (outer.Column, outer.PartsUsed, true) : null;
    }

    private List<ScopeColumn> Find(IReadOnlyList<string> qualifier, string name)
    {
        var found = new List<ScopeColumn>();
        foreach (ScopeRelation relation in Relations)
        {
            if (qualifier.Count > 0 && !relation.IsNamed(qualifier))
            {
                continue;
            }

            found.AddRange(relation.Columns.Where(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && (qualifier.Count > 0 || !c.IsMerged)));
        }

        return found;
    }
}
