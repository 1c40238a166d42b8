namespace Odps.Net.Emulator.Sql.Ast;

/// <summary>A whole query with what stands round its body.</summary>
internal sealed record Query(SourcePosition Position, QueryBody Body)
{
    public IReadOnlyList<CommonTable> CommonTables { get; init; } = [];

    public IReadOnlyList<SortItem> OrderBy { get; init; } = [];

    public Expression? Limit { get; init; }

    public Expression? Offset { get; init; }
}

/// <summary>name [(columns)] AS (query) of WITH.</summary>
internal sealed record CommonTable(SourcePosition Position, string Name, IReadOnlyList<string> Columns, Query Query)
{
    /// <summary>Whether it stands behind WITH RECURSIVE and so may name itself.</summary>
    public bool MayRecur { get; init; }
}

internal abstract record QueryBody(SourcePosition Position);

/// <summary>SELECT.</summary>
internal sealed record SelectBody(SourcePosition Position) : QueryBody(Position)
{
    public bool IsDistinct { get; init; }

    public IReadOnlyList<SelectItem> Items { get; init; } = [];

    public Relation? From { get; init; }

    public Expression? Where { get; init; }

    public IReadOnlyList<Expression> GroupBy { get; init; } = [];

    /// <summary>The sets of ROLLUP, CUBE or GROUPING SETS as positions in <see cref="GroupBy"/>; null for a plain GROUP BY.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? GroupingSets { get; init; }

    public Expression? Having { get; init; }

    public Expression? Qualify { get; init; }

    public IReadOnlyDictionary<string, WindowSpec> Windows { get; init; } = new Dictionary<string, WindowSpec>();
}

/// <summary>An output column with its alias, if any. A generator may have several.</summary>
internal sealed record SelectItem(Expression Value, IReadOnlyList<string> Aliases);

/// <summary>UNION, INTERSECT or EXCEPT.</summary>
internal sealed record SetBody(SourcePosition Position, string Operator, bool IsAll, QueryBody Left, QueryBody Right) : QueryBody(Position);

/// <summary>A query in brackets with its own ORDER BY or LIMIT.</summary>
internal sealed record NestedBody(SourcePosition Position, Query Query) : QueryBody(Position);

/// <summary>VALUES (..), (..).</summary>
internal sealed record ValuesBody(SourcePosition Position, IReadOnlyList<IReadOnlyList<Expression>> Rows) : QueryBody(Position);

internal abstract record Relation(SourcePosition Position);

/// <summary>A table, view or common table.</summary>
internal sealed record TableRelation(SourcePosition Position, TableName Name, string? Alias) : Relation(Position)
{
    public IReadOnlyList<string> ColumnAliases { get; init; } = [];
}

internal sealed record QueryRelation(SourcePosition Position, Query Query, string? Alias, IReadOnlyList<string> ColumnAliases) : Relation(Position);

internal enum JoinKind
{
    Inner,
    Cross,
    Left,
    Right,
    Full,
    Semi,
    Anti,
}

internal sealed record JoinRelation(SourcePosition Position, JoinKind Kind, Relation Left, Relation Right, Expression? On, IReadOnlyList<string> Using) : Relation(Position)
{
    public bool IsNatural { get; init; }
}

/// <summary>LATERAL VIEW [OUTER] generator(..) alias AS columns.</summary>
internal sealed record LateralRelation(SourcePosition Position, Relation Input, bool IsOuter, CallExpression Generator, string Alias, IReadOnlyList<string> Columns) : Relation(Position);

/// <summary>[project.][schema.]name as it was written.</summary>
internal sealed record TableName(SourcePosition Position, IReadOnlyList<string> Parts)
{
    public string Name => Parts[^1];
}
