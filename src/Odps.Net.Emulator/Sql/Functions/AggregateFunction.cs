using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>An aggregate function: given its bound arguments it says how it is to be called.</summary>
internal sealed record AggregateFunction(string Name, Func<ExpressionBinder, CallExpression, List<TypedSql>, AggregateCall> Bind);

/// <summary>A call of an aggregate.</summary>
/// <param name="Type">The type of the result.</param>
/// <param name="Arguments">The arguments, brought to the types that the function takes.</param>
/// <param name="Create">Makes the C# form, which serves wherever SQLite has nothing of its own.</param>
internal sealed record AggregateCall(OdpsType Type, List<TypedSql> Arguments, Func<IAggregate> Create)
{
    /// <summary>SQLite's own form, given the text between the brackets and what follows them (FILTER, OVER); null when it has none.</summary>
    public Func<string, string, string>? Native { get; init; }

    /// <summary>Whether DISTINCT makes no difference.</summary>
    public bool IgnoresDistinct { get; init; }
}
