namespace Odps.Net;

/// <summary>
/// One change of a table (ALTER TABLE), to give to <see cref="Table.AlterAsync"/>. Immutable; it says what is to be changed and of which table it does not know.
/// </summary>
public sealed class TableAlteration
{
    private TableAlteration(string clause, string taskName, string description)
    {
        Clause = clause;
        TaskName = taskName;
        Description = description;
    }

    /// <summary>What stands behind the name of the table.</summary>
    internal string Clause { get; }

    internal string TaskName { get; }

    /// <summary>What is being done, to stand before the name of the table.</summary>
    internal string Description { get; }

    internal bool UsesStorageTiers { get; private init; }

    /// <summary>Adds columns behind those that there are (ADD COLUMNS); older rows hold NULL in them.</summary>
    /// <param name="columns">The columns; at least one.</param>
    /// <param name="ifNotExists">Whether a column of that name that is there already is no error. Default: <see langword="false"/>.</param>
    public static TableAlteration AddColumns(IEnumerable<Column> columns, bool ifNotExists = false)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string[] lines = [.. columns.Select(c => "  " + c)];
        return lines.Length > 0
            ? new($"ADD COLUMNS {(ifNotExists ? "IF NOT EXISTS " : "")}(\n{string.Join(",\n", lines)}\n)", "SQLAddColumnsTask", "add columns to")
            : throw new ArgumentException("At least one column is needed.", nameof(columns));
    }

    /// <summary>Adds columns from the text that stands between the brackets of CREATE TABLE.</summary>
    /// <param name="columns">For example <c>"price decimal(10,2) comment 'net', note string"</c>.</param>
    /// <param name="ifNotExists">Whether a column of that name that is there already is no error. Default: <see langword="false"/>.</param>
    /// <exception cref="FormatException">The text is not a list of columns.</exception>
    public static TableAlteration AddColumns(string columns, bool ifNotExists = false) => AddColumns(new ColumnListParser(columns).Parse(), ifNotExists);

    /// <summary>Drops columns with their values (DROP COLUMNS).</summary>
    /// <param name="names">The columns; at least one.</param>
    public static TableAlteration DropColumns(params ReadOnlySpan<string> names)
    {
        string[] quoted = [.. names.ToArray().Select(SqlText.Identifier)];
        return quoted.Length > 0
            ? new($"DROP COLUMNS {string.Join(", ", quoted)}", "SQLDeleteColumnsTask", "drop columns of")
            : throw new ArgumentException("At least one column is needed.", nameof(names));
    }

    /// <summary>Gives a column another name (CHANGE COLUMN ... RENAME TO).</summary>
    /// <param name="name">The column.</param>
    /// <param name="newName">Its new name.</param>
    public static TableAlteration RenameColumn(string name, string newName) =>
        new($"CHANGE COLUMN {Name(name)} RENAME TO {Name(newName)}", "SQLRenameColumnsTask", $"rename column {name} of");

    /// <summary>Gives a column another name, type and comment (CHANGE COLUMN).</summary>
    /// <param name="name">The column.</param>
    /// <param name="column">What it is to be. A type can only be widened. The service does not change whether the column may hold NULL this way.</param>
    public static TableAlteration ChangeColumn(string name, Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        string comment = column.Comment is null ? "" : $" COMMENT {SqlText.Literal(column.Comment)}";
        return new($"CHANGE COLUMN {Name(name)} {Name(column.Name)} {ColumnDdl.TypeName(column.Type)}{comment}", "SQLRenameColumnsTask", $"change column {name} of");
    }

    /// <summary>Gives a column another type (CHANGE COLUMN). A type can only be widened, for example INT to BIGINT, or anything to STRING.</summary>
    /// <param name="name">The column.</param>
    /// <param name="type">Its new type.</param>
    public static TableAlteration ChangeColumnType(string name, OdpsType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new($"CHANGE COLUMN {Name(name)} {Name(name)} {ColumnDdl.TypeName(type)}", "SQLChangeColumnTask", $"change the type of column {name} of");
    }

    /// <summary>Sets the comment of a column (CHANGE COLUMN ... COMMENT).</summary>
    /// <param name="name">The column.</param>
    /// <param name="comment">The comment; empty for none.</param>
    public static TableAlteration SetColumnComment(string name, string comment) =>
        new($"CHANGE COLUMN {Name(name)} COMMENT {Text(comment)}", "SQLChangeColumnTask", $"set the comment of column {name} of");

    /// <summary>Lets a NOT NULL column hold NULL (CHANGE COLUMN ... NULL). The service has no way back.</summary>
    /// <param name="name">The column.</param>
    public static TableAlteration AllowNull(string name) => new($"CHANGE COLUMN {Name(name)} NULL", "SQLChangeColumnTask", $"allow NULL in column {name} of");

    /// <summary>Sets the comment of the table (SET COMMENT).</summary>
    /// <param name="comment">The comment; empty for none.</param>
    public static TableAlteration SetComment(string comment) => new($"SET COMMENT {Text(comment)}", "SQLSetCommentTask", "set the comment of");

    /// <summary>Gives the table to another account (CHANGEOWNER TO).</summary>
    /// <param name="owner">The account, for example <c>ALIYUN$someone@example.com</c>.</param>
    public static TableAlteration SetOwner(string owner)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);
        return new($"CHANGEOWNER TO {SqlText.Literal(owner)}", "SQLSetOwnerTask", "change the owner of");
    }

    /// <summary>Sets after how many days without a change data is recycled (SET LIFECYCLE).</summary>
    /// <param name="days">The days, at least 1. To stop recycling use <see cref="SetLifecycleEnabled"/>.</param>
    public static TableAlteration SetLifecycle(int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        return new(FormattableString.Invariant($"SET LIFECYCLE {days}"), "SQLSetLifecycleTask", "set the lifecycle of");
    }

    /// <summary>Stops recycling, or lets it begin again (DISABLE LIFECYCLE, ENABLE LIFECYCLE); the number of days stays.</summary>
    /// <param name="isEnabled">Whether data is recycled.</param>
    /// <param name="partition">The partition. Default: the whole table.</param>
    public static TableAlteration SetLifecycleEnabled(bool isEnabled, PartitionSpec? partition = null) =>
        new($"{Of(partition)}{(isEnabled ? "ENABLE" : "DISABLE")} LIFECYCLE", "SQLSetLifecycleTask", $"{(isEnabled ? "enable" : "disable")} the lifecycle of {OfPlace(partition)}");

    /// <summary>Moves the data to another storage tier, with the hint that the service wants for it.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="partition">The partition; a partitioned table has tiers for each partition only. Default: the whole table.</param>
    public static TableAlteration SetStorageTier(StorageTier tier, PartitionSpec? partition = null) =>
        SetProperties([new("storagetier", tier.Value)], partition, "SQLSetStorageTierTask", "set the storage tier of", usesStorageTiers: true);

    /// <summary>Sets table properties (SET TBLPROPERTIES) or those of a partition (SET PARTITIONPROPERTIES). Others stay as they are.</summary>
    /// <param name="properties">The properties; at least one.</param>
    /// <param name="partition">The partition. Default: the whole table.</param>
    public static TableAlteration SetProperties(IReadOnlyDictionary<string, string> properties, PartitionSpec? partition = null)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return SetProperties(properties, partition, "SQLSetPropertiesTask", "set properties of", usesStorageTiers: false);
    }

    /// <summary>Gives the table another name in the same project and schema (RENAME TO).</summary>
    /// <param name="newName">The new name, without project and schema.</param>
    public static TableAlteration Rename(string newName) => new($"RENAME TO {Name(newName)}", "SQLRenameTask", $"rename to {newName} the");

    /// <summary>Changes how rows that are written from now on are spread over buckets (CLUSTERED BY, NOT CLUSTERED).</summary>
    /// <param name="clustering">How; <see langword="null"/> for not at all.</param>
    public static TableAlteration SetClustering(TableClustering? clustering) =>
        new(clustering?.ToString() ?? "NOT CLUSTERED", "SQLSetClusterInfoTask", "set the clustering of");

    /// <summary>Sets the time of the last change to now (TOUCH), from which the lifecycle counts.</summary>
    /// <param name="partition">The partition. Default: the whole table.</param>
    public static TableAlteration Touch(PartitionSpec? partition = null) =>
        new(partition is null ? "TOUCH" : $"TOUCH PARTITION ({partition})", "SQLTouchTask", $"touch {OfPlace(partition)}");

    /// <summary>Gives a partition other values (PARTITION ... RENAME TO PARTITION); its rows go with it.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="newPartition">Its new values, of all keys.</param>
    public static TableAlteration RenamePartition(PartitionSpec partition, PartitionSpec newPartition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        ArgumentNullException.ThrowIfNull(newPartition);
        return new($"PARTITION ({partition}) RENAME TO PARTITION ({newPartition})", "SQLChangePartitionSpecTask", $"rename {OfPlace(partition)}");
    }

    /// <summary>Puts the rows of several partitions into one and drops the others (MERGE PARTITION ... OVERWRITE PARTITION).</summary>
    /// <param name="partitions">The partitions, each with a value for each key, or with the leading keys for all partitions that have them; at least one.</param>
    /// <param name="target">The partition that is to hold the rows, with a value for each key; what it holds is replaced unless it is one of <paramref name="partitions"/>.</param>
    /// <param name="ifExists">Whether partitions that are not there are no error. Default: <see langword="false"/>.</param>
    /// <param name="purge">Whether the dropped partitions cannot be brought back (PURGE). Default: <see langword="false"/>.</param>
    public static TableAlteration MergePartitions(IEnumerable<PartitionSpec> partitions, PartitionSpec target, bool ifExists = false, bool purge = false)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentNullException.ThrowIfNull(target);
        string[] sources = [.. partitions.Select(p => $"PARTITION ({p})")];
        return sources.Length > 0
            ? new(
                $"MERGE {(ifExists ? "IF EXISTS " : "")}{string.Join(", ", sources)} OVERWRITE PARTITION ({target}){(purge ? " PURGE" : "")}",
                "SQLMergePartitionTask",
                $"merge partitions into {OfPlace(target)}")
            : throw new ArgumentException("At least one partition is needed.", nameof(partitions));
    }

    /// <summary>The statement without the name of the table: <c>ALTER TABLE ... SET LIFECYCLE 30</c>.</summary>
    public override string ToString() => $"ALTER TABLE ... {Clause}";

    internal TableStatement ToStatement(TableName table, TableType? type) => new(
        $"ALTER {TableStatements.AlterWord(type)} {table.ToSql()} {Clause}", TaskName, $"{Description.TrimEnd()} table {table}", UsesStorageTiers);

    private static TableAlteration SetProperties(
        IReadOnlyCollection<KeyValuePair<string, string>> properties, PartitionSpec? partition, string taskName, string description, bool usesStorageTiers)
    {
        if (properties.Count == 0)
        {
            throw new ArgumentException("At least one property is needed.", nameof(properties));
        }

        string pairs = string.Join(", ", properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{SqlText.Literal(p.Key)}={SqlText.Literal(p.Value)}"));
        return new($"{Of(partition)}SET {(partition is null ? "TBLPROPERTIES" : "PARTITIONPROPERTIES")} ({pairs})", taskName, $"{description} {OfPlace(partition)}")
        {
            UsesStorageTiers = usesStorageTiers,
        };
    }

    private static string Of(PartitionSpec? partition) => partition is null ? "" : $"PARTITION ({partition}) ";

    private static string OfPlace(PartitionSpec? partition) => partition is null ? "" : $"partition {partition} of ";

    private static string Name(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return SqlText.Identifier(name);
    }

    private static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SqlText.Literal(text);
    }
}
