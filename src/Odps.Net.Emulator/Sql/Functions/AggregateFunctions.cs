using System.Collections.Frozen;
using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The aggregate functions by name.</summary>
internal static class AggregateFunctions
{
    private static readonly FrozenDictionary<string, AggregateFunction> Functions = Build();

    public static IEnumerable<string> Names => Functions.Keys;

    public static AggregateFunction? Find(string name) => Functions.GetValueOrDefault(name);

    private static FrozenDictionary<string, AggregateFunction> Build()
    {
        var all = new Dictionary<string, AggregateFunction>(StringComparer.Ordinal);
        void Add(string names, Func<ExpressionBinder, CallExpression, List<TypedSql>, AggregateCall> bind)
        {
            foreach (string name in names.Split(','))
            {
                all.Add(name, new AggregateFunction(name, bind));
            }
        }

        Add("count", Count);
        Add("sum", Sum);
        Add("avg", Average);
        Add("min,max", MinMax);
        Add("count_if", CountIf);
        Add("approx_distinct", (b, c, a) => Native(OdpsType.BigInt, Require(c, a, 1), () => new DistinctAggregate(new CountAggregate()), (x, rest) => $"count(DISTINCT {x}){rest}"));
        Add("any_value", (b, c, a) => new AggregateCall(a.Count == 1 ? a[0].Type : OdpsType.String, Require(c, a, 1), () => new AnyValueAggregate()));
        Add("stddev,stddev_pop", (b, c, a) => Moments(b, c, a, m => m.PopulationVariance is { } v ? Math.Sqrt(v) : null));
        Add("stddev_samp", (b, c, a) => Moments(b, c, a, m => m.SampleVariance is { } v ? Math.Sqrt(v) : null));
        Add("variance,var_pop", (b, c, a) => Moments(b, c, a, m => m.PopulationVariance));
        Add("var_samp", (b, c, a) => Moments(b, c, a, m => m.SampleVariance));
        Add("covar_pop", (b, c, a) => Pairs(b, c, a, p => p.PopulationCovariance));
        Add("covar_samp", (b, c, a) => Pairs(b, c, a, p => p.SampleCovariance));
        Add("corr", (b, c, a) => Pairs(b, c, a, p => p.Correlation));
        Add("median", (b, c, a) => new AggregateCall(OdpsType.Double, Convert(b, c, Require(c, a, 1), OdpsType.Double), () => new PercentileAggregate(0.5)));
        Add("percentile,percentile_approx,percentile_cont", Percentile);
        Add("wm_concat", (b, c, a) => new AggregateCall(OdpsType.String, Convert(b, c, Require(c, a, 2), OdpsType.String), () => new ConcatAggregate()));
        Add("collect_list,array_agg", (b, c, a) => Collect(c, a, isSet: false));
        Add("collect_set", (b, c, a) => Collect(c, a, isSet: true));
        Add("max_by", (b, c, a) => new AggregateCall(Require(c, a, 2)[0].Type, a, () => new ExtremeByAggregate(1)));
        Add("min_by", (b, c, a) => new AggregateCall(Require(c, a, 2)[0].Type, a, () => new ExtremeByAggregate(-1)));
        Add("map_agg", MapAgg);
        Add("bitwise_and_agg", (b, c, a) => Bits(b, c, a, (x, y) => x & y));
        Add("bitwise_or_agg", (b, c, a) => Bits(b, c, a, (x, y) => x | y));
        Add("bitwise_xor_agg", (b, c, a) => Bits(b, c, a, (x, y) => x ^ y));
        Add("bool_and,every", (b, c, a) => new AggregateCall(OdpsType.Boolean, Convert(b, c, Require(c, a, 1), OdpsType.Boolean), () => new FoldAggregate((x, y) => x & y)));
        Add("bool_or", (b, c, a) => new AggregateCall(OdpsType.Boolean, Convert(b, c, Require(c, a, 1), OdpsType.Boolean), () => new FoldAggregate((x, y) => x | y)));
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static List<TypedSql> Require(CallExpression call, List<TypedSql> arguments, int count) => arguments.Count == count
        ? arguments
        : throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} takes {count} arguments, but {arguments.Count} were given");

    private static List<TypedSql> Convert(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments, OdpsType type) =>
        arguments.ConvertAll(a => binder.Convert(a, type, call.Position));

    private static AggregateCall Native(OdpsType type, List<TypedSql> arguments, Func<IAggregate> create, Func<string, string, string> native) =>
        new(type, arguments, create) { Native = native, IgnoresDistinct = native("", "").Contains("DISTINCT", StringComparison.Ordinal) };

    private static AggregateCall Count(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        if (arguments.Count == 0 && !call.IsStar)
        {
            throw SqlErrors.InvalidArguments(call.Position, "function count needs an argument");
        }

        var bound = new AggregateCall(OdpsType.BigInt, arguments, () => new CountAggregate());
        return arguments.Count > 1 ? bound : bound with { Native = (inner, rest) => $"count({inner}){rest}" };
    }

    private static AggregateCall CountIf(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        TypedSql condition = binder.Convert(Require(call, arguments, 1)[0], OdpsType.Boolean, call.Position);
        condition = condition with { Sql = $"CASE WHEN {condition.Sql} THEN 1 END", Code = null };
        return new AggregateCall(OdpsType.BigInt, [condition], () => new CountAggregate()) { Native = (inner, rest) => $"count({inner}){rest}" };
    }

    private static AggregateCall Sum(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        TypedSql value = NumberArgument(binder, call, arguments);
        if (value.Type is DecimalType type)
        {
            DecimalType sum = DecimalTypes.Sum(type);
            return new AggregateCall(sum, [value], () => new DecimalSumAggregate(sum, isAverage: false));
        }

        return SqlTypes.IsInteger(value.Type)
            ? new AggregateCall(OdpsType.BigInt, [value], () => new IntegerSumAggregate()) { Native = (inner, rest) => $"sum({inner}){rest}" }
            : WithNaN("sum", call, value, () => new RealSumAggregate(isAverage: false));
    }

    private static AggregateCall Average(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        TypedSql value = NumberArgument(binder, call, arguments);
        if (value.Type is DecimalType type)
        {
            DecimalType average = DecimalTypes.Average(type);
            return new AggregateCall(average, [value], () => new DecimalSumAggregate(average, isAverage: true));
        }

        return SqlTypes.IsInteger(value.Type)
            ? new AggregateCall(OdpsType.Double, [value], () => new RealSumAggregate(isAverage: true)) { Native = (inner, rest) => $"avg({inner}){rest}" }
            : WithNaN("avg", call, value, () => new RealSumAggregate(isAverage: true));
    }

    /// <summary>Over a window SQLite's own function, with NaN, which it does not know, looked for beside it; otherwise the exact form in C#.</summary>
    private static AggregateCall WithNaN(string name, CallExpression call, TypedSql value, Func<IAggregate> create)
    {
        var bound = new AggregateCall(OdpsType.Double, [value], create);
        return call.Window is null
            ? bound
            : bound with { Native = (inner, rest) => $"CASE WHEN max(typeof({inner}) = 'text'){rest} THEN 'NaN' ELSE {name}({inner}){rest} END" };
    }

    private static TypedSql NumberArgument(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        TypedSql value = Require(call, arguments, 1)[0];
        return SqlTypes.IsNumber(value.Type) ? value : binder.Convert(value, SqlTypes.IsVoid(value.Type) ? OdpsType.BigInt : OdpsType.Double, call.Position);
    }

    private static AggregateCall MinMax(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        TypedSql value = Require(call, arguments, 1)[0];
        if (SqlTypes.IsNested(value.Type))
        {
            throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} cannot be called with {value.Type}");
        }

        int direction = call.Name == "max" ? 1 : -1;
        return new AggregateCall(value.Type, [value], () => new ExtremeByAggregate(direction)) { Native = (inner, rest) => $"{call.Name}({inner}){rest}", IgnoresDistinct = true };
    }

    private static AggregateCall Moments(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments, Func<MomentsAggregate, double?> result) =>
        new(OdpsType.Double, Convert(binder, call, Require(call, arguments, 1), OdpsType.Double), () => new MomentsAggregate(result));

    private static AggregateCall Pairs(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments, Func<PairsAggregate, double?> result) =>
        new(OdpsType.Double, Convert(binder, call, Require(call, arguments, 2), OdpsType.Double), () => new PairsAggregate(result));

    private static AggregateCall Percentile(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        if (arguments.Count is 2 or 3 && arguments[1].Type is ArrayType)
        {
            List<TypedSql> both = [binder.Convert(arguments[0], OdpsType.Double, call.Position), binder.Convert(arguments[1], OdpsType.Array(OdpsType.Double), call.Position)];
            return new AggregateCall(OdpsType.Array(OdpsType.Double), both, () => new PercentilesAggregate());
        }

        if (arguments.Count is < 2 or > 3 || arguments[1] is not { IsLiteral: true, Value: double or long } fraction)
        {
            throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} takes a column and a number between 0 and 1");
        }

        double p = Storage.StoredValues.ToDouble(fraction.Value!);
        return p is >= 0 and <= 1
            ? new AggregateCall(OdpsType.Double, Convert(binder, call, arguments[..1], OdpsType.Double), () => new PercentileAggregate(p))
            : throw SqlErrors.InvalidArguments(call.Position, $"function {call.Name} takes a number between 0 and 1");
    }

    private static AggregateCall Collect(CallExpression call, List<TypedSql> arguments, bool isSet)
    {
        OdpsType element = SqlTypes.Output(Require(call, arguments, 1)[0].Type);
        return new AggregateCall(OdpsType.Array(element), arguments, () => isSet ? new DistinctAggregate(new CollectAggregate(element)) : new CollectAggregate(element));
    }

    private static AggregateCall MapAgg(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments)
    {
        MapType type = OdpsType.Map(SqlTypes.Output(Require(call, arguments, 2)[0].Type), SqlTypes.Output(arguments[1].Type));
        return new AggregateCall(type, arguments, () => new MapAggregate(type));
    }

    private static AggregateCall Bits(ExpressionBinder binder, CallExpression call, List<TypedSql> arguments, Func<long, long, long> fold) =>
        new(OdpsType.BigInt, Convert(binder, call, Require(call, arguments, 1), OdpsType.BigInt), () => new FoldAggregate(fold));
}
