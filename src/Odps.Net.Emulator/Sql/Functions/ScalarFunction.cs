using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>
/// One form of a scalar function. The signature lists the types of its parameters, separated by commas: a type name, or <c>any</c>,
/// <c>int</c> (any whole number), <c>number</c>, <c>time</c>, <c>text</c>, <c>array</c>, <c>map</c>, <c>struct</c>. A <c>?</c> after it makes it
/// optional, <c>...</c> after the last one repeats it.
/// </summary>
internal sealed class ScalarFunction
{
    private readonly string[] _parameters;
    private readonly int _required;
    private readonly bool _repeats;
    private readonly Func<OdpsType[], OdpsType?> _result;
    private readonly Func<SqlSession, OdpsType[], ScalarBody> _compile;
    private readonly bool _takesNulls;

    public ScalarFunction(string signature, Func<OdpsType[], OdpsType?> result, Func<SqlSession, OdpsType[], ScalarBody> compile, bool takesNulls, bool isVolatile)
    {
        Signature = signature;
        string[] parts = signature.Length == 0 ? [] : signature.Split(',', StringSplitOptions.TrimEntries);
        _repeats = parts.Length > 0 && parts[^1].EndsWith("...", StringComparison.Ordinal);
        _required = parts.Count(p => !p.EndsWith('?') && !p.EndsWith("...", StringComparison.Ordinal));
        _parameters = [.. parts.Select(p => p.TrimEnd('?', '.'))];
        _result = result;
        _compile = compile;
        _takesNulls = takesNulls;
        IsVolatile = isVolatile;
    }

    public string Signature { get; }

    public bool IsVolatile { get; }

    /// <summary>How far the arguments are from the parameters; null when they cannot be passed.</summary>
    public int? Cost(OdpsType[] arguments)
    {
        if (arguments.Length < _required || (arguments.Length > _parameters.Length && !_repeats))
        {
            return null;
        }

        int cost = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (CostOf(ParameterName(i), arguments[i]) is not { } one)
            {
                return null;
            }

            cost += one;
        }

        return cost;
    }

    /// <summary>The type to which an argument is brought; null when it is taken as it is.</summary>
    public OdpsType? Parameter(int index, OdpsType[] arguments) => ParameterName(index) switch
    {
        "any" or "array" or "map" or "struct" => SqlTypes.IsVoid(arguments[index]) ? OdpsType.String : null,
        "int" => SqlTypes.IsInteger(arguments[index]) ? null : OdpsType.BigInt,
        "number" => SqlTypes.IsNumber(arguments[index]) ? null : OdpsType.Double,
        "time" => SqlTypes.IsTime(arguments[index]) ? null : OdpsType.DateTime,
        "text" => OdpsType.String,
        "decimal" when arguments[index].Kind == OdpsTypeKind.Decimal => null,
        "decimal" => DecimalTypes.Of(SqlTypes.IsText(arguments[index]) ? OdpsType.LegacyDecimal : arguments[index]),
        string name => OdpsType.Parse(name),
    };

    public OdpsType? ResultType(OdpsType[] arguments) => _result(arguments);

    public ScalarBody Compile(SqlSession session, OdpsType[] arguments)
    {
        ScalarBody body = _compile(session, arguments);
        return _takesNulls ? body : cells => Array.IndexOf(cells, null) >= 0 ? null : body(cells);
    }

    private static int? CostOf(string parameter, OdpsType argument) => parameter switch
    {
        "any" => 5,
        "array" => argument.Kind == OdpsTypeKind.Array || SqlTypes.IsVoid(argument) ? 0 : null,
        "map" => argument.Kind == OdpsTypeKind.Map || SqlTypes.IsVoid(argument) ? 0 : null,
        "struct" => argument.Kind == OdpsTypeKind.Struct || SqlTypes.IsVoid(argument) ? 0 : null,
        "int" => SqlTypes.IsInteger(argument) ? 0 : SqlTypes.ConversionCost(argument, OdpsType.BigInt),
        "number" => SqlTypes.IsNumber(argument) ? 0 : SqlTypes.ConversionCost(argument, OdpsType.Double),
        "time" => SqlTypes.IsTime(argument) ? 0 : SqlTypes.ConversionCost(argument, OdpsType.DateTime),
        "text" => SqlTypes.ConversionCost(argument, OdpsType.String),

        // Only a number that is one already makes a function decimal.
        "decimal" => argument.Kind == OdpsTypeKind.Decimal ? 0 : SqlTypes.ConversionCost(argument, OdpsType.LegacyDecimal) + 10,
        _ => SqlTypes.ConversionCost(argument, OdpsType.Parse(parameter)),
    };

    private string ParameterName(int index) => _parameters[Math.Min(index, _parameters.Length - 1)];
}
