using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>Writes CREATE TABLE. One clause to a line, in the order that the service's grammar wants.</summary>
internal static class CreateTableStatement
{
    /// <exception cref="ArgumentException">The options contradict each other, or name columns that are not there.</exception>
    public static string ToSql(TableName table, TableSchema schema, CreateTableOptions options, bool withColumnComments = true)
    {
        if (schema.Columns.Count == 0)
        {
            throw new ArgumentException($"Table {table} needs at least one data column.", nameof(schema));
        }

        ThrowIfBelowOne(options.LifecycleDays, nameof(CreateTableOptions.LifecycleDays));
        ThrowIfBelowOne(options.WriteBucketCount, nameof(CreateTableOptions.WriteBucketCount));
        ThrowIfBelowOne(options.ShardCount, nameof(CreateTableOptions.ShardCount));

        var sql = new StringBuilder(IsExternal(options.External) ? "CREATE EXTERNAL TABLE " : "CREATE TABLE ");
        sql.Append(options.IfNotExists ? "IF NOT EXISTS " : "").Append(table.ToSql()).Append(" (\n  ");
        sql.AppendJoin(",\n  ", schema.Columns.Select(c => ColumnDdl.Write(c, withColumnComments)));
        if (options.PrimaryKey.Count > 0)
        {
            sql.Append(",\n  PRIMARY KEY (").AppendJoin(", ", options.PrimaryKey.Select(name => SqlText.Identifier(schema.Columns[name].Name))).Append(')');
        }

        sql.Append("\n)");
        DdlClauses.AppendComment(sql, options.Comment);
        AppendPartitions(sql, schema, withColumnComments);
        if (options.Clustering is { } clustering)
        {
            sql.Append('\n').Append(clustering);
        }

        DdlClauses.AppendMap(sql, "TBLPROPERTIES", Properties(options));
        AppendStorage(sql, options.External);
        DdlClauses.AppendLifecycle(sql, options.LifecycleDays);
        AppendShards(sql, options);
        return sql.ToString();
    }

    private static bool IsExternal(ExternalStorage? storage) => storage is { Location: not null } or { StorageHandler: not null };

    private static void AppendPartitions(StringBuilder sql, TableSchema schema, bool withComments)
    {
        if (!schema.IsPartitioned)
        {
            return;
        }

        if (schema.PartitionColumns.Any(c => c.GenerateExpression is null == schema.IsAutoPartitioned))
        {
            throw new ArgumentException("Generated partition keys and those that are given by hand cannot stand in one table.", nameof(schema));
        }

        sql.Append(schema.IsAutoPartitioned ? "\nAUTO PARTITIONED BY (\n  " : "\nPARTITIONED BY (\n  ")
            .AppendJoin(",\n  ", schema.PartitionColumns.Select(c => ColumnDdl.Write(c, withComments)))
            .Append("\n)");
    }

    private static SortedDictionary<string, string> Properties(CreateTableOptions options)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in options.Properties)
        {
            properties[key] = value;
        }

        Set(properties, "transactional", options.IsTransactional ? "true" : null);
        Set(properties, "write.bucket.num", options.WriteBucketCount?.ToString(CultureInfo.InvariantCulture));
        Set(properties, "acid.data.retain.hours", options.DataRetentionHours?.ToString(CultureInfo.InvariantCulture));
        Set(properties, "storagetier", options.StorageTier?.Value);
        return properties;
    }

    private static void Set(SortedDictionary<string, string> properties, string key, string? value)
    {
        if (value is not null)
        {
            properties[key] = value;
        }
    }

    private static void AppendStorage(StringBuilder sql, ExternalStorage? storage)
    {
        if (storage is null)
        {
            return;
        }

        if (storage.StorageHandler is not null)
        {
            sql.Append("\nSTORED BY ").Append(SqlText.Literal(storage.StorageHandler));
        }
        else if (storage.SerDeClass is not null)
        {
            sql.Append("\nROW FORMAT SERDE ").Append(SqlText.Literal(storage.SerDeClass));
        }

        DdlClauses.AppendMap(sql, "WITH SERDEPROPERTIES", storage.SerDeProperties);
        if (storage.StoredAs is not null)
        {
            sql.Append("\nSTORED AS ").Append(SqlText.IdentifierIfNeeded(storage.StoredAs));
        }
        else if (storage.InputFormat is not null || storage.OutputFormat is not null)
        {
            sql.Append("\nSTORED AS\nINPUTFORMAT ").Append(SqlText.Literal(storage.InputFormat ?? ""))
                .Append("\nOUTPUTFORMAT ").Append(SqlText.Literal(storage.OutputFormat ?? ""));
        }

        sql.Append(storage.Location is null ? "" : $"\nLOCATION {SqlText.Literal(storage.Location)}");
        sql.Append(storage.Resources is null ? "" : $"\nUSING {SqlText.Literal(storage.Resources)}");
    }

    private static void AppendShards(StringBuilder sql, CreateTableOptions options)
    {
        if (options.ShardCount is int shards)
        {
            sql.Append(CultureInfo.InvariantCulture, $"\nINTO {shards} SHARDS");
            if (options.HubLifecycleDays is int days)
            {
                sql.Append(CultureInfo.InvariantCulture, $" HUBLIFECYCLE {days}");
            }
        }
        else if (options.HubLifecycleDays is not null)
        {
            throw new ArgumentException("CreateTableOptions.HubLifecycleDays is only possible together with CreateTableOptions.ShardCount.", nameof(options));
        }
    }

    private static void ThrowIfBelowOne(int? value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"CreateTableOptions.{name} is at least 1; it is {value.Value.ToString(CultureInfo.InvariantCulture)}.");
        }
    }
}
