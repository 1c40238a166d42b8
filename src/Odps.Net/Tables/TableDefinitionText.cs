namespace Odps.Net;

/// <summary>Writes the statement that makes a table or view of the service again.</summary>
internal static class TableDefinitionText
{
    /// <exception cref="InvalidOperationException">The info does not hold what is needed.</exception>
    public static string Write(TableInfo info, TableDdlOptions options)
    {
        TableName name = options.Name is null ? new TableName(info.Project, info.SchemaName, info.Name) : Rename(info, options.Name);
        TableSchema schema = info.Schema ?? throw new InvalidOperationException(
            $"The definition of {name} is not known: items of a listing hold no columns. Use TableCollection.GetAsync, or Table.GetDdlAsync.");
        if (info.IsVirtualView && !options.AsTable)
        {
            return CreateViewStatement.ToSql(name, ViewText(info), View(info, schema.Columns, options), options.IncludeComments);
        }

        TableExtendedInfo extended = info.Extended ?? throw new InvalidOperationException(
            $"The definition of {name} is not known as a whole: the service tells primary key, clustering and storage apart from the rest. "
            + "Set TableInfo.Extended to the result of Table.GetExtendedAsync, or use Table.GetDdlAsync.");
        return info.IsMaterializedView && !options.AsTable
            ? CreateViewStatement.ToSql(name, ViewText(info), MaterializedView(info, schema, extended, options), options.IncludeComments)
            : CreateTableStatement.ToSql(name, schema, Table(info, extended, options), options.IncludeComments);
    }

    private static TableName Rename(TableInfo info, string name)
    {
        List<string> parts = TableName.Split(name);
        return parts.Count switch
        {
            1 => new(info.Project, info.SchemaName, parts[0]),
            2 when info.SchemaName is not null => new(info.Project, parts[0], parts[1]),
            2 => new(parts[0], null, parts[1]),
            3 => new(parts[0], parts[1], parts[2]),
            _ => throw new ArgumentException($"'{name}' is not the name of a table: table, project.table or project.schema.table was expected (TableDdlOptions.Name).", nameof(name)),
        };
    }

    private static string ViewText(TableInfo info) => info.ViewText ?? throw new InvalidOperationException(
        $"The definition of view {info.Name} is not known: the service did not tell its query.");

    private static CreateViewOptions View(TableInfo info, IReadOnlyList<Column> columns, TableDdlOptions options) => new()
    {
        IfNotExists = options.IfNotExists,
        Comment = options.IncludeComments ? info.Comment : null,
        Columns = columns,
    };

    private static CreateViewOptions MaterializedView(TableInfo info, TableSchema schema, TableExtendedInfo extended, TableDdlOptions options) =>
        View(info, schema.AllColumns, options) with
        {
            IsMaterialized = true,
            LifecycleDays = info.LifecycleDays,
            DisableRewrite = info.IsRewriteEnabled == false,
            PartitionedOn = [.. schema.PartitionColumns.Select(c => c.Name)],
            Clustering = extended.Clustering,
            Properties = info.Properties,
        };

    private static CreateTableOptions Table(TableInfo info, TableExtendedInfo extended, TableDdlOptions options) => new()
    {
        IfNotExists = options.IfNotExists,
        Comment = options.IncludeComments ? info.Comment : null,
        LifecycleDays = info.LifecycleDays,
        PrimaryKey = extended.PrimaryKey,
        IsTransactional = extended.IsTransactional,
        Clustering = extended.Clustering,
        Properties = info.Properties,
        StorageTier = extended.StorageTier?.Tier is { } tier && tier != StorageTier.Standard ? tier : null,
        External = Storage(info, extended.Storage),
        ShardCount = info.Shards?.ShardCount is > 0 and int shards ? shards : null,
        HubLifecycleDays = info.Shards is { ShardCount: > 0, HubLifecycleDays: > 0 and int days } ? days : null,
    };

    /// <summary>
    /// What of the storage has to be said. A format stands for its classes; and for a table whose data the service keeps, its own format goes without saying.
    /// </summary>
    private static ExternalStorage? Storage(TableInfo info, ExternalStorage? storage)
    {
        if (storage is null)
        {
            return null;
        }

        bool isOwnFormat = storage.StoredAs is null || storage.StoredAs.Equals("CFILE", StringComparison.OrdinalIgnoreCase)
            || storage.StoredAs.Equals("UNKNOWN", StringComparison.OrdinalIgnoreCase);
        if (!isOwnFormat)
        {
            return storage with { SerDeClass = null, InputFormat = null, OutputFormat = null };
        }

        if (storage.StorageHandler is not null)
        {
            return storage with { SerDeClass = null, StoredAs = null, InputFormat = null, OutputFormat = null };
        }

        return info.IsExternal || storage.Location is not null ? storage with { StoredAs = null } : null;
    }
}
