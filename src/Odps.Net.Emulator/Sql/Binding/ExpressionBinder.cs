using System.Runtime.CompilerServices;
using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;

namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>
/// Gives names and types to expressions and turns them into SQLite text. Values are cells of their types (see <see cref="Storage.StoredValues"/>), so
/// comparisons are SQLite's own; arithmetic, casts and functions that SQLite lacks or does otherwise call back into C#.
/// </summary>
internal sealed partial class ExpressionBinder(BindingContext context, QueryBinder queries, Scope scope)
{
    private const int DeepestExpression = 600;

    private bool _insideAggregate;
    private int _depth;

    public Scope Scope { get; } = scope;

    /// <summary>The keys of GROUP BY by their text; the value is what stands for the key in a grouping set that leaves it out. Null when the query is not grouped.</summary>
    public IReadOnlyDictionary<string, string>? GroupKeys { get; set; }

    /// <summary>Whether the grouping set leaves each key out; null outside of grouping sets.</summary>
    public IReadOnlyDictionary<string, bool>? GroupingFunctions { get; set; }

    /// <summary>Where aggregates may not stand, the name of the clause.</summary>
    public string? NoAggregatesIn { get; set; }

    /// <summary>The aliases of the select list, where they may be named.</summary>
    public IReadOnlyDictionary<string, TypedSql> Aliases { get; set; } = new Dictionary<string, TypedSql>();

    /// <summary>Whether an alias hides a column of the same name (ORDER BY), or is hidden by it (GROUP BY, HAVING).</summary>
    public bool AliasesFirst { get; set; }

    public IReadOnlyDictionary<string, WindowSpec> Windows { get; set; } = new Dictionary<string, WindowSpec>();

    private SqlSession Session => context.Session;

    public TypedSql Bind(Expression expression)
    {
        if (++_depth > DeepestExpression || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SqlErrors.Parse(expression.Position, "the expression is nested too deeply");
        }

        TypedSql result = BindUnchecked(expression);
        _depth--;
        if (GroupKeys is not null && !_insideAggregate && !result.IsLiteral && GroupKeys.TryGetValue(result.Sql, out string? replacement))
        {
            result = result with { Sql = replacement, Ungrouped = null, HasAggregate = false, Code = null };
        }

        return result;
    }

    public TypedSql BindCondition(Expression expression, string clause)
    {
        TypedSql condition = Bind(expression);
        return condition.Type.Kind == OdpsTypeKind.Boolean || SqlTypes.IsVoid(condition.Type)
            ? condition
            : throw SqlErrors.Semantic(expression.Position, $"expect a BOOLEAN expression in {clause}, but got {condition.Type}");
    }

    /// <summary>Brings a value to a type by the rules of CAST, or of implicit conversion.</summary>
    public TypedSql Convert(TypedSql value, OdpsType to, SourcePosition at, bool isExplicit = false)
    {
        if (value.Type == to)
        {
            return value;
        }

        if (SqlTypes.IsVoid(value.Type) || Casts.IsSameCell(value.Type, to))
        {
            return value with { Type = to };
        }

        if (Casts.Find(value.Type, to, Session) is not { } body)
        {
            throw isExplicit
                ? SqlErrors.Semantic(at, $"cannot cast from {value.Type} to {to}")
                : SqlErrors.Conversion(at, value.Type, to);
        }

        return value.IsLiteral
            ? context.Literal(body([value.Value]), to)
            : context.Functions.Call($"cast {value.Type} {to}", to, body, value);
    }

    /// <summary>Whether two values are equal, for USING.</summary>
    public TypedSql BindEquality(TypedSql left, TypedSql right, SourcePosition at) => Compare("=", left, right, at);

    private TypedSql BindUnchecked(Expression expression) => expression switch
    {
        LiteralExpression e => BindLiteral(e),
        IntervalExpression e => BindInterval(e),
        NameExpression e => BindName(e),
        UnaryExpression e => BindUnary(e),
        BinaryExpression e => BindBinary(e),
        IsExpression e => BindIs(e),
        BetweenExpression e => BindBetween(e),
        InListExpression e => BindInList(e),
        InQueryExpression e => BindInQuery(e),
        LikeExpression e => BindLike(e),
        ExistsExpression e => new TypedSql(Exists(e.Query), OdpsType.Boolean),
        SubqueryExpression e => BindSubquery(e),
        CaseExpression e => BindCase(e),
        CastExpression e => Convert(Bind(e.Operand), e.Type, e.Position, isExplicit: true),
        IndexExpression e => BindIndex(e),
        FieldExpression e => BindField(Bind(e.Operand), e.Field, e.Position),
        CallExpression e => BindCall(e),
        VariableExpression e => BindVariable(e),
        StarExpression e => throw SqlErrors.Parse(e.Position, "invalid token '*'"),
        RowExpression e => throw SqlErrors.Unsupported(e.Position, "a row of several values that is not compared with a query by IN"),
        LambdaExpression e => throw SqlErrors.Semantic(e.Position, "a function (->) can only be an argument of a function that takes one"),
        _ => throw SqlErrors.Unsupported(expression.Position, expression.GetType().Name),
    };

    private string Exists(Query query) => $"EXISTS ({queries.BindSubquery(query, Scope).Sql})";

    private TypedSql BindName(NameExpression name)
    {
        if (AliasesFirst && name.Parts.Count == 1 && Aliases.TryGetValue(name.Parts[0], out TypedSql? alias))
        {
            return alias;
        }

        if (Scope.Resolve(name.Position, name.Parts) is not { } found)
        {
            return name.Parts.Count == 1 && Aliases.TryGetValue(name.Parts[0], out alias) ? alias
                : name.Text.Equals("grouping__id", StringComparison.OrdinalIgnoreCase) ? context.Literal(GroupingId(), OdpsType.BigInt)
                : throw SqlErrors.ColumnNotFound(name.Position, name.Text);
        }

        var value = new TypedSql(found.Column.Sql, found.Column.Type);
        if (GroupKeys is not null && !_insideAggregate && !found.IsOuter)
        {
            value = GroupKeys.TryGetValue(value.Sql, out string? replacement)
                ? value with { Sql = replacement }
                : value with { Ungrouped = (name.Position, name.Text) };
        }

        foreach (string field in name.Parts.Skip(found.PartsUsed))
        {
            value = BindField(value, field, name.Position);
        }

        return value;
    }

    /// <summary>A bit for each key of GROUP BY, the first one highest: 1 where the grouping set leaves it out.</summary>
    private long GroupingId() => GroupingFunctions?.Values.Aggregate(0L, (id, isLeftOut) => (id << 1) | (isLeftOut ? 1L : 0L)) ?? 0L;

    private TypedSql BindVariable(VariableExpression variable) =>
        Session.Variables.GetValueOrDefault(variable.Name)?.Value is { } value
            ? new ExpressionBinder(context, queries, new Scope([], null)) { NoAggregatesIn = "a variable" }.Bind(value)
            : throw SqlErrors.Semantic(variable.Position, $"the variable {variable.Name} cannot be resolved, or is a table");

    private TypedSql BindField(TypedSql value, string field, SourcePosition at)
    {
        if (value.Type is not StructType type)
        {
            throw SqlErrors.ColumnNotFound(at, field);
        }

        int index = type.IndexOf(field);
        if (index < 0)
        {
            throw SqlErrors.Semantic(at, $"the type {type} has no field {field}");
        }

        ScalarBody body = arguments => arguments[0] is string json ? NestedCells.ReadField(type, index, json) : null;
        return context.Functions.Call($"field {type} {index}", type.Fields[index].Type, body, value);
    }

    private TypedSql BindIndex(IndexExpression expression)
    {
        TypedSql value = Bind(expression.Operand);
        TypedSql index = Bind(expression.Index);
        switch (value.Type)
        {
            case ArrayType array:
                index = Convert(index, OdpsType.BigInt, expression.Position);
                ScalarBody element = arguments =>
                {
                    if (arguments[0] is not string json || arguments[1] is not long position)
                    {
                        return null;
                    }

                    List<object?> cells = NestedCells.ReadArray(array.ElementType, json);
                    return position >= 0 && position < cells.Count ? cells[(int)position] : null;
                };
                return context.Functions.Call($"element {array}", array.ElementType, element, value, index);
            case MapType map:
                index = Convert(index, map.KeyType, expression.Position);
                ScalarBody entry = arguments => arguments[0] is string json && arguments[1] is { } key
                    ? NestedCells.ReadMap(map, json).Find(e => Equals(e.Key, key)).Value
                    : null;
                return context.Functions.Call($"entry {map}", map.ValueType, entry, value, index);
            default:
                throw SqlErrors.Semantic(expression.Position, $"expect an ARRAY or MAP before '[', but got {value.Type}");
        }
    }

    private TypedSql BindSubquery(SubqueryExpression expression)
    {
        BoundQuery query = queries.BindSubquery(expression.Query, Scope);
        if (query.Columns.Count != 1)
        {
            throw SqlErrors.Semantic(expression.Position, $"a scalar subquery gives one column, but {query.Columns.Count} were found");
        }

        string single = context.Functions.CallAggregate("single value", () => new SingleValueAggregate(), [BoundQuery.ColumnSql(0)]);
        return new TypedSql($"(SELECT {single} FROM ({query.Sql}))", query.Columns[0].Type);
    }

    private TypedSql BindCase(CaseExpression expression)
    {
        TypedSql? operand = expression.Operand is null ? null : Bind(expression.Operand);
        var conditions = new List<TypedSql>();
        var results = new List<(Expression Source, TypedSql Value)>();
        foreach ((Expression when, Expression then) in expression.Branches)
        {
            conditions.Add(operand is null ? BindCondition(when, "CASE WHEN") : Compare("=", operand, Bind(when), when.Position));
            results.Add((then, Bind(then)));
        }

        if (expression.Else is not null)
        {
            results.Add((expression.Else, Bind(expression.Else)));
        }

        (List<TypedSql> values, OdpsType type) = Unify(results, expression.Position);
        return Choose(conditions, values, type);
    }

    /// <summary>A CASE; when there is one value more than conditions, it is that of ELSE.</summary>
    private static TypedSql Choose(List<TypedSql> conditions, List<TypedSql> values, OdpsType type)
    {
        const string start = "CASE";
        const string end = " END";
        string branches = string.Concat(conditions.Select((c, i) => $" WHEN {c.Sql} THEN {values[i].Sql}"));
        string otherwise = "";
        if (values.Count > conditions.Count)
        {
            // A chain of choices becomes one, so that it does not nest.
            string last = values[^1].Sql;
            otherwise = last.StartsWith(start, StringComparison.Ordinal) ? last[start.Length..^end.Length] : $" ELSE {last}";
        }

        return TypedSql.Of($"{start}{branches}{otherwise}{end}", type, [.. conditions, .. values]);
    }

    /// <summary>Brings values to the one type that all of them can have.</summary>
    private (List<TypedSql> Values, OdpsType Type) Unify(List<(Expression Source, TypedSql Value)> items, SourcePosition at)
    {
        OdpsType type = SqlTypes.Void;
        foreach ((Expression source, TypedSql value) in items)
        {
            type = SqlTypes.Common(type, value.Type) ?? throw SqlErrors.Semantic(source.Position, $"the types {type} and {value.Type} have no type in common");
        }

        return (items.ConvertAll(i => Convert(i.Value, type, i.Source.Position)), type);
    }
}
