namespace Odps.Net.Emulator.Storage;

/// <summary>What the catalog knows of a schema.</summary>
internal sealed record SchemaDefinition
{
    public required string Project { get; init; }

    public required string Name { get; init; }

    /// <summary>The account that made it; empty for the one that each project has.</summary>
    public string Owner { get; init; } = "";

    public string? Comment { get; init; }

    /// <summary>When it was made; the store fills it in. Null for the one that each project has.</summary>
    public DateTimeOffset? CreationTime { get; init; }
}
