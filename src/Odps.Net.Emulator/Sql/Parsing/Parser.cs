using System.Runtime.CompilerServices;
using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <summary>Reads statements by recursive descent. Keywords are words like any other; what a word means is decided where it stands.</summary>
internal sealed partial class Parser
{
    /// <summary>Words that end an item and so are no alias unless they stand in back-quotes or after AS.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "FROM", "WHERE", "GROUP", "HAVING", "QUALIFY", "ORDER", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "MINUS", "JOIN", "INNER", "LEFT",
        "RIGHT", "FULL", "CROSS", "NATURAL", "LATERAL", "ON", "USING", "WINDOW", "CLUSTER", "DISTRIBUTE", "SORT", "SELECT", "INSERT", "VALUES", "AS",
        "WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", "IN", "IS", "LIKE", "RLIKE", "REGEXP", "BETWEEN", "CASE", "DIV", "TABLESAMPLE", "PARTITION",
        "SET", "WITH", "BY", "EXISTS", "CREATE", "DROP", "ALTER", "TABLE",
    };

    private const int DeepestNesting = 250;

    private readonly string _text;
    private readonly List<Token> _tokens;
    private int _index;
    private int _depth;

    public Parser(string text)
    {
        _text = text;
        _tokens = new Lexer(text).ReadAll();
    }

    private Token Current => _tokens[_index];

    private Token Following => _tokens[Math.Min(_index + 1, _tokens.Count - 1)];

    private SourcePosition Position => Current.Position;

    /// <summary>Reads all statements; empty ones between semicolons vanish.</summary>
    public List<Statement> ParseScript()
    {
        var statements = new List<Statement>();
        try
        {
            while (Current.Kind != TokenKind.End)
            {
                if (TryTake(";"))
                {
                    continue;
                }

                statements.Add(ParseStatement());
                if (Current.Kind != TokenKind.End)
                {
                    Take(";");
                }
            }
        }
        catch (InsufficientExecutionStackException)
        {
            throw SqlErrors.Parse(Position, "the statement is nested too deeply");
        }

        return statements;
    }

    /// <summary>Counts a level of brackets; a hostile text cannot exhaust the stack.</summary>
    private void Enter()
    {
        if (++_depth > DeepestNesting)
        {
            throw SqlErrors.Parse(Position, "the statement is nested too deeply");
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    /// <summary>Reads a text that is one query, such as that of a view.</summary>
    public Query ParseWholeQuery()
    {
        Query query = ParseQuery();
        while (TryTake(";"))
        {
        }

        return Current.Kind == TokenKind.End ? query : throw Unexpected("the end of the query");
    }

    /// <summary>Reads a text that is one expression, such as a default value.</summary>
    public Expression ParseWholeExpression()
    {
        Expression expression = ParseExpression();
        return Current.Kind == TokenKind.End ? expression : throw Unexpected("the end of the expression");
    }

    private Statement ParseStatement()
    {
        SourcePosition at = Position;
        if (Current.Kind == TokenKind.Word)
        {
            switch (Current.Text.ToUpperInvariant())
            {
                case "SELECT" or "VALUES":
                    return new QueryStatement(at, ParseQuery());
                case "WITH" or "FROM":
                    return ParseQueryOrInsert();
                case "INSERT":
                    return new InsertStatement(at, [ParseInsert([])]);
                case "CREATE":
                    return ParseCreate();
                case "DROP":
                    return ParseDrop();
                case "ALTER":
                    return ParseAlter();
                case "TRUNCATE":
                    return ParseTruncate();
                case "DELETE":
                    return ParseDelete();
                case "UPDATE":
                    return ParseUpdate();
                case "MERGE":
                    return ParseMerge();
                case "SET":
                    return ParseSet();
                case "USE":
                    _index++;
                    return new UseStatement(at, TakeName("a project"));
                case "DESC" or "DESCRIBE":
                    return ParseDescribe();
                case "SHOW":
                    return ParseShow();
                case "EXPLAIN":
                    _index++;
                    return new ExplainStatement(at, TryTakeWord("OUTPUT"), ParseStatement());
                case "ANALYZE" or "GRANT" or "REVOKE" or "LOAD" or "UNLOAD" or "CACHE" or "MSCK" or "CLONE" or "RESTORE" or "FUNCTION" or "EXPORT"
                    or "IMPORT" or "ADD" or "REMOVE" or "LIST" or "PAI" or "PURGE" or "COUNT" or "READ" or "TUNNEL":
                    throw SqlErrors.Unsupported(at, $"the statement {Current.Text.ToUpperInvariant()}");
            }
        }

        if (Current.IsSymbol("("))
        {
            return new QueryStatement(at, ParseQuery());
        }

        return Current.IsSymbol("@") ? ParseAssignment() : throw Unexpected();
    }

    private AssignStatement ParseAssignment()
    {
        SourcePosition at = Position;
        string name = TakeVariable();
        _ = TryTakeWord("TABLE");
        OdpsType? type = Current.IsSymbol(":=") ? null : ParseType();
        Take(":=");
        if (type is null && StartsQuery())
        {
            return new AssignStatement(at, name, ParseQuery(), null);
        }

        Expression value = ParseExpression();
        return new AssignStatement(at, name, null, type is null ? value : new CastExpression(at, value, type));
    }

    private TableName ParseTableName()
    {
        SourcePosition at = Position;
        var parts = new List<string> { TakeName("a table") };
        while (TryTake("."))
        {
            parts.Add(Current.Kind == TokenKind.Number ? _tokens[_index++].Text : TakeName("a table"));
        }

        return parts.Count <= 3 ? new TableName(at, parts) : throw SqlErrors.Parse(at, $"the table name {string.Join('.', parts)} has more than three parts");
    }

    private List<string> ParseNameList()
    {
        Take("(");
        var names = new List<string>();
        do
        {
            names.Add(TakeName("a name"));
        }
        while (TryTake(","));
        Take(")");
        return names;
    }

    /// <summary>Reads a type name; its text goes to the type parser whole.</summary>
    private OdpsType ParseType()
    {
        Token first = Current;
        TakeName("a type");
        int end = first.End;
        if (Current.IsSymbol("(") || Current.IsSymbol("<"))
        {
            int depth = 0;
            do
            {
                depth += Current.IsSymbol("(") || Current.IsSymbol("<") ? 1 : Current.IsSymbol(")") || Current.IsSymbol(">") ? -1 : 0;
                if (Current.Kind == TokenKind.End)
                {
                    throw Unexpected("the end of the type");
                }

                end = Current.End;
                _index++;
            }
            while (depth > 0);
        }

        string text = _text[first.Start..end];
        try
        {
            OdpsType type = OdpsType.Parse(text);
            return type.Kind != OdpsTypeKind.Unknown ? type : throw SqlErrors.Semantic(first.Position, $"type {text} cannot be resolved");
        }
        catch (FormatException e)
        {
            throw SqlErrors.Parse(first.Position, $"invalid type '{text}': {e.Message}");
        }
    }

    private Dictionary<string, string> ParseProperties()
    {
        Take("(");
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        do
        {
            string key = Current.Kind == TokenKind.Text ? TakeText("a key") : TakeName("a key");
            Take("=");
            properties[key] = ParsePlainValue();
        }
        while (TryTake(","));
        Take(")");
        return properties;
    }

    /// <summary>A text, number or word as a value of a property or a partition key.</summary>
    private string ParsePlainValue()
    {
        if (Current.Kind == TokenKind.Text)
        {
            return TakeText("a value");
        }

        if ((IsWord("DATE") || IsWord("DATETIME") || IsWord("TIMESTAMP")) && Following.Kind == TokenKind.Text)
        {
            _index++;
            return TakeText("a value");
        }

        string sign = TryTake("-") ? "-" : "";
        return Current.Kind is TokenKind.Number or TokenKind.Word or TokenKind.QuotedName ? sign + _tokens[_index++].Text : throw Unexpected("a value");
    }

    private PartitionClause ParsePartition()
    {
        SourcePosition at = Position;
        TakeWord("PARTITION");
        Take("(");
        var items = new List<PartitionItem>();
        do
        {
            SourcePosition item = Position;
            string key = TakeName("a partition key");
            string? comparison = Comparisons.FirstOrDefault(TryTake);
            items.Add(new PartitionItem(item, key, comparison == "==" ? "=" : comparison == "!=" ? "<>" : comparison ?? "", comparison is null ? null : ParsePlainValue()));
        }
        while (TryTake(",") || TryTakeWord("AND"));
        Take(")");
        return new PartitionClause(at, items);
    }
}
