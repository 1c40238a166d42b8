namespace Odps.Net;

/// <summary>How the definition of a table or view is written.</summary>
public sealed record TableDdlOptions
{
    /// <summary>Whether comments of the table and its columns are written. Default: <see langword="true"/>.</summary>
    public bool IncludeComments { get; init; } = true;

    /// <summary>Whether IF NOT EXISTS is written. Default: <see langword="false"/>.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>Whether a view is written as a table with the columns of the view. Default: <see langword="false"/>.</summary>
    public bool AsTable { get; init; }

    /// <summary>The name to write: <c>table</c>, <c>project.table</c> or <c>project.schema.table</c>. Default: the table's own full name.</summary>
    public string? Name { get; init; }
}
