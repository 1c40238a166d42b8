using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>Queries.</content>
internal sealed partial class Parser
{
    private bool StartsQuery()
    {
        int i = _index;
        while (_tokens[i].IsSymbol("("))
        {
            i++;
        }

        return _tokens[i].IsWord("SELECT") || _tokens[i].IsWord("FROM")
            || (_tokens[i].IsWord("WITH") && _tokens[i + 1].Kind is TokenKind.Word or TokenKind.QuotedName)
            || (_tokens[i].IsWord("VALUES") && _tokens[i + 1].IsSymbol("("));
    }

    private Query ParseQuery()
    {
        Enter();
        SourcePosition at = Position;
        List<CommonTable> common = ParseWith();
        Query query = ParseQueryAfterWith(at, common);
        _depth--;
        return query;
    }

    private Query ParseQueryAfterWith(SourcePosition at, List<CommonTable> common)
    {
        QueryBody body = ParseSetOperations();
        return ParseQueryTail(new Query(at, body) { CommonTables = common });
    }

    private Query ParseQueryTail(Query query)
    {
        List<SortItem> order = [];
        while (IsWord("ORDER") || IsWord("SORT") || IsWord("DISTRIBUTE") || IsWord("CLUSTER"))
        {
            // Rows of one process are not spread over workers; what is left of these clauses is their sorting.
            if (TryTakeWords("DISTRIBUTE", "BY"))
            {
                ParseSortItems();
            }
            else if (TryTakeWords("CLUSTER", "BY"))
            {
                order = ParseSortItems();
            }
            else if (TryTakeWord("ZORDER"))
            {
                throw SqlErrors.Unsupported(Position, "ZORDER BY");
            }
            else
            {
                order = ParseOrderBy();
            }
        }

        Expression? limit = null;
        Expression? offset = null;
        if (TryTakeWord("LIMIT"))
        {
            limit = ParseExpression();
            if (TryTake(","))
            {
                (offset, limit) = (limit, ParseExpression());
            }
        }

        if (TryTakeWord("OFFSET"))
        {
            offset = ParseExpression();
            _ = TryTakeWord("ROWS") || TryTakeWord("ROW");
        }

        if (limit is null && TryTakeWord("LIMIT"))
        {
            limit = ParseExpression();
        }

        return query with { OrderBy = order, Limit = limit, Offset = offset };
    }

    private List<CommonTable> ParseWith()
    {
        var tables = new List<CommonTable>();
        if (!TryTakeWord("WITH"))
        {
            return tables;
        }

        bool mayRecur = IsWord("RECURSIVE") && !Following.IsWord("AS");
        _index += mayRecur ? 1 : 0;

        do
        {
            SourcePosition at = Position;
            string name = TakeName("a name");
            List<string> columns = Current.IsSymbol("(") ? ParseNameList() : [];
            TakeWord("AS");
            Take("(");
            tables.Add(new CommonTable(at, name, columns, ParseQuery()) { MayRecur = mayRecur });
            Take(")");
        }
        while (TryTake(","));
        return tables;
    }

    private QueryBody ParseSetOperations()
    {
        QueryBody left = ParseIntersections();
        while (IsWord("UNION") || IsWord("EXCEPT") || IsWord("MINUS"))
        {
            SourcePosition at = Position;
            string name = _tokens[_index++].Text.ToUpperInvariant();
            bool all = TryTakeWord("ALL");
            _ = !all && TryTakeWord("DISTINCT");
            left = new SetBody(at, name == "MINUS" ? "EXCEPT" : name, all, left, ParseIntersections());
        }

        return left;
    }

    private QueryBody ParseIntersections()
    {
        QueryBody left = ParseQueryTerm();
        while (IsWord("INTERSECT"))
        {
            SourcePosition at = Position;
            _index++;
            bool all = TryTakeWord("ALL");
            _ = !all && TryTakeWord("DISTINCT");
            left = new SetBody(at, "INTERSECT", all, left, ParseQueryTerm());
        }

        return left;
    }

    private QueryBody ParseQueryTerm()
    {
        SourcePosition at = Position;
        if (TryTake("("))
        {
            Query query = ParseQuery();
            Take(")");
            return query is { CommonTables: [], OrderBy: [], Limit: null, Offset: null } ? query.Body : new NestedBody(at, query);
        }

        if (TryTakeWord("VALUES"))
        {
            return new ValuesBody(at, ParseRows());
        }

        if (TryTakeWord("FROM"))
        {
            Relation from = ParseRelations();
            return ParseSelect(from);
        }

        return ParseSelect(null);
    }

    private List<IReadOnlyList<Expression>> ParseRows()
    {
        var rows = new List<IReadOnlyList<Expression>>();
        do
        {
            if (!Current.IsSymbol("("))
            {
                rows.Add([ParseExpression()]);
                continue;
            }

            Take("(");
            var row = new List<Expression>();
            do
            {
                row.Add(ParseExpression());
            }
            while (TryTake(","));
            Take(")");
            rows.Add(row);
        }
        while (TryTake(","));
        return rows;
    }

    private SelectBody ParseSelect(Relation? from)
    {
        SourcePosition at = Position;
        TakeWord("SELECT");
        bool distinct = TryTakeWord("DISTINCT");
        _ = !distinct && TryTakeWord("ALL");
        if (IsWord("TRANSFORM") && Following.IsSymbol("(") && BehindBrackets() is { } behind && (behind.IsWord("USING") || behind.IsWord("ROW")))
        {
            throw SqlErrors.Unsupported(Position, "SELECT TRANSFORM");
        }

        var items = new List<SelectItem>();
        do
        {
            items.Add(ParseSelectItem());
        }
        while (TryTake(",") && !IsWord("FROM"));

        if (TryTakeWord("FROM"))
        {
            from = ParseRelations();
        }

        Expression? where = TryTakeWord("WHERE") ? ParseExpression() : null;
        SelectBody select = new(at) { IsDistinct = distinct, Items = items, From = from, Where = where };
        if (TryTakeWords("GROUP", "BY"))
        {
            select = ParseGroupBy(select);
        }

        Expression? having = TryTakeWord("HAVING") ? ParseExpression() : null;
        var windows = new Dictionary<string, WindowSpec>(StringComparer.OrdinalIgnoreCase);
        if (TryTakeWord("WINDOW"))
        {
            do
            {
                string name = TakeName("a window");
                TakeWord("AS");
                windows[name] = ParseWindow();
            }
            while (TryTake(","));
        }

        Expression? qualify = TryTakeWord("QUALIFY") ? ParseExpression() : null;
        return select with { Having = having, Windows = windows, Qualify = qualify };
    }

    /// <summary>What stands behind the brackets that begin at the next token.</summary>
    private Token BehindBrackets()
    {
        int depth = 0;
        int i = _index + 1;
        do
        {
            depth += _tokens[i].IsSymbol("(") ? 1 : _tokens[i].IsSymbol(")") ? -1 : 0;
            i++;
        }
        while (depth > 0 && i < _tokens.Count - 1);
        return _tokens[i];
    }

    private SelectItem ParseSelectItem()
    {
        Expression value = ParseExpression();
        if (TryTakeWord("AS"))
        {
            return Current.IsSymbol("(")
                ? new SelectItem(value, ParseNameList())
                : new SelectItem(value, [Current.Kind == TokenKind.Text ? TakeText("an alias") : TakeName("an alias")]);
        }

        return new SelectItem(value, TryTakeAlias() is { } alias ? [alias] : []);
    }
}
