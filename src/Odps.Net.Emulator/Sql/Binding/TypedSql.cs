namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>
/// A bound expression: SQLite text that gives a cell of a known type. Two expressions with the same text are the same expression, since all
/// names in it are resolved.
/// </summary>
internal sealed record TypedSql(string Sql, OdpsType Type)
{
    public bool HasAggregate { get; init; }

    public bool HasWindow { get; init; }

    /// <summary>A column that stands outside of aggregates and is no grouping key, if there is one.</summary>
    public (SourcePosition Position, string Name)? Ungrouped { get; init; }

    /// <summary>The call in C# that this is; null when SQLite computes it.</summary>
    public CompiledCall? Code { get; init; }

    /// <summary>Whether two evaluations may differ.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Whether this is a literal, whose cell is <see cref="Value"/>.</summary>
    public bool IsLiteral { get; init; }

    public object? Value { get; init; }

    public static TypedSql Null { get; } = new("NULL", SqlTypes.Void) { IsLiteral = true };

    /// <summary>An expression that is made of others.</summary>
    public static TypedSql Of(string sql, OdpsType type, params ReadOnlySpan<TypedSql?> parts)
    {
        var result = new TypedSql(sql, type);
        foreach (TypedSql? part in parts)
        {
            if (part is not null)
            {
                result = result with
                {
                    HasAggregate = result.HasAggregate || part.HasAggregate,
                    HasWindow = result.HasWindow || part.HasWindow,
                    IsVolatile = result.IsVolatile || part.IsVolatile,
                    Ungrouped = result.Ungrouped ?? part.Ungrouped,
                };
            }
        }

        return result;
    }
}
