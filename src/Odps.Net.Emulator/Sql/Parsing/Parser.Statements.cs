using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>INSERT, DELETE, UPDATE, SET, DESC and SHOW.</content>
internal sealed partial class Parser
{
    /// <summary>WITH ... or FROM ..., after which a SELECT or one or more INSERTs come.</summary>
    private Statement ParseQueryOrInsert()
    {
        SourcePosition at = Position;
        List<CommonTable> common = ParseWith();
        if (IsWord("INSERT"))
        {
            return new InsertStatement(at, [ParseInsert(common)]);
        }

        if (!IsWord("FROM"))
        {
            return new QueryStatement(at, ParseQueryAfterWith(at, common));
        }

        int start = _index;
        _index++;
        Relation from = ParseRelations();
        if (!IsWord("INSERT"))
        {
            _index = start;
            return new QueryStatement(at, ParseQueryAfterWith(at, common));
        }

        var targets = new List<InsertTarget>();
        while (IsWord("INSERT"))
        {
            targets.Add(ParseInsert(common, from));
        }

        return new InsertStatement(at, targets);
    }

    private InsertTarget ParseInsert(List<CommonTable> common, Relation? from = null)
    {
        SourcePosition at = Position;
        TakeWord("INSERT");
        bool overwrite = TryTakeWord("OVERWRITE");
        if (!overwrite)
        {
            TakeWord("INTO");
        }

        if (IsWord("DIRECTORY"))
        {
            throw SqlErrors.Unsupported(Position, "INSERT OVERWRITE DIRECTORY");
        }

        _ = TryTakeWord("TABLE");
        TableName table = ParseTableName();
        PartitionClause? partition = IsWord("PARTITION") ? ParsePartition() : null;
        bool ifNotExists = TryTakeWords("IF", "NOT", "EXISTS");
        List<string> columns = Current.IsSymbol("(") && !StartsQuery() ? ParseNameList() : [];
        if (from is not null)
        {
            SourcePosition select = Position;
            Query part = ParseQueryTail(new Query(select, ParseSelect(from)) { CommonTables = common });
            return new InsertTarget(at, overwrite, table, partition, columns, part) { IfNotExists = ifNotExists };
        }

        Query query = ParseQuery();
        if (common.Count > 0)
        {
            query = query with { CommonTables = [.. common, .. query.CommonTables] };
        }

        return new InsertTarget(at, overwrite, table, partition, columns, query) { IfNotExists = ifNotExists };
    }

    private DeleteStatement ParseDelete()
    {
        SourcePosition at = Position;
        _index++;
        TakeWord("FROM");
        TableName table = ParseTableName();
        string? alias = TryTakeWord("AS") ? TakeName("an alias") : TryTakeAlias();
        return new DeleteStatement(at, table, alias, TryTakeWord("WHERE") ? ParseExpression() : null);
    }

    private UpdateStatement ParseUpdate()
    {
        SourcePosition at = Position;
        _index++;
        TableName table = ParseTableName();
        string? alias = TryTakeWord("AS") ? TakeName("an alias") : TryTakeAlias();
        List<(NameExpression, Expression)> assignments = ParseAssignments();
        Relation? from = TryTakeWord("FROM") ? ParseRelations() : null;
        return new UpdateStatement(at, table, alias, assignments, from, TryTakeWord("WHERE") ? ParseExpression() : null);
    }

    /// <summary>SET column = value, ...</summary>
    private List<(NameExpression Column, Expression Value)> ParseAssignments()
    {
        TakeWord("SET");
        var assignments = new List<(NameExpression, Expression)>();
        do
        {
            SourcePosition column = Position;
            List<string> parts = [TakeName("a column")];
            while (TryTake("."))
            {
                parts.Add(TakeName("a column"));
            }

            Take("=");
            assignments.Add((new NameExpression(column, parts), ParseExpression()));
        }
        while (TryTake(","));
        return assignments;
    }

    private MergeStatement ParseMerge()
    {
        SourcePosition at = Position;
        _index++;
        TakeWord("INTO");
        TableName table = ParseTableName();
        string? alias = TryTakeWord("AS") ? TakeName("an alias") : TryTakeAlias();
        TakeWord("USING");
        Relation source = ParseRelation();
        TakeWord("ON");
        Expression on = ParseExpression();
        var clauses = new List<MergeClause>();
        while (IsWord("WHEN"))
        {
            clauses.Add(ParseMergeClause());
        }

        return clauses.Count > 0 ? new MergeStatement(at, table, alias, source, on, clauses) : throw Unexpected("WHEN MATCHED or WHEN NOT MATCHED");
    }

    private MergeClause ParseMergeClause()
    {
        SourcePosition at = Position;
        TakeWord("WHEN");
        bool isMatched = !TryTakeWord("NOT");
        TakeWord("MATCHED");
        Expression? condition = TryTakeWord("AND") ? ParseExpression() : null;
        TakeWord("THEN");
        var clause = new MergeClause(at, isMatched, condition);
        if (!isMatched)
        {
            TakeWord("INSERT");
            List<string> columns = Current.IsSymbol("(") ? ParseNameList() : [];
            TakeWord("VALUES");
            Take("(");
            var values = new List<Expression>();
            do
            {
                values.Add(ParseExpression());
            }
            while (TryTake(","));
            Take(")");
            return clause with { Columns = columns, Values = values };
        }

        if (TryTakeWord("DELETE"))
        {
            return clause;
        }

        TakeWord("UPDATE");
        return clause with { Assignments = ParseAssignments() };
    }

    /// <summary>SET key = value; the value is the text up to the semicolon.</summary>
    private SetStatement ParseSet()
    {
        SourcePosition at = Position;
        _index++;
        int keyStart = Current.Start;
        while (!Current.IsSymbol("=") && Current.Kind != TokenKind.End && !Current.IsSymbol(";"))
        {
            _index++;
        }

        string key = _text[keyStart..Current.Start].Trim();
        Take("=");
        int valueStart = Current.Start;
        while (Current.Kind != TokenKind.End && !Current.IsSymbol(";"))
        {
            _index++;
        }

        return key.Length > 0 ? new SetStatement(at, key, _text[valueStart..Current.Start].Trim()) : throw Unexpected("a key");
    }

    private DescribeStatement ParseDescribe()
    {
        SourcePosition at = Position;
        _index++;
        bool extended = TryTakeWord("EXTENDED");
        _ = TryTakeWord("TABLE");
        return new DescribeStatement(at, ParseTableName(), extended, IsWord("PARTITION") ? ParsePartition() : null);
    }

    private Statement ParseShow()
    {
        SourcePosition at = Position;
        _index++;
        if (IsWord("TABLES") || IsWord("VIEWS"))
        {
            bool views = _tokens[_index++].IsWord("VIEWS");
            IReadOnlyList<string> names = TryTakeWord("IN") || TryTakeWord("FROM") ? ParseTableName().Parts : [];
            string? like = TryTakeWord("LIKE") || Current.Kind == TokenKind.Text ? TakeText("a pattern") : null;
            return new ShowTablesStatement(at, names, like, views);
        }

        if (TryTakeWord("SCHEMAS"))
        {
            return new ShowSchemasStatement(at, TryTakeWord("IN") || TryTakeWord("FROM") ? TakeName("a project") : null);
        }

        if (TryTakeWord("PARTITIONS"))
        {
            return new ShowPartitionsStatement(at, ParseTableName(), IsWord("PARTITION") ? ParsePartition() : null);
        }

        if (TryTakeWords("CREATE", "TABLE") || TryTakeWords("CREATE", "VIEW"))
        {
            return new ShowCreateTableStatement(at, ParseTableName());
        }

        if (TryTakeWord("FUNCTIONS"))
        {
            return new ShowFunctionsStatement(at, TryTakeWord("LIKE") ? TakeText("a pattern") : null);
        }

        throw Current.Kind == TokenKind.End ? Unexpected("what to show") : SqlErrors.Unsupported(Position, $"SHOW {Current.Text.ToUpperInvariant()}");
    }
}
