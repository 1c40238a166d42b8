using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>ALTER TABLE and ALTER VIEW.</content>
internal sealed partial class Parser
{
    private Statement ParseAlter()
    {
        SourcePosition at = Position;
        _index++;
        if (TryTakeWord("SCHEMA"))
        {
            return ParseAlterSchema(at);
        }

        _ = TryTakeWord("MATERIALIZED");
        if (!TryTakeWord("TABLE") && !TryTakeWord("VIEW"))
        {
            throw SqlErrors.Unsupported(Position, $"ALTER {Current.Text.ToUpperInvariant()}");
        }

        TableName table = ParseTableName();
        return new AlterStatement(at, table, ParseAlteration());
    }

    private AlterSchemaStatement ParseAlterSchema(SourcePosition at)
    {
        TableName schema = ParseTableName();
        if (TryTakeWords("SET", "COMMENT"))
        {
            return new AlterSchemaStatement(at, schema) { Comment = TakeText("a comment") };
        }

        TakeWord("CHANGEOWNER");
        TakeWord("TO");
        return new AlterSchemaStatement(at, schema) { Owner = Current.Kind == TokenKind.Text ? TakeText("an owner") : TakeName("an owner") };
    }

    private Alteration ParseAlteration()
    {
        SourcePosition at = Position;
        string word = Current.Text.ToUpperInvariant();
        switch (word)
        {
            case "ADD":
                _index++;
                return ParseAdd();
            case "DROP":
                _index++;
                return ParseDropPart();
            case "MERGE" when Following.IsWord("IF") || Following.IsWord("PARTITION"):
                _index++;
                return ParseMergePartitions();
            case "RENAME":
                _index++;
                TakeWord("TO");
                return new RenameTableTo(Position, ParseTableName().Name);
            case "SET":
                _index++;
                return ParseSetOfTable();
            case "UNSET":
                _index++;
                TakeWord("TBLPROPERTIES");
                return new UnsetProperties(ParseTextList());
            case "CHANGEOWNER":
                _index++;
                TakeWord("TO");
                return new ChangeOwner(Current.Kind == TokenKind.Text ? TakeText("an owner") : TakeName("an owner"));
            case "CHANGE":
                _index++;
                _ = TryTakeWord("COLUMN");
                return ParseChangeColumn();
            case "TOUCH":
                _index++;
                return new TouchTable(IsWord("PARTITION") ? ParsePartition() : null);
            case "PARTITION":
                return ParseAlterPartition();
            case "CLUSTERED" or "RANGE":
                return new SetClustering(ParseClustering());
            case "NOT" when Following.IsWord("CLUSTERED"):
                _index += 2;
                return new SetClustering(null);
            case "COMMENT":
                _index++;
                return new SetComment(TakeText("a comment"));
            case "LIFECYCLE":
                _index++;
                return new SetLifecycle(TakeInteger("a number of days"));
            case "ENABLE" or "DISABLE" when Following.IsWord("LIFECYCLE"):
                _index += 2;
                return new EnableLifecycle(null, word == "ENABLE");
            default:
                throw Current.Kind == TokenKind.End ? Unexpected("a change") : SqlErrors.Unsupported(at, $"ALTER TABLE ... {word}");
        }
    }

    private Alteration ParseAdd()
    {
        if (TryTakeWord("COLUMNS") || TryTakeWord("COLUMN"))
        {
            bool columnIfNotExists = TryTakeWords("IF", "NOT", "EXISTS");
            return new AddColumns(columnIfNotExists, Current.IsSymbol("(") ? ParseColumns() : [ParseColumn([])]);
        }

        bool ifNotExists = TryTakeWords("IF", "NOT", "EXISTS");
        return new AddPartitions(ifNotExists, ParsePartitionList());
    }

    /// <summary>MERGE [IF EXISTS] PARTITION (...), PARTITION (...) OVERWRITE PARTITION (...) [PURGE].</summary>
    private MergePartitions ParseMergePartitions()
    {
        bool ifExists = TryTakeWords("IF", "EXISTS");
        List<PartitionClause> sources = ParsePartitionList();
        TakeWord("OVERWRITE");
        PartitionClause target = ParsePartition();
        _ = TryTakeWord("PURGE");
        return new MergePartitions(ifExists, sources, target);
    }

    private List<PartitionClause> ParsePartitionList()
    {
        var partitions = new List<PartitionClause>();
        do
        {
            partitions.Add(ParsePartition());
            if (TryTakeWord("LOCATION"))
            {
                throw SqlErrors.Unsupported(Position, "ADD PARTITION ... LOCATION");
            }
        }
        while (TryTake(",") || IsWord("PARTITION"));
        return partitions;
    }

    private Alteration ParseDropPart()
    {
        if (TryTakeWord("COLUMNS") || TryTakeWord("COLUMN"))
        {
            bool brackets = TryTake("(");
            var columns = new List<(SourcePosition, string)>();
            do
            {
                columns.Add((Position, TakeName("a column")));
            }
            while (TryTake(","));
            if (brackets)
            {
                Take(")");
            }

            return new DropColumns(columns);
        }

        bool ifExists = TryTakeWords("IF", "EXISTS");
        return new DropPartitions(ifExists, ParsePartitionList());
    }

    private Alteration ParseSetOfTable()
    {
        if (TryTakeWord("COMMENT"))
        {
            return new SetComment(TakeText("a comment"));
        }

        if (TryTakeWord("LIFECYCLE"))
        {
            return new SetLifecycle(TakeInteger("a number of days"));
        }

        if (TryTakeWord("TBLPROPERTIES"))
        {
            return new SetProperties(ParseProperties());
        }

        throw Current.Kind == TokenKind.End ? Unexpected("COMMENT, LIFECYCLE or TBLPROPERTIES") : SqlErrors.Unsupported(Position, $"ALTER TABLE ... SET {Current.Text.ToUpperInvariant()}");
    }

    private ChangeColumn ParseChangeColumn()
    {
        SourcePosition at = Position;
        string name = TakeName("a column");
        if (TryTakeWords("RENAME", "TO"))
        {
            return new ChangeColumn(at, name, TakeName("a column"), null, null, null);
        }

        if (TryTakeWord("COMMENT"))
        {
            return new ChangeColumn(at, name, null, null, TakeText("a comment"), null);
        }

        if (TryTakeWord("NULL"))
        {
            return new ChangeColumn(at, name, null, null, null, true);
        }

        if (TryTakeWords("NOT", "NULL"))
        {
            return new ChangeColumn(at, name, null, null, null, false);
        }

        string newName = TakeName("a column");
        OdpsType? type = Current.Kind == TokenKind.Word && !IsWord("COMMENT") ? ParseType() : null;
        string? comment = TryTakeWord("COMMENT") ? TakeText("a comment") : null;
        return IsWord("FIRST") || IsWord("AFTER")
            ? throw SqlErrors.Unsupported(Position, $"CHANGE COLUMN ... {Current.Text.ToUpperInvariant()}")
            : new ChangeColumn(at, name, newName, type, comment, null);
    }

    private Alteration ParseAlterPartition()
    {
        PartitionClause partition = ParsePartition();
        if (TryTakeWords("RENAME", "TO"))
        {
            return new RenamePartitionTo(partition, ParsePartition());
        }

        if (TryTakeWords("SET", "PARTITIONPROPERTIES"))
        {
            return new SetPartitionProperties(partition, ParseProperties());
        }

        bool enable = IsWord("ENABLE");
        if (TryTakeWords("ENABLE", "LIFECYCLE") || TryTakeWords("DISABLE", "LIFECYCLE"))
        {
            return new EnableLifecycle(partition, enable);
        }

        throw Current.Kind == TokenKind.End ? Unexpected("RENAME or SET") : SqlErrors.Unsupported(Position, $"ALTER TABLE ... PARTITION ... {Current.Text.ToUpperInvariant()}");
    }

    private List<string> ParseTextList()
    {
        Take("(");
        var texts = new List<string>();
        do
        {
            texts.Add(TakeText("a key"));
        }
        while (TryTake(","));
        Take(")");
        return texts;
    }
}
