using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>FROM: tables, subqueries, joins.</content>
internal sealed partial class Parser
{
    private Relation ParseRelations()
    {
        Relation left = ParseJoins();
        while (Current.IsSymbol(","))
        {
            SourcePosition at = Position;
            _index++;
            left = new JoinRelation(at, JoinKind.Cross, left, ParseJoins(), null, []);
        }

        return left;
    }

    private Relation ParseJoins()
    {
        Relation left = ParseRelation();
        while (true)
        {
            SourcePosition at = Position;
            if (IsWord("LATERAL") && Following.IsWord("VIEW"))
            {
                left = ParseLateral(left);
                continue;
            }

            bool natural = TryTakeWord("NATURAL");
            if (TryTakeJoin() is not { } kind)
            {
                return natural ? throw Unexpected("JOIN") : left;
            }

            Relation right = ParseRelation();
            Expression? on = TryTakeWord("ON") ? ParseExpression() : null;
            List<string> columns = on is null && TryTakeWord("USING") ? ParseNameList() : [];
            left = new JoinRelation(at, kind, left, right, on, columns) { IsNatural = natural };
        }
    }

    private JoinKind? TryTakeJoin()
    {
        if (TryTakeWord("JOIN") || TryTakeWords("INNER", "JOIN"))
        {
            return JoinKind.Inner;
        }

        if (TryTakeWords("CROSS", "JOIN"))
        {
            return JoinKind.Cross;
        }

        if (TryTakeWords("LEFT", "SEMI", "JOIN"))
        {
            return JoinKind.Semi;
        }

        if (TryTakeWords("LEFT", "ANTI", "JOIN"))
        {
            return JoinKind.Anti;
        }

        (string Word, JoinKind Kind)[] outer = [("LEFT", JoinKind.Left), ("RIGHT", JoinKind.Right), ("FULL", JoinKind.Full)];
        foreach ((string word, JoinKind kind) in outer)
        {
            if (TryTakeWords(word, "JOIN") || TryTakeWords(word, "OUTER", "JOIN"))
            {
                return kind;
            }
        }

        return null;
    }

    private LateralRelation ParseLateral(Relation input)
    {
        SourcePosition at = Position;
        _index += 2;
        bool outer = TryTakeWord("OUTER");
        SourcePosition call = Position;
        CallExpression generator = ParseCall(call, TakeName("a table function"));
        string alias = TakeName("an alias");
        var columns = new List<string>();
        if (TryTakeWord("AS"))
        {
            do
            {
                columns.Add(TakeName("a column"));
            }
            while (TryTake(","));
        }

        return new LateralRelation(at, input, outer, generator, alias, columns);
    }

    private Relation ParseRelation()
    {
        SourcePosition at = Position;
        if (Current.IsSymbol("("))
        {
            if (StartsQuery())
            {
                _index++;
                Query query = ParseQuery();
                Take(")");
                (string? alias, List<string> columns) = ParseRelationAlias();
                return new QueryRelation(at, query, alias, columns);
            }

            _index++;
            Relation inner = ParseRelations();
            Take(")");
            return inner;
        }

        if (IsWord("VALUES") && Following.IsSymbol("("))
        {
            _index++;
            var values = new ValuesBody(at, ParseRows());
            (string? alias, List<string> columns) = ParseRelationAlias();
            return new QueryRelation(at, new Query(at, values), alias, columns);
        }

        if (Current.Kind == TokenKind.Word && Reserved.Contains(Current.Text))
        {
            throw Unexpected("a table");
        }

        TableName name = Current.IsSymbol("@") ? new TableName(at, [TakeVariable()]) : ParseTableName();
        if (IsWord("TABLESAMPLE"))
        {
            throw SqlErrors.Unsupported(Position, "TABLESAMPLE");
        }

        if (Current.IsSymbol("("))
        {
            throw SqlErrors.Unsupported(Position, "a table function in FROM");
        }

        (string? tableAlias, List<string> aliases) = ParseRelationAlias();
        return new TableRelation(at, name, tableAlias) { ColumnAliases = aliases };
    }

    private (string? Alias, List<string> Columns) ParseRelationAlias()
    {
        RefusePivot();
        string? alias = TryTakeWord("AS") ? TakeName("an alias") : TryTakeAlias();
        List<string> columns = alias is not null && Current.IsSymbol("(") ? ParseNameList() : [];
        RefusePivot();
        return (alias, columns);
    }

    private void RefusePivot()
    {
        if ((IsWord("PIVOT") || IsWord("UNPIVOT")) && Following.IsSymbol("("))
        {
            throw SqlErrors.Unsupported(Position, Current.Text.ToUpperInvariant());
        }
    }

    private string? TryTakeAlias() =>
        Current.Kind == TokenKind.QuotedName || (Current.Kind == TokenKind.Word && !Reserved.Contains(Current.Text)) ? _tokens[_index++].Text : null;
}
