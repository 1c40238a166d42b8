namespace Odps.Net.Emulator.Sql.Ast;

/// <summary>An expression as it was written.</summary>
internal abstract record Expression(SourcePosition Position);

internal enum LiteralKind
{
    Null,
    Boolean,
    Integer,
    Real,
    Text,
    Date,
    DateTime,
    Timestamp,
    TimestampNtz,
}

/// <summary>A literal; the text is as written for numbers, without quotes for the others.</summary>
internal sealed record LiteralExpression(SourcePosition Position, LiteralKind Kind, string Text) : Expression(Position);

/// <summary>INTERVAL '1' DAY, INTERVAL '1-2' YEAR TO MONTH.</summary>
internal sealed record IntervalExpression(SourcePosition Position, Expression Value, string Unit, string? ToUnit) : Expression(Position);

/// <summary>A name of one or more parts: column, table.column, column.field.</summary>
internal sealed record NameExpression(SourcePosition Position, IReadOnlyList<string> Parts) : Expression(Position)
{
    public string Text => string.Join('.', Parts);
}

/// <summary>* or t.*, without the columns of EXCEPT and with those of REPLACE computed.</summary>
internal sealed record StarExpression(SourcePosition Position, IReadOnlyList<string> Qualifier) : Expression(Position)
{
    public IReadOnlyList<string> Except { get; init; } = [];

    public IReadOnlyList<SelectItem> Replace { get; init; } = [];
}

/// <summary>(a, b) before IN (query).</summary>
internal sealed record RowExpression(SourcePosition Position, IReadOnlyList<Expression> Items) : Expression(Position);

/// <summary>x -> body, (x, y) -> body: a function that is an argument of another.</summary>
internal sealed record LambdaExpression(SourcePosition Position, IReadOnlyList<string> Parameters, Expression Body) : Expression(Position);

/// <summary>@name: a variable of the script with one value.</summary>
internal sealed record VariableExpression(SourcePosition Position, string Name) : Expression(Position);

/// <summary>-x, +x, ~x, NOT x.</summary>
internal sealed record UnaryExpression(SourcePosition Position, string Operator, Expression Operand) : Expression(Position);

/// <summary>An operator between two values; words are in upper case.</summary>
internal sealed record BinaryExpression(SourcePosition Position, string Operator, Expression Left, Expression Right) : Expression(Position);

/// <summary>x IS [NOT] NULL, TRUE or FALSE.</summary>
internal sealed record IsExpression(SourcePosition Position, Expression Operand, string What, bool IsNot) : Expression(Position);

internal sealed record BetweenExpression(SourcePosition Position, Expression Operand, Expression Low, Expression High, bool IsNot) : Expression(Position);

internal sealed record InListExpression(SourcePosition Position, Expression Operand, IReadOnlyList<Expression> Items, bool IsNot) : Expression(Position);

internal sealed record InQueryExpression(SourcePosition Position, Expression Operand, Query Query, bool IsNot) : Expression(Position);

/// <summary>LIKE, RLIKE or REGEXP.</summary>
internal sealed record LikeExpression(SourcePosition Position, string Operator, Expression Operand, Expression Pattern, Expression? Escape, bool IsNot) : Expression(Position);

internal sealed record ExistsExpression(SourcePosition Position, Query Query) : Expression(Position);

internal sealed record SubqueryExpression(SourcePosition Position, Query Query) : Expression(Position);

internal sealed record CaseExpression(SourcePosition Position, Expression? Operand, IReadOnlyList<(Expression When, Expression Then)> Branches, Expression? Else) : Expression(Position);

internal sealed record CastExpression(SourcePosition Position, Expression Operand, OdpsType Type) : Expression(Position);

/// <summary>array[i], map[k].</summary>
internal sealed record IndexExpression(SourcePosition Position, Expression Operand, Expression Index) : Expression(Position);

/// <summary>value.field where the value is no name.</summary>
internal sealed record FieldExpression(SourcePosition Position, Expression Operand, string Field) : Expression(Position);

/// <summary>A call of a function, an aggregate or a window function.</summary>
internal sealed record CallExpression(SourcePosition Position, string Name, IReadOnlyList<Expression> Arguments) : Expression(Position)
{
    public bool IsDistinct { get; init; }

    /// <summary>count(*).</summary>
    public bool IsStar { get; init; }

    public Expression? Filter { get; init; }

    /// <summary>WITHIN GROUP (ORDER BY ...), or an ORDER BY among the arguments.</summary>
    public IReadOnlyList<SortItem> WithinGroup { get; init; } = [];

    public WindowSpec? Window { get; init; }

    public bool IgnoreNulls { get; init; }
}

/// <summary>OVER (...).</summary>
internal sealed record WindowSpec(string? Name, IReadOnlyList<Expression> PartitionBy, IReadOnlyList<SortItem> OrderBy, WindowFrame? Frame);

/// <summary>ROWS, RANGE or GROUPS between two bounds.</summary>
internal sealed record WindowFrame(string Unit, FrameBound Start, FrameBound End, string? Exclude);

/// <summary>UNBOUNDED PRECEDING, n PRECEDING, CURRENT ROW, ...</summary>
internal sealed record FrameBound(string Kind, Expression? Offset);

/// <summary>An item of ORDER BY.</summary>
internal sealed record SortItem(Expression Value, bool Descending, bool? NullsFirst);
