using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>Writes CREATE TABLE. One clause to a line, in the order that the service's grammar wants.</summary>
internal static class CreateTableStatement
{
    public static string ToSql(TableName table, TableSchema schema, CreateTableOptions options)
    {
        if (schema.Columns.Count == 0)
        {
            throw new ArgumentException($"Table {table} needs at least one data column.", nameof(schema));
        }

        var sql = new StringBuilder("CREATE TABLE ");
        sql.Append(options.IfNotExists ? "IF NOT EXISTS " : "").Append(table.ToSql()).Append(" (\n  ");
        sql.AppendJoin(",\n  ", (IEnumerable<Column>)schema.Columns);
        if (options.PrimaryKey.Count > 0)
        {
            sql.Append(",\n  PRIMARY KEY (").AppendJoin(", ", options.PrimaryKey.Select(name => SqlText.Identifier(schema.Columns[name].Name))).Append(')');
        }

        sql.Append("\n)");
        if (options.Comment is not null)
        {
            sql.Append("\nCOMMENT ").Append(SqlText.Literal(options.Comment));
        }

        if (schema.IsPartitioned)
        {
            sql.Append("\nPARTITIONED BY (\n  ").AppendJoin(",\n  ", (IEnumerable<Column>)schema.PartitionColumns).Append("\n)");
        }

        AppendProperties(sql, options);
        if (options.LifecycleDays is int days)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(days, 1, nameof(options));
            sql.Append(CultureInfo.InvariantCulture, $"\nLIFECYCLE {days}");
        }

        return sql.ToString();
    }

    private static void AppendProperties(StringBuilder sql, CreateTableOptions options)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in options.Properties)
        {
            properties[key] = value;
        }

        if (options.IsTransactional)
        {
            properties["transactional"] = "true";
        }

        if (properties.Count > 0)
        {
            sql.Append("\nTBLPROPERTIES (\n  ")
                .AppendJoin(",\n  ", properties.Select(p => $"{SqlText.Literal(p.Key)} = {SqlText.Literal(p.Value)}"))
                .Append("\n)");
        }
    }
}
