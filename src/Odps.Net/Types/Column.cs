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

    /// <summary>The default value as the service states it; <see langword="null"/> when there is none.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>The security label; <see langword="null"/> when there is none.</summary>
    public string? Label { get; init; }

    /// <summary>The column as a line of DDL: <c>`id` BIGINT NOT NULL COMMENT 'key'</c>.</summary>
    public override string ToString()
    {
        string text = $"{SqlText.Identifier(Name)} {Type.Name}";
        text += IsNullable ? "" : " NOT NULL";
        text += string.IsNullOrEmpty(Comment) ? "" : $" COMMENT {SqlText.Literal(Comment)}";
        return text;
    }
}
