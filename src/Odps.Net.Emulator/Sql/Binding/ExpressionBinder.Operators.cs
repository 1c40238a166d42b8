using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>Operators and predicates.</content>
internal sealed partial class ExpressionBinder
{
    private TypedSql BindUnary(UnaryExpression expression)
    {
        if (expression.Operator == "NOT")
        {
            TypedSql condition = BindCondition(expression.Operand, "NOT");
            return TypedSql.Of($"(NOT {condition.Sql})", OdpsType.Boolean, condition);
        }

        TypedSql value = Bind(expression.Operand);
        if (SqlTypes.IsText(value.Type))
        {
            value = Convert(value, OdpsType.Double, expression.Position);
        }

        if (expression.Operator == "~" && SqlTypes.IsInteger(value.Type))
        {
            return TypedSql.Of($"(~{value.Sql})", value.Type, value);
        }

        if (expression.Operator is "-" or "+" && (SqlTypes.IsNumber(value.Type) || SqlTypes.IsVoid(value.Type)))
        {
            OdpsType type = value.Type;
            return expression.Operator == "+" || SqlTypes.IsVoid(type)
                ? value
                : context.Functions.Call($"negate {type}", type, Arithmetic.Negate(type), value);
        }

        throw SqlErrors.InvalidArguments(expression.Position, $"the operator {expression.Operator} cannot be applied to {value.Type}");
    }

    private TypedSql BindBinary(BinaryExpression expression)
    {
        if (expression.Operator is "AND" or "OR")
        {
            return BindLogic(expression);
        }

        if (expression.Operator == "||")
        {
            List<TypedSql> texts = Chain(expression).ConvertAll(e => Convert(Bind(e), OdpsType.String, e.Position));
            return TypedSql.Of(Balance(texts.ConvertAll(t => t.Sql), "||"), OdpsType.String, [.. texts]);
        }

        TypedSql left = Bind(expression.Left);
        TypedSql right = Bind(expression.Right);
        switch (expression.Operator)
        {
            case "=" or "<>" or "<" or ">" or "<=" or ">=" or "<=>":
                return Compare(expression.Operator, left, right, expression.Position);
            case "&" or "|" or "^":
                return BindBits(expression, left, right);
            default:
                return BindArithmetic(expression, left, right);
        }
    }

    /// <summary>A chain of ANDs or ORs; it is written as a balanced tree, since SQLite limits the depth of expressions.</summary>
    private TypedSql BindLogic(BinaryExpression expression)
    {
        List<TypedSql> operands = Chain(expression).ConvertAll(e => BindCondition(e, expression.Operator));
        return TypedSql.Of(Balance(operands.ConvertAll(o => o.Sql), expression.Operator), OdpsType.Boolean, [.. operands]);
    }

    /// <summary>The operands of a chain of one operator.</summary>
    private static List<Expression> Chain(BinaryExpression expression)
    {
        var operands = new List<Expression>();
        Expression current = expression;
        while (current is BinaryExpression binary && binary.Operator == expression.Operator)
        {
            operands.Add(binary.Right);
            current = binary.Left;
        }

        operands.Add(current);
        operands.Reverse();
        return operands;
    }

    private static string Balance(List<string> operands, string name)
    {
        while (operands.Count > 1)
        {
            operands = [.. operands.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : $"({pair[0]} {name} {pair[1]})")];
        }

        return operands[0];
    }

    private TypedSql Compare(string name, TypedSql left, TypedSql right, SourcePosition at)
    {
        OdpsType type = ComparisonType(left.Type, right.Type, at);
        left = Convert(left, type, at);
        right = Convert(right, type, at);
        return TypedSql.Of($"({left.Sql} {(name == "<=>" ? "IS" : name)} {right.Sql})", OdpsType.Boolean, left, right);
    }

    private static OdpsType ComparisonType(OdpsType left, OdpsType right, SourcePosition at)
    {
        if (SqlTypes.IsNumber(left) && SqlTypes.IsNumber(right) && left.Kind != OdpsTypeKind.Decimal && right.Kind != OdpsTypeKind.Decimal)
        {
            // SQLite compares integers and reals exactly, whatever their widths.
            return SqlTypes.CommonNumber(left, right);
        }

        return SqlTypes.Comparison(left, right) is { } type && !SqlTypes.IsNested(type)
            ? type
            : throw SqlErrors.InvalidArguments(at, $"{left} and {right} cannot be compared");
    }

    private TypedSql BindBits(BinaryExpression expression, TypedSql left, TypedSql right)
    {
        left = SqlTypes.IsText(left.Type) ? Convert(left, OdpsType.BigInt, expression.Position) : left;
        right = SqlTypes.IsText(right.Type) ? Convert(right, OdpsType.BigInt, expression.Position) : right;
        bool valid = (SqlTypes.IsInteger(left.Type) || SqlTypes.IsVoid(left.Type)) && (SqlTypes.IsInteger(right.Type) || SqlTypes.IsVoid(right.Type));
        if (!valid)
        {
            throw SqlErrors.InvalidArguments(expression.Position, $"the operator {expression.Operator} cannot be applied to {left.Type} and {right.Type}");
        }

        OdpsType type = SqlTypes.Common(left.Type, right.Type)!;
        return expression.Operator == "^"
            ? context.Functions.Call("xor", type, a => a[0] is long x && a[1] is long y ? x ^ y : null, left, right)
            : TypedSql.Of($"({left.Sql} {expression.Operator} {right.Sql})", type, left, right);
    }

    private TypedSql BindArithmetic(BinaryExpression expression, TypedSql left, TypedSql right)
    {
        string name = expression.Operator;
        SourcePosition at = expression.Position;
        if (BindTimeArithmetic(name, left, right, at) is { } time)
        {
            return time;
        }

        // A text in arithmetic is read as a DOUBLE.
        left = SqlTypes.IsText(left.Type) ? Convert(left, OdpsType.Double, at) : left;
        right = SqlTypes.IsText(right.Type) ? Convert(right, OdpsType.Double, at) : right;
        OdpsType a = SqlTypes.IsVoid(left.Type) ? right.Type : left.Type;
        OdpsType b = SqlTypes.IsVoid(right.Type) ? a : right.Type;
        if (SqlTypes.IsVoid(a))
        {
            return TypedSql.Null with { Type = OdpsType.BigInt };
        }

        if (!SqlTypes.IsNumber(a) || !SqlTypes.IsNumber(b))
        {
            throw SqlErrors.InvalidArguments(at, $"the operator {name} cannot be applied to {left.Type} and {right.Type}");
        }

        OdpsType common = SqlTypes.CommonNumber(a, b);
        OdpsType result = common.Kind == OdpsTypeKind.Decimal
            ? name == "DIV" ? OdpsType.BigInt : DecimalTypes.Result(name, DecimalTypes.Of(a), DecimalTypes.Of(b))
            : name == "/" ? OdpsType.Double
            : name == "DIV" && SqlTypes.IsReal(common) ? OdpsType.BigInt
            : common;
        if (common.Kind != OdpsTypeKind.Decimal)
        {
            OdpsType operand = name == "/" ? OdpsType.Double : common;
            left = Convert(left, operand, at);
            right = Convert(right, operand, at);
        }
        else
        {
            left = Convert(left, DecimalTypes.Of(a), at);
            right = Convert(right, DecimalTypes.Of(b), at);
        }

        ScalarBody body = Arithmetic.Find(name, common.Kind == OdpsTypeKind.Decimal ? common : name == "/" ? OdpsType.Double : common, result);
        return context.Functions.Call($"{name} {left.Type} {right.Type} {result}", result, body, left, right);
    }

    private TypedSql? BindTimeArithmetic(string name, TypedSql left, TypedSql right, SourcePosition at)
    {
        if (name is not ("+" or "-"))
        {
            return null;
        }

        if (name == "+" && SqlTypes.IsTime(right.Type) && IsInterval(left.Type))
        {
            (left, right) = (right, left);
        }

        if (SqlTypes.IsTime(left.Type) && IsInterval(right.Type))
        {
            OdpsType result = left.Type.Kind == OdpsTypeKind.Date && right.Type.Kind == OdpsTypeKind.IntervalDayTime ? OdpsType.DateTime : left.Type;
            left = Convert(left, result, at);
            ScalarBody body = IntervalArithmetic.Add(result, right.Type, name == "-", Session.Zone);
            return context.Functions.Call($"{name} {result} {right.Type}", result, body, left, right);
        }

        if (name == "-" && SqlTypes.IsTime(left.Type) && SqlTypes.IsTime(right.Type))
        {
            OdpsType type = left.Type.Kind == OdpsTypeKind.TimestampNtz && right.Type.Kind == OdpsTypeKind.TimestampNtz ? OdpsType.TimestampNtz : OdpsType.Timestamp;
            left = Convert(left, type, at);
            right = Convert(right, type, at);
            return context.Functions.Call("- times", OdpsType.IntervalDayTime, IntervalArithmetic.Difference, left, right);
        }

        if (IsInterval(left.Type) && left.Type == right.Type)
        {
            return context.Functions.Call($"{name} {left.Type}", left.Type, IntervalArithmetic.AddIntervals(left.Type, name == "-"), left, right);
        }

        return null;
    }

    private static bool IsInterval(OdpsType type) => type.Kind is OdpsTypeKind.IntervalDayTime or OdpsTypeKind.IntervalYearMonth;

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
