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
                return new StarExpression(at, parts);
            }

            _index++;
            parts.Add(TakeName("a name"));
        }

        return Current.IsSymbol("(") ? ParseCall(at, string.Join('.', parts)) : new NameExpression(at, parts);
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
                arguments.Add(ParseExpression());
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
