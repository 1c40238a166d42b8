using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>Clauses that the definitions of tables and views share, each on a line of its own.</summary>
internal static class DdlClauses
{
    public static void AppendComment(StringBuilder sql, string? comment)
    {
        if (!string.IsNullOrEmpty(comment))
        {
            sql.Append("\nCOMMENT ").Append(SqlText.Literal(comment));
        }
    }

    public static void AppendLifecycle(StringBuilder sql, int? days)
    {
        if (days is int value)
        {
            sql.Append(CultureInfo.InvariantCulture, $"\nLIFECYCLE {value}");
        }
    }

    /// <summary>Pairs in brackets in the order of their keys; nothing when there are none.</summary>
    public static void AppendMap(StringBuilder sql, string keyword, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        string[] lines = [.. pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{SqlText.Literal(p.Key)} = {SqlText.Literal(p.Value)}")];
        if (lines.Length > 0)
        {
            sql.Append('\n').Append(keyword).Append(" (\n  ").AppendJoin(",\n  ", lines).Append("\n)");
        }
    }
}
