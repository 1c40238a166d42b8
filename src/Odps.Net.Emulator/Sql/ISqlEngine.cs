namespace Odps.Net.Emulator.Sql;

/// <summary>Runs the text of a SQL task.</summary>
internal interface ISqlEngine
{
    /// <summary>Runs one statement or a script of several.</summary>
    /// <exception cref="EmulatorException">The statement failed; the code is the service's (<c>ODPS-0130131</c> for a missing table, <c>ODPS-0130161</c> for a syntax error, ...).</exception>
    SqlResult Execute(SqlRequest request, CancellationToken cancellationToken);
}

/// <summary>What is to be run.</summary>
internal sealed record SqlRequest
{
    public required string Project { get; init; }

    public string? DefaultSchema { get; init; }

    public required string Text { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public string Owner { get; init; } = "";

    /// <summary>What the one who asks may do; null for everything.</summary>
    public ISqlAccess? Access { get; init; }
}

/// <summary>What the last statement gave.</summary>
internal sealed record SqlResult
{
    /// <summary>The columns of a row set; null when the statement gives text (DDL, DML, DESC, SHOW).</summary>
    public ColumnCollection? Columns { get; init; }

    /// <summary>The rows of a row set, values as in <see cref="Storage.ITableStore"/>.</summary>
    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    /// <summary>The text of a statement without a row set; may be empty.</summary>
    public string Text { get; init; } = "";

    /// <summary>Tables (or partitions) read, with row counts: "project.table" or "project.table/pt=1".</summary>
    public IReadOnlyDictionary<string, long> Inputs { get; init; } = new Dictionary<string, long>();

    /// <summary>Tables (or partitions) written, with row counts.</summary>
    public IReadOnlyDictionary<string, long> Outputs { get; init; } = new Dictionary<string, long>();
}
