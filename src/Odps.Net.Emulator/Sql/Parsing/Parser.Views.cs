using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>CREATE VIEW, DROP and TRUNCATE.</content>
internal sealed partial class Parser
{
    private CreateViewStatement ParseCreateView(SourcePosition at, bool materialized, bool replace)
    {
        bool ifNotExists = TryTakeWords("IF", "NOT", "EXISTS");
        TableName name = ParseTableName();
        List<ColumnDefinition> columns = [];
        List<string> partitions = [];
        var properties = new Dictionary<string, string>();
        string? comment = null;
        int? lifecycle = null;
        bool isRewriteDisabled = false;
        ClusteringDefinition? clustering = null;
        while (!TryTakeWord("AS"))
        {
            if (Current.IsSymbol("(") && columns.Count == 0)
            {
                columns = ParseColumns();
            }
            else if (TryTakeWord("COMMENT"))
            {
                comment = TakeText("a comment");
            }
            else if (TryTakeWord("LIFECYCLE"))
            {
                lifecycle = TakeInteger("a number of days");
            }
            else if (TryTakeWords("PARTITIONED", "ON") || TryTakeWords("PARTITIONED", "BY"))
            {
                partitions = ParseNameList();
            }
            else if (TryTakeWord("TBLPROPERTIES"))
            {
                properties = ParseProperties();
            }
            else if (IsClustering())
            {
                clustering = ParseClustering();
            }
            else if (TryTakeWords("DISABLE", "REWRITE"))
            {
                isRewriteDisabled = true;
            }
            else if (!TryTakeWords("BUILD", "DEFERRED"))
            {
                throw Unexpected("AS");
            }
        }

        int start = Current.Start;
        Query query = ParseQuery();
        return new CreateViewStatement(at, name, query, _text[start.._tokens[_index - 1].End])
        {
            IfNotExists = ifNotExists, OrReplace = replace, IsMaterialized = materialized, Columns = columns, PartitionColumns = partitions,
            Comment = comment, Lifecycle = lifecycle, Properties = properties, IsRewriteDisabled = isRewriteDisabled, Clustering = clustering,
        };
    }

    private Statement ParseDrop()
    {
        SourcePosition at = Position;
        _index++;
        if (TryTakeWord("SCHEMA"))
        {
            bool schemaIfExists = TryTakeWords("IF", "EXISTS");
            return new DropSchemaStatement(at, ParseTableName(), schemaIfExists);
        }

        if (TryTakeWord("STREAM"))
        {
            bool streamIfExists = TryTakeWords("IF", "EXISTS");
            return new DropStreamStatement(at, ParseTableName(), streamIfExists);
        }

        _ = TryTakeWord("MATERIALIZED");
        bool view = TryTakeWord("VIEW");
        if (!view && !TryTakeWord("TABLE"))
        {
            throw SqlErrors.Unsupported(Position, $"DROP {Current.Text.ToUpperInvariant()}");
        }

        bool ifExists = TryTakeWords("IF", "EXISTS");
        var drop = new DropTableStatement(at, ParseTableName(), ifExists, view);
        _ = TryTakeWord("PURGE");
        return drop;
    }

    private TruncateStatement ParseTruncate()
    {
        SourcePosition at = Position;
        _index++;
        TakeWord("TABLE");
        TableName table = ParseTableName();
        var partitions = new List<PartitionClause>();
        while (IsWord("PARTITION"))
        {
            partitions.Add(ParsePartition());
            _ = TryTake(",");
        }

        return new TruncateStatement(at, table, partitions);
    }
}
