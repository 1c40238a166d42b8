using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>Writes CREATE VIEW and CREATE MATERIALIZED VIEW.</summary>
internal static class CreateViewStatement
{
    /// <exception cref="ArgumentException">The query is empty, or an option is given that only a materialized view has.</exception>
    public static string ToSql(TableName view, string query, CreateViewOptions options, bool withColumnComments = true)
    {
        query = query.Trim().TrimEnd(';').TrimEnd();
        if (query.Length == 0)
        {
            throw new ArgumentException($"View {view} needs a query.", nameof(query));
        }

        Check(options);
        var sql = new StringBuilder("CREATE ");
        sql.Append(options.OrReplace ? "OR REPLACE " : "").Append(options.IsMaterialized ? "MATERIALIZED VIEW " : "VIEW ");
        sql.Append(options.IfNotExists ? "IF NOT EXISTS " : "").Append(view.ToSql());

        // For materialized views the service wants these before the columns.
        if (options.LifecycleDays is int days)
        {
            sql.Append(CultureInfo.InvariantCulture, $" LIFECYCLE {days}");
        }

        sql.Append(options.BuildDeferred ? " BUILD DEFERRED" : "");
        if (options.Columns.Count > 0)
        {
            sql.Append(" (\n  ").AppendJoin(",\n  ", options.Columns.Select(c => ColumnDdl.WriteForView(c, withColumnComments))).Append("\n)");
        }

        DdlClauses.AppendComment(sql, options.Comment);
        sql.Append(options.DisableRewrite ? "\nDISABLE REWRITE" : "");
        if (options.PartitionedOn.Count > 0)
        {
            sql.Append("\nPARTITIONED ON (\n  ").AppendJoin(",\n  ", options.PartitionedOn.Select(SqlText.Identifier)).Append("\n)");
        }

        if (options.Clustering is { } clustering)
        {
            sql.Append('\n').Append(clustering);
        }

        DdlClauses.AppendMap(sql, "TBLPROPERTIES", options.Properties);
        return sql.Append("\nAS ").Append(query).ToString();
    }

    private static void Check(CreateViewOptions options)
    {
        if (options is { OrReplace: true, IfNotExists: true })
        {
            throw new ArgumentException("CreateViewOptions.OrReplace and CreateViewOptions.IfNotExists exclude each other.", nameof(options));
        }

        if (!options.IsMaterialized && (options.LifecycleDays is not null || options.DisableRewrite || options.BuildDeferred
            || options.PartitionedOn.Count > 0 || options.Clustering is not null || options.Properties.Count > 0))
        {
            throw new ArgumentException(
                "Lifecycle, rewriting, deferred building, partitions, clustering and properties belong to materialized views only: set CreateViewOptions.IsMaterialized, or leave them out.",
                nameof(options));
        }
    }
}
