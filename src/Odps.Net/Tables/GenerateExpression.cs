using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// Reads the expression of a generated partition key. The service sends the nodes of its tree as a JSON list within a text, operands before the call that takes
/// them; the SDK keeps it as SQL.
/// </summary>
internal static class GenerateExpression
{
    /// <summary>The expression of a column document; null when there is none. A form that is not known is kept as it came.</summary>
    public static string? Read(JsonElement column)
    {
        if (column.Text("generateExpression") is not { } text || column.IsFalse("hasGenerateExpression"))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return ToSql(document.RootElement) ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string? ToSql(JsonElement nodes)
    {
        if (nodes.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var operands = new List<string>();
        foreach (JsonElement node in nodes.EnumerateArray())
        {
            if (node.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (node.TryGetProperty("functionCall", out JsonElement call) && call.Text("name") is { } name)
            {
                // How many operands a call takes is not sent. Only trunc_time is known to stand within another call; any other takes all there are.
                int count = name.Equals("trunc_time", StringComparison.OrdinalIgnoreCase) ? Math.Min(2, operands.Count) : operands.Count;
                string arguments = string.Join(", ", operands.TakeLast(count));
                operands.RemoveRange(operands.Count - count, count);
                operands.Add($"{name}({arguments})");
            }
            else if (!node.TryGetProperty("leafExprDesc", out JsonElement leaf) || Leaf(leaf) is not { } operand)
            {
                return null;
            }
            else
            {
                operands.Add(operand);
            }
        }

        return operands.Count == 1 ? operands[0] : null;
    }

    private static string? Leaf(JsonElement leaf)
    {
        if (leaf.ValueKind == JsonValueKind.Object && leaf.TryGetProperty("reference", out JsonElement reference) && reference.Text("name") is { } column)
        {
            return SqlText.Identifier(column);
        }

        if (leaf.ValueKind != JsonValueKind.Object || !leaf.TryGetProperty("constant", out JsonElement constant))
        {
            return null;
        }

        bool isText = constant.ValueKind == JsonValueKind.String
            && (!OdpsType.TryParse(leaf.Text("type"), out OdpsType? type) || type.Kind is OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar);
        return isText ? SqlText.Literal(constant.GetString()!) : constant.TextOf();
    }
}
