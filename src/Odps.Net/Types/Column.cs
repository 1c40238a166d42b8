namespace Odps.Net;

/// <summary>A column of a table, of a partition key or of a query's result: immutable.</summary>
public sealed record Column
{
    /// <summary>Creates a column.</summary>
    /// <param name="name">The name; MaxCompute ignores its letter case.</param>
    /// <param name="type">The data type.</param>
    /// <param name="comment">A comment, or <see langword="null"/>.</param>
    /// <param name="isNullable">Whether the column may hold NULL. Default: <see langword="true"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Column(string name, OdpsType type, string? comment = null, bool isNullable = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(type);
        Name = name;
        Type = type;
        Comment = comment;
        IsNullable = isNullable;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The data type.</summary>
    public OdpsType Type { get; }

    /// <summary>The comment; <see langword="null"/> when there is none.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the column may hold NULL.</summary>
    public bool IsNullable { get; init; }

    /// <summary>
    /// The default value (DEFAULT) as the service states it: for texts the text itself, for other types a literal such as <c>0</c> or <c>date '2026-01-01'</c>;
    /// <see langword="null"/> when there is none.
    /// </summary>
    public string? DefaultValue { get; init; }

    /// <summary>
    /// The expression that gives a partition key its value (AUTO PARTITIONED BY), for example <c>trunc_time(`at`, 'day')</c>; <see langword="null"/> for all
    /// other columns.
    /// </summary>
    public string? GenerateExpression { get; init; }

    /// <summary>The security label; <see langword="null"/> when there is none.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// The column as a line of DDL: <c>`id` BIGINT NOT NULL DEFAULT 0 COMMENT 'key'</c>, or <c>trunc_time(`at`, 'day') AS `dt`</c> for a partition key that is
    /// generated.
    /// </summary>
    public override string ToString() => ColumnDdl.Write(this, withComment: true);
}
