using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Odps.Net.Analyzers;

/// <summary>
/// Finds SQL that became text before the SDK saw its values, so that they are not escaped: <c>QueryAsync("..." + $"... {x}")</c> compiles, and means the overload that
/// takes plain text.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnescapedSqlAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The id of the warning.</summary>
    public const string Id = "ODPS001";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Values in SQL text are not escaped",
        "The values in this SQL are not escaped: it is a plain string before {0} sees it. Pass the interpolated string itself, join statements of type SqlStatement, or use SqlOptions.Parameters.",
        "Security",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An interpolated string is escaped where it becomes a SqlStatement. Added to another string, chosen with ?:, formatted or stored in a string first, it is text that no one escapes.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!TakesSql(call.TargetMethod))
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is { Name: "sql", Type.SpecialType: SpecialType.System_String } && HoldsValues(argument.Value, followsLocals: true))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, argument.Value.Syntax.GetLocation(), call.TargetMethod.Name));
            }
        }
    }

    private static bool TakesSql(IMethodSymbol method) =>
        method.ContainingType is { Name: "SqlOperations" or "SqlStatement" or "InteractiveSession" } type && type.ContainingNamespace.ToDisplayString() == "Odps.Net";

    /// <summary>Whether a text was put together from something that is not constant.</summary>
    private static bool HoldsValues(IOperation value, bool followsLocals)
    {
        if (value.ConstantValue.HasValue)
        {
            return false;
        }

        switch (value)
        {
            case IConversionOperation conversion:
                return HoldsValues(conversion.Operand, followsLocals);
            case IParenthesizedOperation parenthesized:
                return HoldsValues(parenthesized.Operand, followsLocals);
            case IInterpolatedStringOperation text:
                return text.Parts.OfType<IInterpolationOperation>().Any(hole => !hole.Expression.ConstantValue.HasValue);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                // Text added to something that is not constant: a value, or a part that had values.
                return true;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return HoldsValues(choice.WhenTrue, followsLocals) || HoldsValues(otherwise, followsLocals);
            case ICoalesceOperation coalesce:
                return HoldsValues(coalesce.Value, followsLocals) || HoldsValues(coalesce.WhenNull, followsLocals);
            case ISwitchExpressionOperation choice:
                return choice.Arms.Any(arm => HoldsValues(arm.Value, followsLocals));
            case IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_String, Name: "Format" or "Concat" } }:
                return true;
            case ILocalReferenceOperation local when followsLocals:
                return Initializer(local) is { } initializer && HoldsValues(initializer, followsLocals: false);
            default:
                // A text from elsewhere may be a statement that someone wrote down; what it holds cannot be seen here.
                return false;
        }
    }

    /// <summary>What a local variable was declared with.</summary>
    private static IOperation? Initializer(ILocalReferenceOperation local)
    {
        SyntaxNode? declaration = local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        return declaration is VariableDeclaratorSyntax { Initializer.Value: { } value } && local.SemanticModel is { } model && model.SyntaxTree == declaration.SyntaxTree
            ? model.GetOperation(value)
            : null;
    }
}
