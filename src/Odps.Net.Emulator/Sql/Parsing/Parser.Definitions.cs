using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>CREATE, DROP and TRUNCATE. The clauses of CREATE TABLE are taken in any order, since clients differ.</content>
internal sealed partial class Parser
{
    private Statement ParseCreate()
    {
        SourcePosition at = Position;
        _index++;
        bool replace = TryTakeWords("OR", "REPLACE");
        bool external = TryTakeWord("EXTERNAL");
        if (TryTakeWord("TABLE"))
        {
            return ParseCreateTable(at, external, replace);
        }

        if (TryTakeWord("SCHEMA"))
        {
            bool ifNotExists = TryTakeWords("IF", "NOT", "EXISTS");
            return new CreateSchemaStatement(at, ParseTableName(), ifNotExists, TryTakeWord("COMMENT") ? TakeText("a comment") : null);
        }

        if (TryTakeWord("STREAM"))
        {
            return ParseCreateStream(at);
        }

        bool materialized = TryTakeWord("MATERIALIZED");
        if (TryTakeWord("VIEW"))
        {
            return ParseCreateView(at, materialized, replace);
        }

        throw SqlErrors.Unsupported(Position, $"CREATE {Current.Text.ToUpperInvariant()}");
    }

    /// <summary>CREATE STREAM name ON TABLE table VERSION AS OF 1 STRMPROPERTIES ('read_mode' = 'append').</summary>
    private CreateStreamStatement ParseCreateStream(SourcePosition at)
    {
        bool ifNotExists = TryTakeWords("IF", "NOT", "EXISTS");
        TableName name = ParseTableName();
        TakeWord("ON");
        TakeWord("TABLE");
        TableName table = ParseTableName();
        string? version = null;
        if (TryTakeWords("VERSION", "AS", "OF"))
        {
            version = TakeInteger("a version").ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (TryTakeWords("TIMESTAMP", "AS", "OF"))
        {
            _ = TakeText("a time");
        }

        TakeWord("STRMPROPERTIES");
        IReadOnlyDictionary<string, string> properties = ParseProperties();
        return new CreateStreamStatement(at, name, table, ifNotExists) { Version = version, Properties = properties, Comment = TryTakeWord("COMMENT") ? TakeText("a comment") : null };
    }

    private CreateTableStatement ParseCreateTable(SourcePosition at, bool external, bool replace)
    {
        bool ifNotExists = TryTakeWords("IF", "NOT", "EXISTS");
        var table = new CreateTableStatement(at, ParseTableName()) { IfNotExists = ifNotExists, IsExternal = external, OrReplace = replace };
        if (Current.IsSymbol("(") && !StartsQuery())
        {
            table = ParseTableElements(table);
        }

        while (true)
        {
            if (TryTakeWord("COMMENT"))
            {
                table = table with { Comment = TakeText("a comment") };
            }
            else if (TryTakeWord("LIKE"))
            {
                table = table with { Like = ParseTableName() };
            }
            else if (TryTakeWord("AUTO"))
            {
                table = ParseAutoPartitions(table);
            }
            else if (TryTakeWords("PARTITIONED", "BY") || TryTakeWords("PARTITIONED", "ON"))
            {
                table = StartsCallInBrackets() ? ParseAutoPartitionList(table) : table with { PartitionColumns = ParseColumns() };
            }
            else if (IsClustering())
            {
                table = table with { Clustering = ParseClustering() };
            }
            else if (TryTakeWord("TBLPROPERTIES"))
            {
                table = table with { Properties = ParseProperties() };
            }
            else if (TryTakeWord("LIFECYCLE"))
            {
                table = table with { Lifecycle = TakeInteger("a number of days") };
            }
            else if (TryTakeWord("HUBLIFECYCLE"))
            {
                table = table with { HubLifecycle = TakeInteger("a number of days") };
            }
            else if (TryTakeWord("INTO"))
            {
                table = table with { ShardCount = TakeInteger("a number") };
                TakeWord("SHARDS");
            }
            else if (TryParseStorage(table.Storage ?? new StorageDefinition()) is { } storage)
            {
                table = table with { Storage = storage };
            }
            else if (TryTakeWord("AS"))
            {
                return table with { AsQuery = ParseQuery() };
            }
            else
            {
                return CheckTable(table);
            }
        }
    }

    private CreateTableStatement CheckTable(CreateTableStatement table) =>
        table.Columns.Count > 0 || table.Like is not null ? table : throw Unexpected("a list of columns");

    private StorageDefinition? TryParseStorage(StorageDefinition storage)
    {
        if (TryTakeWords("STORED", "BY"))
        {
            return storage with { Handler = TakeText("a storage handler") };
        }

        if (TryTakeWords("ROW", "FORMAT"))
        {
            if (TryTakeWord("SERDE"))
            {
                return storage with { SerDeClass = TakeText("a class") };
            }

            throw SqlErrors.Unsupported(Position, "ROW FORMAT other than SERDE");
        }

        if (TryTakeWords("WITH", "SERDEPROPERTIES"))
        {
            return storage with { SerDeProperties = ParseProperties() };
        }

        if (TryTakeWords("STORED", "AS"))
        {
            return TryTakeWord("INPUTFORMAT") ? ParseFormats(storage) : storage with { StoredAs = TakeName("a format") };
        }

        if (TryTakeWord("LOCATION"))
        {
            return storage with { Location = TakeText("a location") };
        }

        return TryTakeWord("USING") ? storage with { Resources = TakeText("resources") } : null;
    }

    private StorageDefinition ParseFormats(StorageDefinition storage)
    {
        string input = TakeText("an input format");
        TakeWord("OUTPUTFORMAT");
        return storage with { InputFormat = input, OutputFormat = TakeText("an output format") };
    }

    private CreateTableStatement ParseTableElements(CreateTableStatement table)
    {
        Take("(");
        var columns = new List<ColumnDefinition>();
        List<string> key = [];
        do
        {
            if (IsWord("PRIMARY") && Following.IsWord("KEY"))
            {
                _index += 2;
                key = ParseNameList();
                _ = TryTakeWords("DISABLE", "NOVALIDATE") && TryTakeWord("RELY");
            }
            else
            {
                columns.Add(ParseColumn(key));
            }
        }
        while (TryTake(","));
        Take(")");
        return table with { Columns = columns, PrimaryKey = key };
    }

    private List<ColumnDefinition> ParseColumns()
    {
        Take("(");
        var columns = new List<ColumnDefinition>();
        do
        {
            columns.Add(ParseColumn([]));
        }
        while (TryTake(","));
        Take(")");
        return columns;
    }

    private ColumnDefinition ParseColumn(List<string> primaryKey)
    {
        SourcePosition at = Position;
        string name = TakeName("a column");
        _ = TryTake(":");
        bool hasType = Current.Kind == TokenKind.Word && !IsWord("COMMENT");
        var column = new ColumnDefinition(at, name, hasType ? ParseType() : null);
        while (true)
        {
            if (TryTakeWords("NOT", "NULL"))
            {
                column = column with { IsNullable = false };
            }
            else if (TryTakeWord("COMMENT"))
            {
                column = column with { Comment = TakeText("a comment") };
            }
            else if (TryTakeWord("DEFAULT"))
            {
                int start = Current.Start;
                Expression value = ParseBitOr();
                column = column with { DefaultValue = value is LiteralExpression { Kind: LiteralKind.Text } text ? text.Text : _text[start.._tokens[_index - 1].End] };
            }
            else if (TryTakeWords("PRIMARY", "KEY"))
            {
                primaryKey.Add(name);
            }
            else if (!TryTakeWord("NULL"))
            {
                return column;
            }
        }
    }

    private bool StartsCallInBrackets() => Current.IsSymbol("(") && Following.Kind == TokenKind.Word && _tokens[_index + 2].IsSymbol("(")
        && !OdpsTypeTakesBrackets(Following.Text);

    private static bool OdpsTypeTakesBrackets(string word) => word.ToUpperInvariant() is "DECIMAL" or "CHAR" or "VARCHAR";

    private CreateTableStatement ParseAutoPartitions(CreateTableStatement table)
    {
        TakeWord("PARTITIONED");
        TakeWord("BY");
        return ParseAutoPartitionList(table);
    }

    private CreateTableStatement ParseAutoPartitionList(CreateTableStatement table)
    {
        Take("(");
        SourcePosition at = Position;
        int start = Current.Start;
        ParseExpression();
        string expression = _text[start.._tokens[_index - 1].End];
        TakeWord("AS");
        string name = TakeName("a partition key");
        string? comment = TryTakeWord("COMMENT") ? TakeText("a comment") : null;
        Take(")");
        return table with { PartitionExpression = expression, PartitionColumns = [new ColumnDefinition(at, name, OdpsType.String) { Comment = comment }] };
    }

    private bool IsClustering() => IsWord("CLUSTERED") || (IsWord("RANGE") && Following.IsWord("CLUSTERED"));

    private ClusteringDefinition ParseClustering()
    {
        bool range = TryTakeWord("RANGE");
        TakeWord("CLUSTERED");
        TakeWord("BY");
        List<string> columns = [.. ParseSortColumns().Select(c => c.Column)];
        List<(string, bool)> sorted = TryTakeWords("SORTED", "BY") ? ParseSortColumns() : [];
        int buckets = 0;
        if (IsWord("INTO") && _tokens[_index + 2].IsWord("BUCKETS"))
        {
            _index++;
            buckets = TakeInteger("a number of buckets");
            TakeWord("BUCKETS");
        }

        return new ClusteringDefinition(range, columns, sorted, buckets);
    }

    private List<(string Column, bool Descending)> ParseSortColumns()
    {
        Take("(");
        var columns = new List<(string, bool)>();
        do
        {
            string name = TakeName("a column");
            bool descending = TryTakeWord("DESC");
            _ = !descending && TryTakeWord("ASC");
            columns.Add((name, descending));
        }
        while (TryTake(","));
        Take(")");
        return columns;
    }
}
