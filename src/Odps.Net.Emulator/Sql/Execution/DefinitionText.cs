using System.Globalization;
using System.Text;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <summary>The text of SHOW CREATE TABLE, which makes the same table again.</summary>
internal static class DefinitionText
{
    public static string Write(TableDefinition table)
    {
        var text = new StringBuilder();
        string name = $"{table.Project}.{(table.SchemaName == SqliteTableStore.DefaultSchema ? "" : $"{table.SchemaName}.")}{Name(table.Name)}";
        if (table.IsView)
        {
            string columns = string.Join(", ", table.Schema.Columns.Concat(table.Schema.PartitionColumns).Select(c => Name(c.Name) + Comment(c.Comment)));
            string keys = table.Schema.IsPartitioned ? $" PARTITIONED ON ({string.Join(", ", table.Schema.PartitionColumns.Select(c => Name(c.Name)))})" : "";
            text.Append(CultureInfo.InvariantCulture, $"CREATE {(table.IsMaterializedView ? "MATERIALIZED " : "")}VIEW IF NOT EXISTS {name}{(table.Lifecycle > 0 ? $" LIFECYCLE {table.Lifecycle}" : "")} ({columns})");
            text.Append(Comment(table.Comment)).Append(table.IsRewriteDisabled ? " DISABLE REWRITE" : "").Append(keys);
            AppendClustering(text, table.Clustering);
            text.Append(table.Properties.Count > 0 ? $" TBLPROPERTIES ({Pairs(table.Properties)})" : "");
            return text.Append(" AS ").Append(table.ViewText).Append(';').ToString();
        }

        text.Append("CREATE ").Append(table.External is null ? "" : "EXTERNAL ").Append("TABLE IF NOT EXISTS ").Append(name).Append(" (");
        text.AppendJoin(", ", table.Schema.Columns.Select(Column));
        if (table.PrimaryKey.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", PRIMARY KEY ({string.Join(", ", table.PrimaryKey.Select(Name))})");
        }

        text.Append(')').Append(Comment(table.Comment));
        if (table.PartitionExpression is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" AUTO PARTITIONED BY ({table.PartitionExpression} AS {Name(table.Schema.PartitionColumns[0].Name)})");
        }
        else if (table.Schema.IsPartitioned)
        {
            text.Append(CultureInfo.InvariantCulture, $" PARTITIONED BY ({string.Join(", ", table.Schema.PartitionColumns.Select(Column))})");
        }

        AppendClustering(text, table.Clustering);
        AppendStorage(text, table.Storage);
        if (table.Properties.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" TBLPROPERTIES ({Pairs(table.Properties)})");
        }

        if (table.Lifecycle > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" LIFECYCLE {table.Lifecycle}");
        }

        if (table.ShardCount > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" INTO {table.ShardCount} SHARDS{(table.HubLifecycle > 0 ? $" HUBLIFECYCLE {table.HubLifecycle}" : "")}");
        }

        return text.Append(';').ToString();
    }

    private static void AppendClustering(StringBuilder text, ClusteringDefinition? clustering)
    {
        if (clustering is null)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $" {(clustering.IsRange ? "RANGE " : "")}CLUSTERED BY ({string.Join(", ", clustering.Columns.Select(Name))})");
        if (clustering.SortColumns.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" SORTED BY ({string.Join(", ", clustering.SortColumns.Select(s => $"{Name(s.Column)} {(s.Descending ? "DESC" : "ASC")}"))})");
        }

        if (clustering.Buckets > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" INTO {clustering.Buckets} BUCKETS");
        }
    }

    private static void AppendStorage(StringBuilder text, StorageDefinition? external)
    {
        if (external is null)
        {
            return;
        }

        text.Append(external.Handler is null ? "" : $" STORED BY {Literal(external.Handler)}");
        text.Append(external.SerDeClass is null ? "" : $" ROW FORMAT SERDE {Literal(external.SerDeClass)}");
        text.Append(external.SerDeProperties.Count == 0 ? "" : $" WITH SERDEPROPERTIES ({Pairs(external.SerDeProperties)})");
        text.Append(external.StoredAs is null ? "" : $" STORED AS {external.StoredAs}");
        text.Append(external.InputFormat is null ? "" : $" STORED AS INPUTFORMAT {Literal(external.InputFormat)} OUTPUTFORMAT {Literal(external.OutputFormat ?? "")}");
        text.Append(external.Location is null ? "" : $" LOCATION {Literal(external.Location)}");
        text.Append(external.Resources is null ? "" : $" USING {Literal(external.Resources)}");
    }

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) =>
        string.Join(", ", pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{Literal(p.Key)}={Literal(p.Value)}"));

    private static string Column(Column column)
    {
        string value = column.DefaultValue is null ? "" : $" DEFAULT {(Binding.SqlTypes.IsText(column.Type) ? Literal(column.DefaultValue) : column.DefaultValue)}";
        return $"{Name(column.Name)} {column.Type.Name}{(column.IsNullable ? "" : " NOT NULL")}{value}{Comment(column.Comment)}";
    }

    private static string Comment(string? comment) => string.IsNullOrEmpty(comment) ? "" : $" COMMENT {Literal(comment)}";

    private static string Name(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static string Literal(string value)
    {
        var text = new StringBuilder("'");
        foreach (char c in value)
        {
            _ = c switch
            {
                '\'' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\0' => text.Append("\\0"),
                _ => text.Append(c),
            };
        }

        return text.Append('\'').ToString();
    }
}
