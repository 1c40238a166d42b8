using System.Collections.Frozen;

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

    /// <summary>Materialized views: whether queries over the same tables may be answered from the view.</summary>
    public bool? IsRewriteEnabled { get; init; }

    /// <summary>Materialized views: whether the tables have changed since the rows were computed.</summary>
    public bool? IsOutdated { get; init; }

    /// <summary>Whether the data is elsewhere.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Whether this is a table over objects of a store.</summary>
    public bool IsObjectTable { get; init; }

    /// <summary>The query of a view as it was written.</summary>
    public string? ViewText { get; init; }

    /// <summary>The query of a view with all names written out.</summary>
    public string? ViewExpandedText { get; init; }

    /// <summary>The table properties (TBLPROPERTIES); empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The days that the hub keeps data; <see langword="null"/> when there is no hub.</summary>
    public int? HubLifecycleDays { get; init; }

    /// <summary>The shards; <see langword="null"/> when there are none.</summary>
    public TableShards? Shards { get; init; }

    /// <summary>The security label; <see langword="null"/> when there is none.</summary>
    public string? Label { get; init; }

    /// <summary>Further labels; empty when there are none.</summary>
    public IReadOnlyList<string> ExtendedLabels { get; init; } = [];

    /// <summary>The algorithm that encrypts the data; <see langword="null"/> when it is not encrypted.</summary>
    public string? EncryptionAlgorithm { get; init; }

    /// <summary>
    /// What <see cref="Table.GetExtendedAsync"/> gives, when it was asked for: <c>info with { Extended = await table.GetExtendedAsync() }</c>. Otherwise
    /// <see langword="null"/>.
    /// </summary>
    public TableExtendedInfo? Extended { get; init; }

    /// <summary>
    /// The statement that makes the table or view again, valid MaxCompute SQL without a semicolon. No request. For everything but plain views
    /// <see cref="Extended"/> must be there; <see cref="Table.GetDdlAsync"/> reads it.
    /// </summary>
    /// <param name="options">What to write and under which name. Default: all of it, under the table's own name.</param>
    /// <exception cref="InvalidOperationException">The snapshot does not hold what is needed; the message says where to get it.</exception>
    public string ToDdl(TableDdlOptions? options = null) => TableDefinitionText.Write(this, options ?? new TableDdlOptions());
}
