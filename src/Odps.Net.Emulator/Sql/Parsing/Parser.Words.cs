using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>Expressions that begin with a word: literals with a type, CASE, CAST and their kin.</content>
internal sealed partial class Parser
{
    private Expression ParseWord()
    {
        SourcePosition at = Position;
        string word = Current.Text.ToUpperInvariant();
        bool beforeText = Following.Kind == TokenKind.Text;
        switch (word)
        {
            case "NULL":
                _index++;
                return new LiteralExpression(at, LiteralKind.Null, "");
            case "TRUE" or "FALSE":
                _index++;
                return new LiteralExpression(at, LiteralKind.Boolean, word);
            case "DATE" when beforeText:
                return TypedLiteral(at, LiteralKind.Date);
            case "DATETIME" when beforeText:
                return TypedLiteral(at, LiteralKind.DateTime);
            case "TIMESTAMP" when beforeText:
                return TypedLiteral(at, LiteralKind.Timestamp);
            case "TIMESTAMP_NTZ" when beforeText:
                return TypedLiteral(at, LiteralKind.TimestampNtz);
            case "JSON" when beforeText:
                _index++;
                return new CallExpression(at, "json_parse", [new LiteralExpression(at, LiteralKind.Text, TakeText("a text"))]);
            case "TRIM" when Following.IsSymbol("("):
                return ParseTrim();
            case "INTERVAL" when beforeText || Following.Kind == TokenKind.Number || Following.IsSymbol("-") || Following.IsSymbol("("):
                return ParseInterval();
            case "CASE":
                return ParseCase();
            case "CAST" when Following.IsSymbol("("):
                _index += 2;
                Expression operand = ParseExpression();
                TakeWord("AS");
                OdpsType type = ParseType();
                Take(")");
                return new CastExpression(at, operand, type);
            case "EXISTS" when Following.IsSymbol("("):
                _index += 2;
                Query query = ParseQuery();
                Take(")");
                return new ExistsExpression(at, query);
            case "EXTRACT" when Following.IsSymbol("("):
                _index += 2;
                string part = TakeName("a date part");
                TakeWord("FROM");
                Expression from = ParseExpression();
                Take(")");
                return new CallExpression(at, part.ToLowerInvariant(), [from]);
            case "CURRENT_DATE" or "CURRENT_TIMESTAMP" when !Following.IsSymbol("(") && !Following.IsSymbol("."):
                _index++;
                return new CallExpression(at, word.ToLowerInvariant(), []);
        }

        // IF, LEFT and the like are functions before a bracket; other reserved words begin nothing.
        return Reserved.Contains(word) && !Following.IsSymbol("(") ? throw Unexpected() : ParseNameOrCall();
    }

    /// <summary>TRIM(text [, characters]) and TRIM([BOTH | LEADING | TRAILING] [characters] FROM text).</summary>
    private CallExpression ParseTrim()
    {
        SourcePosition at = Position;
        _index += 2;
        string name = TryTakeWord("LEADING") ? "ltrim" : TryTakeWord("TRAILING") ? "rtrim" : "trim";
        _ = name == "trim" && TryTakeWord("BOTH");
        var arguments = new List<Expression>();
        if (!IsWord("FROM"))
        {
            arguments.Add(ParseExpression());
        }

        if (TryTakeWord("FROM"))
        {
            arguments.Insert(0, ParseExpression());
        }
        else if (TryTake(","))
        {
            arguments.Add(ParseExpression());
        }

        Take(")");
        return new CallExpression(at, name, arguments);
    }

    private LiteralExpression TypedLiteral(SourcePosition at, LiteralKind kind)
    {
        _index++;
        return new LiteralExpression(at, kind, TakeText("a text"));
    }

    private IntervalExpression ParseInterval()
    {
        SourcePosition at = Position;
        _index++;
        Expression value = ParseUnary();
        string unit = TakeName("a unit").ToUpperInvariant().TrimEnd('S');
        string? to = TryTakeWord("TO") ? TakeName("a unit").ToUpperInvariant().TrimEnd('S') : null;
        return new IntervalExpression(at, value, unit, to);
    }

    private CaseExpression ParseCase()
    {
        SourcePosition at = Position;
        _index++;
        Expression? operand = IsWord("WHEN") ? null : ParseExpression();
        var branches = new List<(Expression, Expression)>();
        while (TryTakeWord("WHEN"))
        {
            Expression when = ParseExpression();
            TakeWord("THEN");
            branches.Add((when, ParseExpression()));
        }

        if (branches.Count == 0)
        {
            throw Unexpected("WHEN");
        }

        Expression? otherwise = TryTakeWord("ELSE") ? ParseExpression() : null;
        TakeWord("END");
        return new CaseExpression(at, operand, branches, otherwise);
    }
}
