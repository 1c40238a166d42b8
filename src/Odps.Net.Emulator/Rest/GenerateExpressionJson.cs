using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Parsing;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>The expression of AUTO PARTITIONED BY as the service sends it: the nodes of its tree, operands before the call that takes them.</summary>
internal static class GenerateExpressionJson
{
    /// <returns>The text; null for an expression of other than calls, columns and constants, for which the service has no known form.</returns>
    public static string? Write(TableDefinition table)
    {
        Expression expression = new Parser(table.PartitionExpression!).ParseWholeExpression();
        return !IsKnown(expression) ? null : ServiceResponse.JsonText(json =>
        {
            json.WriteStartArray();
            Write(json, expression, table.Schema.Columns);
            json.WriteEndArray();
        });
    }

    private static bool IsKnown(Expression expression) => expression switch
    {
        CallExpression call => call.Arguments.All(IsKnown),
        NameExpression name => name.Parts.Count == 1,
        LiteralExpression literal => literal.Kind is LiteralKind.Text or LiteralKind.Integer,
        _ => false,
    };

    private static void Write(Utf8JsonWriter json, Expression expression, ColumnCollection columns)
    {
        if (expression is CallExpression call)
        {
            foreach (Expression argument in call.Arguments)
            {
                Write(json, argument, columns);
            }

            json.WriteStartObject();
            json.WriteStartObject("functionCall"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("type"u8, "string");
            json.WriteEndObject();
            json.WriteEndObject();
            return;
        }

        json.WriteStartObject();
        json.WriteStartObject("leafExprDesc"u8);
        if (expression is NameExpression name)
        {
            json.WriteStartObject("reference"u8);
            json.WriteString("name"u8, name.Text);
            json.WriteEndObject();
            json.WriteString("type"u8, columns.Contains(name.Text) ? WireTypeName.Of(columns[name.Text].Type) : "string");
        }
        else
        {
            var literal = (LiteralExpression)expression;
            json.WriteString("constant"u8, literal.Text);
            json.WriteString("type"u8, literal.Kind == LiteralKind.Text ? "string" : "bigint");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
