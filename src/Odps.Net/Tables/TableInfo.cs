namespace Odps.Net;

/// <summary>
/// What the service says of a table or view: an immutable snapshot. What an answer leaves out is <see langword="null"/> (or empty); items of a listing
/// hold little more than the name.
/// </summary>
public sealed record TableInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The columns and partition keys; <see langword="null"/> in items of a listing.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>The kind.</summary>
    public TableType? Type { get; init; }

    /// <summary>The id of the table.</summary>
    public string? TableId { get; init; }

    /// <summary>The account that owns the table.</summary>
    public string? Owner { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>When the table was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the definition was last changed.</summary>
    public DateTimeOffset? LastDdlTime { get; init; }

    /// <summary>When the data was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>When the data was last read.</summary>
    public DateTimeOffset? LastAccessTime { get; init; }

    /// <summary>After how many days without a change the data is recycled; <see langword="null"/> when never.</summary>
    public int? LifecycleDays { get; init; }

    /// <summary>The logical size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The number of rows; <see langword="null"/> when the service does not know it.</summary>
    public long? RecordCount { get; init; }

    /// <summary>Whether this is a view.</summary>
    public bool IsVirtualView { get; init; }

    /// <summary>Whether this is a materialized view.</summary>
    public bool IsMaterializedView { get; init; }

    /// <summary>Whether the data is elsewhere.</summary>
    public bool IsExternal { get; init; }

    /// <summary>The query of a view.</summary>
    public string? ViewText { get; init; }

    /// <summary>The security label; <see langword="null"/> when there is none.</summary>
    public string? Label { get; init; }
}
