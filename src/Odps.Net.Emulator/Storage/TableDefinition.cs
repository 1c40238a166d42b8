namespace Odps.Net.Emulator.Storage;

/// <summary>What the catalog knows of a table or view.</summary>
internal sealed record TableDefinition
{
    public required string Project { get; init; }

    /// <summary>The schema; "default" in a two-level project.</summary>
    public string SchemaName { get; init; } = "default";

    public required string Name { get; init; }

    public required TableSchema Schema { get; init; }

    public string TableId { get; init; } = "";

    public string Owner { get; init; } = "";

    public string? Comment { get; init; }

    /// <summary>Days; -1 for none.</summary>
    public int Lifecycle { get; init; } = -1;

    public bool IsView { get; init; }

    public string? ViewText { get; init; }

    public bool IsTransactional { get; init; }

    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset CreationTime { get; init; }

    public DateTimeOffset LastDdlTime { get; init; }

    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>Grows by one with each change of the columns.</summary>
    public int SchemaVersion { get; init; } = 1;
}
