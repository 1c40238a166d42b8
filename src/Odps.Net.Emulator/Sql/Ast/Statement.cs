namespace Odps.Net.Emulator.Sql.Ast;

/// <summary>A statement as it was written.</summary>
internal abstract record Statement(SourcePosition Position);

internal sealed record QueryStatement(SourcePosition Position, Query Query) : Statement(Position);

internal sealed record SetStatement(SourcePosition Position, string Key, string Value) : Statement(Position);

/// <summary>@name := query, or @name type := value: a variable of the script.</summary>
internal sealed record AssignStatement(SourcePosition Position, string Name, Query? Query, Expression? Value) : Statement(Position);

internal sealed record UseStatement(SourcePosition Position, string Project) : Statement(Position);

internal sealed record ExplainStatement(SourcePosition Position, bool IsOutput, Statement Statement) : Statement(Position);

/// <summary>INSERT INTO or OVERWRITE, once or several times from one source.</summary>
internal sealed record InsertStatement(SourcePosition Position, IReadOnlyList<InsertTarget> Targets) : Statement(Position);

internal sealed record InsertTarget(SourcePosition Position, bool IsOverwrite, TableName Table, PartitionClause? Partition, IReadOnlyList<string> Columns, Query Query)
{
    public bool IfNotExists { get; init; }
}

internal sealed record DeleteStatement(SourcePosition Position, TableName Table, string? Alias, Expression? Where) : Statement(Position);

internal sealed record UpdateStatement(
    SourcePosition Position, TableName Table, string? Alias, IReadOnlyList<(NameExpression Column, Expression Value)> Assignments, Relation? From, Expression? Where) : Statement(Position);

/// <summary>MERGE INTO.</summary>
internal sealed record MergeStatement(SourcePosition Position, TableName Table, string? Alias, Relation Source, Expression On, IReadOnlyList<MergeClause> Clauses) : Statement(Position);

/// <summary>WHEN [NOT] MATCHED [AND ...] THEN ...: an UPDATE has assignments, an INSERT values, a DELETE neither.</summary>
internal sealed record MergeClause(SourcePosition Position, bool IsMatched, Expression? Condition)
{
    public IReadOnlyList<(NameExpression Column, Expression Value)> Assignments { get; init; } = [];

    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<Expression> Values { get; init; } = [];

    public bool IsDelete => IsMatched && Assignments.Count == 0;
}

/// <summary>PARTITION (key = value, key): a value is null for a dynamic key.</summary>
internal sealed record PartitionClause(SourcePosition Position, IReadOnlyList<PartitionItem> Items);

/// <summary>key, key = 'value', or another comparison in ALTER TABLE DROP PARTITION.</summary>
internal sealed record PartitionItem(SourcePosition Position, string Key, string Operator, string? Value);

internal sealed record DescribeStatement(SourcePosition Position, TableName Table, bool IsExtended, PartitionClause? Partition) : Statement(Position);

internal sealed record ShowTablesStatement(SourcePosition Position, IReadOnlyList<string> In, string? Like, bool IsViews) : Statement(Position);

internal sealed record ShowPartitionsStatement(SourcePosition Position, TableName Table, PartitionClause? Partition) : Statement(Position);

internal sealed record ShowCreateTableStatement(SourcePosition Position, TableName Table) : Statement(Position);

/// <summary>SHOW FUNCTIONS.</summary>
internal sealed record ShowFunctionsStatement(SourcePosition Position, string? Like) : Statement(Position);
