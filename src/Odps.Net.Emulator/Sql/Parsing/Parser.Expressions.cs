using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>Expressions, from the weakest operator to the strongest.</content>
internal sealed partial class Parser
{
    private static readonly string[] Comparisons = ["=", "==", "<>", "!=", "<=>", "<=", ">=", "<", ">"];

    private Expression ParseExpression()
    {
        Enter();
        Expression left = ParseAnd();
        while (IsWord("OR"))
        {
            SourcePosition at = Position;
            _index++;
            left = new BinaryExpression(at, "OR", left, ParseAnd());
        }

        _depth--;
        return left;
    }

    private Expression ParseAnd()
    {
        Expression left = ParseNot();
        while (IsWord("AND") || Current.IsSymbol("&&"))
        {
            SourcePosition at = Position;
            _index++;
            left = new BinaryExpression(at, "AND", left, ParseNot());
        }

        return left;
    }

    private Expression ParseNot()
    {
        SourcePosition at = Position;
        if (Current.IsSymbol("!") || (IsWord("NOT") && !Following.IsWord("EXISTS")))
        {
            _index++;
            Enter();
            Expression operand = ParseNot();
            _depth--;
            return new UnaryExpression(at, "NOT", operand);
        }

        return TryTakeWord("NOT") ? new UnaryExpression(at, "NOT", ParsePredicate()) : ParsePredicate();
    }

    private Expression ParsePredicate()
    {
        Expression left = ParseBitOr();
        while (true)
        {
            SourcePosition at = Position;
            if (Comparisons.FirstOrDefault(TryTake) is { } comparison)
            {
                string name = comparison switch { "==" => "=", "!=" => "<>", _ => comparison };
                left = new BinaryExpression(at, name, left, ParseBitOr());
            }
            else if (TryTakeWord("IS"))
            {
                left = ParseIs(at, left);
            }
            else
            {
                bool isNot = IsWord("NOT") && (Following.IsWord("IN") || Following.IsWord("BETWEEN") || Following.IsWord("LIKE") || Following.IsWord("RLIKE") || Following.IsWord("REGEXP"));
                _index += isNot ? 1 : 0;
                if (TryTakeWord("IN"))
                {
                    left = ParseIn(at, left, isNot);
                }
                else if (TryTakeWord("BETWEEN"))
                {
                    Expression low = ParseBitOr();
                    TakeWord("AND");
                    left = new BetweenExpression(at, left, low, ParseBitOr(), isNot);
                }
                else if (IsWord("LIKE") || IsWord("RLIKE") || IsWord("REGEXP"))
                {
                    string name = _tokens[_index++].Text.ToUpperInvariant();
                    Expression pattern = ParseBitOr();
                    Expression? escape = name == "LIKE" && TryTakeWord("ESCAPE") ? ParseBitOr() : null;
                    left = new LikeExpression(at, name == "REGEXP" ? "RLIKE" : name, left, pattern, escape, isNot);
                }
                else
                {
                    return left;
                }
            }
        }
    }

    private Expression ParseIs(SourcePosition at, Expression operand)
    {
        bool isNot = TryTakeWord("NOT");
        foreach (string what in (ReadOnlySpan<string>)["NULL", "TRUE", "FALSE"])
        {
            if (TryTakeWord(what))
            {
                return new IsExpression(at, operand, what, isNot);
            }
        }

        if (TryTakeWords("DISTINCT", "FROM"))
        {
            var equal = new BinaryExpression(at, "<=>", operand, ParseBitOr());
            return isNot ? equal : new UnaryExpression(at, "NOT", equal);
        }

        throw Unexpected("NULL");
    }

    private Expression ParseIn(SourcePosition at, Expression operand, bool isNot)
    {
        Take("(");
        if (TryParseQueryInBrackets() is { } query)
        {
            return new InQueryExpression(at, operand, query, isNot);
        }

        var items = new List<Expression>();
        do
        {
            items.Add(ParseExpression());
        }
        while (TryTake(","));
        Take(")");
        return new InListExpression(at, operand, items, isNot);
    }

    /// <summary>A query and the bracket after it; nothing is taken for <c>(select 1) + 1)</c>, which only begins like a query.</summary>
    private Query? TryParseQueryInBrackets()
    {
        if (!StartsQuery())
        {
            return null;
        }

        int start = _index;
        bool nested = Current.IsSymbol("(");
        Query query = ParseQuery();
        if (nested && !Current.IsSymbol(")"))
        {
            _index = start;
            return null;
        }

        Take(")");
        return query;
    }

    private Expression ParseBitOr() => ParseLeft(() => ParseLeft(() => ParseLeft(() => ParseLeft(ParseSum, "||"), "&"), "^"), "|");

    private Expression ParseSum() => ParseLeft(ParseProduct, "+", "-");

    private Expression ParseProduct()
    {
        Expression left = ParseUnary();
        while (true)
        {
            SourcePosition at = Position;
            string? name = TryTakeWord("DIV") ? "DIV" : TryTake("*") ? "*" : TryTake("/") ? "/" : TryTake("%") ? "%" : null;
            if (name is null)
            {
                return left;
            }

            left = new BinaryExpression(at, name, left, ParseUnary());
        }
    }

    private Expression ParseLeft(Func<Expression> operand, params string[] operators)
    {
        Expression left = operand();
        while (true)
        {
            SourcePosition at = Position;
            if (operators.FirstOrDefault(TryTake) is not { } name)
            {
                return left;
            }

            left = new BinaryExpression(at, name, left, operand());
        }
    }

    private Expression ParseUnary()
    {
        SourcePosition at = Position;
        if (Current.IsSymbol("-") && Following.Kind == TokenKind.Number)
        {
            // The sign belongs to the number, so that the smallest BIGINT can be written.
            _index++;
            Expression number = ParsePostfix();
            return number is LiteralExpression literal ? literal with { Position = at, Text = "-" + literal.Text } : new UnaryExpression(at, "-", number);
        }

        foreach (string name in (ReadOnlySpan<string>)["-", "+", "~"])
        {
            if (TryTake(name))
            {
                Enter();
                Expression operand = ParseUnary();
                _depth--;
                return new UnaryExpression(at, name, operand);
            }
        }

        return ParsePostfix();
    }

    private Expression ParsePostfix()
    {
        Expression value = ParsePrimary();
        while (true)
        {
            SourcePosition at = Position;
            if (TryTake("["))
            {
                Expression index = ParseExpression();
                Take("]");
                value = new IndexExpression(at, value, index);
            }
            else if (Current.IsSymbol(".") && value is not StarExpression)
            {
                _index++;
                value = new FieldExpression(at, value, TakeName("a field"));
            }
            else if (TryTake("::"))
            {
                value = new CastExpression(at, value, ParseType());
            }
            else
            {
                return value;
            }
        }
    }

    private Expression ParsePrimary()
    {
        Token token = Current;
        SourcePosition at = token.Position;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _index++;
                bool isInteger = token.Text.AsSpan().IndexOfAny(".eE") < 0 && token.Text.ToUpperInvariant()[^1] is not ('D' or 'F');
                return new LiteralExpression(at, isInteger ? LiteralKind.Integer : LiteralKind.Real, token.Text);
            case TokenKind.Text:
                return new LiteralExpression(at, LiteralKind.Text, TakeText("a text"));
            case TokenKind.QuotedName:
                return ParseNameOrCall();
            case TokenKind.Word:
                return ParseWord();
            case TokenKind.Symbol when token.Text == "*":
                _index++;
                return ParseStarChanges(new StarExpression(at, []));
            case TokenKind.Symbol when token.Text == "(":
                _index++;
                if (TryParseQueryInBrackets() is { } query)
                {
                    return new SubqueryExpression(at, query);
                }

                Expression inner = ParseExpression();
                return Current.IsSymbol(",") ? ParseRow(at, inner) : TakeClosing(inner);
            case TokenKind.Symbol when token.Text == "@":
                return new VariableExpression(at, TakeVariable());
            default:
                throw Unexpected();
        }
    }

    private Expression TakeClosing(Expression inner)
    {
        Take(")");
        return inner;
    }

    /// <summary>(a, b), which only IN can compare with a query.</summary>
    private RowExpression ParseRow(SourcePosition at, Expression first)
    {
        var items = new List<Expression> { first };
        while (TryTake(","))
        {
            items.Add(ParseExpression());
        }

        Take(")");
        return IsWord("IN") || IsWord("NOT") ? new RowExpression(at, items) : throw Unexpected("IN");
    }
}
