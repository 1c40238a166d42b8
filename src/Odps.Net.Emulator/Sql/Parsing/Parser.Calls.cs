using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>Names, calls and windows.</content>
internal sealed partial class Parser
{
    private Expression ParseNameOrCall()
    {
        SourcePosition at = Position;
        var parts = new List<string> { TakeName("a name") };
        while (Current.IsSymbol("."))
        {
            if (Following.IsSymbol("*"))
            {
                _index += 2;
                return ParseStarChanges(new StarExpression(at, parts));
            }

            _index++;
            parts.Add(TakeName("a name"));
        }

        return Current.IsSymbol("(") ? ParseCall(at, string.Join('.', parts)) : new NameExpression(at, parts);
    }

    /// <summary>EXCEPT (columns) and REPLACE (value AS column, ...) behind a star.</summary>
    private StarExpression ParseStarChanges(StarExpression star)
    {
        if (IsWord("EXCEPT") && Following.IsSymbol("(") && !_tokens[_index + 2].IsWord("SELECT") && !_tokens[_index + 2].IsSymbol("("))
        {
            _index++;
            star = star with { Except = ParseNameList() };
        }

        if (IsWord("REPLACE") && Following.IsSymbol("("))
        {
            _index += 2;
            var items = new List<SelectItem>();
            do
            {
                Expression value = ParseExpression();
                TakeWord("AS");
                items.Add(new SelectItem(value, [TakeName("a column")]));
            }
            while (TryTake(","));
            Take(")");
            star = star with { Replace = items };
        }

        return star;
    }

    /// <summary>x -> body or (x, y) -> body; null when something else stands here.</summary>
    private LambdaExpression? TryParseLambda()
    {
        SourcePosition at = Position;
        int start = _index;
        var parameters = new List<string>();
        if (IsName(Current) && Following.IsSymbol("->"))
        {
            parameters.Add(TakeName("a name"));
        }
        else if (TryTake("("))
        {
            while (IsName(Current))
            {
                parameters.Add(TakeName("a name"));
                _ = TryTake(",");
            }

            if (!TryTake(")"))
            {
                _index = start;
                return null;
            }
        }

        if (parameters.Count == 0 || !TryTake("->"))
        {
            _index = start;
            return null;
        }

        return new LambdaExpression(at, parameters, ParseExpression());

        static bool IsName(Token token) => token.Kind is TokenKind.Word or TokenKind.QuotedName;
    }

    private CallExpression ParseCall(SourcePosition at, string name)
    {
        Take("(");
        bool distinct = TryTakeWord("DISTINCT");
        if (!distinct && IsWord("ALL") && !Following.IsSymbol(")") && !Following.IsSymbol(","))
        {
            _index++;
        }

        bool star = Current.IsSymbol("*") && Following.IsSymbol(")");
        _index += star ? 1 : 0;
        var arguments = new List<Expression>();
        if (!Current.IsSymbol(")"))
        {
            do
            {
                arguments.Add(TryParseLambda() ?? ParseExpression());
            }
            while (TryTake(","));
        }

        bool ignoreNulls = TryTakeWords("IGNORE", "NULLS");
        List<SortItem> within = IsWord("ORDER") ? ParseOrderBy() : [];
        Take(")");
        if (TryTakeWords("WITHIN", "GROUP"))
        {
            Take("(");
            within = ParseOrderBy();
            Take(")");
        }

        Expression? filter = null;
        if (IsWord("FILTER") && Following.IsSymbol("("))
        {
            _index += 2;
            TakeWord("WHERE");
            filter = ParseExpression();
            Take(")");
        }

        ignoreNulls |= TryTakeWords("IGNORE", "NULLS");
        WindowSpec? window = null;
        if (TryTakeWord("OVER"))
        {
            window = Current.IsSymbol("(") ? ParseWindow() : new WindowSpec(TakeName("a window"), [], [], null);
        }

        return new CallExpression(at, name.ToLowerInvariant(), arguments)
        {
            IsDistinct = distinct, IsStar = star, Filter = filter, WithinGroup = within, Window = window, IgnoreNulls = ignoreNulls,
        };
    }

    private WindowSpec ParseWindow()
    {
        Take("(");
        string? name = Current.Kind == TokenKind.Word && !IsWord("PARTITION") && !IsWord("ORDER") && !IsWord("DISTRIBUTE") && !IsWord("SORT")
            && !IsWord("ROWS") && !IsWord("RANGE") && !IsWord("GROUPS") ? TakeName("a window") : null;
        List<Expression> partition = [];
        if (TryTakeWords("PARTITION", "BY") || TryTakeWords("DISTRIBUTE", "BY"))
        {
            do
            {
                partition.Add(ParseExpression());
            }
            while (TryTake(","));
        }

        List<SortItem> order = IsWord("ORDER") || IsWord("SORT") ? ParseOrderBy() : [];
        WindowFrame? frame = IsWord("ROWS") || IsWord("RANGE") || IsWord("GROUPS") ? ParseFrame() : null;
        Take(")");
        return new WindowSpec(name, partition, order, frame);
    }

    private WindowFrame ParseFrame()
    {
        string unit = TakeName("a frame").ToUpperInvariant();
        FrameBound start;
        var end = new FrameBound("CURRENT ROW", null);
        if (TryTakeWord("BETWEEN"))
        {
            start = ParseBound();
            TakeWord("AND");
            end = ParseBound();
        }
        else
        {
            start = ParseBound();
        }

        string? exclude = null;
        if (TryTakeWord("EXCLUDE"))
        {
            exclude = TryTakeWords("CURRENT", "ROW") ? "CURRENT ROW" : TryTakeWords("NO", "OTHERS") ? "NO OTHERS" : TryTakeWord("GROUP") ? "GROUP" : TryTakeWord("TIES") ? "TIES" : throw Unexpected();
        }

        return new WindowFrame(unit, start, end, exclude);
    }

    private FrameBound ParseBound()
    {
        if (TryTakeWords("CURRENT", "ROW"))
        {
            return new FrameBound("CURRENT ROW", null);
        }

        Expression? offset = TryTakeWord("UNBOUNDED") ? null : ParseBitOr();
        string side = TryTakeWord("PRECEDING") ? "PRECEDING" : TryTakeWord("FOLLOWING") ? "FOLLOWING" : throw Unexpected("PRECEDING or FOLLOWING");
        return new FrameBound(offset is null ? $"UNBOUNDED {side}" : side, offset);
    }
}
