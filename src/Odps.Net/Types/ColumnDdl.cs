using System.Text.RegularExpressions;

namespace Odps.Net;

/// <summary>Columns and types as DDL writes them.</summary>
internal static partial class ColumnDdl
{
    public static string Write(Column column, bool withComment)
    {
        string comment = withComment && !string.IsNullOrEmpty(column.Comment) ? $" COMMENT {SqlText.Literal(column.Comment)}" : "";
        return column.GenerateExpression is null
            ? $"{SqlText.Identifier(column.Name)} {TypeName(column.Type)}{(column.IsNullable ? "" : " NOT NULL")}{Default(column)}{comment}"
            : $"{column.GenerateExpression} AS {SqlText.Identifier(column.Name)}{comment}";
    }

    /// <summary>The name and comment of a column of a view, whose type the query gives.</summary>
    public static string WriteForView(Column column, bool withComment) =>
        SqlText.Identifier(column.Name) + (withComment && !string.IsNullOrEmpty(column.Comment) ? $" COMMENT {SqlText.Literal(column.Comment)}" : "");

    /// <summary>The name of a type, with all field names in back-quotes: a keyword is a field name like any other.</summary>
    public static string TypeName(OdpsType type) => type switch
    {
        ArrayType array => $"ARRAY<{TypeName(array.ElementType)}>",
        MapType map => $"MAP<{TypeName(map.KeyType)},{TypeName(map.ValueType)}>",
        StructType fields => $"STRUCT<{string.Join(",", fields.Fields.Select(f => $"{SqlText.Identifier(f.Name)}:{TypeName(f.Type)}"))}>",
        _ => type.Name,
    };

    private static string Default(Column column)
    {
        if (column.DefaultValue is not { } value)
        {
            return "";
        }

        bool isText = column.Type.Kind is OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Json;
        return $" DEFAULT {(isText || !Literal().IsMatch(value) ? SqlText.Literal(value) : value)}";
    }

    /// <summary>A number, a word, a call, or a typed literal such as <c>date '2026-01-01'</c>: what needs no quotes.</summary>
    [GeneratedRegex(@"^(?:[-+]?[0-9.][0-9A-Za-z.]*|[A-Za-z_][A-Za-z0-9_]*\s*(?:\(.*\)|'.*'|"".*"")?)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Literal();
}
