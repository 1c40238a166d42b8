using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>Operators.</content>
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
}
