using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>Predicates: IS, BETWEEN, IN and LIKE.</content>
internal sealed partial class ExpressionBinder
{
    private TypedSql BindIs(IsExpression expression)
    {
        if (expression.What == "NULL")
        {
            TypedSql value = Bind(expression.Operand);
            return TypedSql.Of($"({value.Sql} IS {(expression.IsNot ? "NOT " : "")}NULL)", OdpsType.Boolean, value);
        }

        TypedSql condition = BindCondition(expression.Operand, "IS");
        string sql = $"({condition.Sql} IS {(expression.IsNot ? "NOT " : "")}{(expression.What == "TRUE" ? "1" : "0")})";
        return TypedSql.Of(sql, OdpsType.Boolean, condition);
    }

    private TypedSql BindBetween(BetweenExpression expression)
    {
        TypedSql value = Bind(expression.Operand);
        TypedSql low = Compare(">=", value, Bind(expression.Low), expression.Position);
        TypedSql high = Compare("<=", value, Bind(expression.High), expression.Position);
        string both = $"({low.Sql} AND {high.Sql})";
        return TypedSql.Of(expression.IsNot ? $"(NOT {both})" : both, OdpsType.Boolean, low, high);
    }

    private TypedSql BindInList(InListExpression expression)
    {
        TypedSql value = Bind(expression.Operand);
        List<TypedSql> items = [.. expression.Items.Select(Bind)];
        OdpsType type = value.Type;
        foreach (TypedSql item in items)
        {
            type = ComparisonType(type, item.Type, expression.Position);
        }

        value = Convert(value, type, expression.Position);
        items = items.ConvertAll(i => Convert(i, type, expression.Position));
        string sql = $"({value.Sql} {(expression.IsNot ? "NOT " : "")}IN ({string.Join(", ", items.Select(i => i.Sql))}))";
        return TypedSql.Of(sql, OdpsType.Boolean, [value, .. items]);
    }

    private TypedSql BindInQuery(InQueryExpression expression)
    {
        if (expression.Operand is RowExpression row)
        {
            return BindRowInQuery(expression, row);
        }

        TypedSql value = Bind(expression.Operand);
        BoundQuery query = queries.BindSubquery(expression.Query, Scope);
        if (query.Columns.Count != 1)
        {
            throw SqlErrors.Semantic(expression.Position, $"the query of IN gives one column, but {query.Columns.Count} were found");
        }

        OdpsType type = ComparisonType(value.Type, query.Columns[0].Type, expression.Position);
        value = Convert(value, type, expression.Position);
        TypedSql item = Convert(new TypedSql(BoundQuery.ColumnSql(0), query.Columns[0].Type), type, expression.Position);
        string source = item.Code is null ? query.Sql : $"SELECT {item.Sql} FROM ({query.Sql})";
        return TypedSql.Of($"({value.Sql} {(expression.IsNot ? "NOT " : "")}IN ({source}))", OdpsType.Boolean, value);
    }

    private TypedSql BindRowInQuery(InQueryExpression expression, RowExpression row)
    {
        List<TypedSql> values = [.. row.Items.Select(Bind)];
        BoundQuery query = queries.BindSubquery(expression.Query, Scope);
        if (query.Columns.Count != values.Count)
        {
            throw SqlErrors.Semantic(expression.Position, $"the query of IN gives {values.Count} columns, but {query.Columns.Count} were found");
        }

        var items = new List<string>();
        for (int i = 0; i < values.Count; i++)
        {
            OdpsType type = ComparisonType(values[i].Type, query.Columns[i].Type, expression.Position);
            values[i] = Convert(values[i], type, expression.Position);
            items.Add(Convert(new TypedSql(BoundQuery.ColumnSql(i), query.Columns[i].Type), type, expression.Position).Sql);
        }

        string sql = $"(({string.Join(", ", values.Select(v => v.Sql))}) {(expression.IsNot ? "NOT " : "")}IN (SELECT {string.Join(", ", items)} FROM ({query.Sql})))";
        return TypedSql.Of(sql, OdpsType.Boolean, [.. values]);
    }

    private TypedSql BindLike(LikeExpression expression)
    {
        TypedSql value = Convert(Bind(expression.Operand), OdpsType.String, expression.Position);
        TypedSql pattern = Convert(Bind(expression.Pattern), OdpsType.String, expression.Position);
        TypedSql? escape = expression.Escape is null ? null : Convert(Bind(expression.Escape), OdpsType.String, expression.Position);
        TypedSql[] arguments = escape is null ? [value, pattern] : [value, pattern, escape];
        TypedSql call = expression.Operator == "LIKE"
            ? context.Functions.Call("like", OdpsType.Boolean, TextPatterns.Like, arguments)
            : context.Functions.Call("rlike", OdpsType.Boolean, TextPatterns.RegexLike(), arguments);
        return expression.IsNot ? TypedSql.Of($"(NOT {call.Sql})", OdpsType.Boolean, call) : call;
    }
}
