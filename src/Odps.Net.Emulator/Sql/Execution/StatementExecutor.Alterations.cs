using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Sql.Functions;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>ALTER TABLE.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteAlter(AlterStatement statement)
    {
        TableDefinition table = Find(statement.Table, "Alter").Definition;
        switch (statement.Change)
        {
            case AddPartitions add:
                foreach (PartitionClause clause in add.Partitions)
                {
                    Store.CreatePartition(table, ToSpec(table, clause), add.IfNotExists);
                }

                break;
            case DropPartitions drop:
                DropPartitions(table, drop);
                break;
            case MergePartitions merge:
                MergePartitions(table, merge);
                break;
            case RenamePartitionTo rename:
                Store.RenamePartition(table, ToSpec(table, rename.From), ToSpec(table, rename.To));
                break;
            case RenameTableTo rename:
                Rename(table, rename);
                break;
            case SetComment set:
                Store.AlterTable(table with { Comment = set.Comment });
                break;
            case SetLifecycle set:
                Store.AlterTable(table with { Lifecycle = set.Days > 0 ? set.Days : -1 });
                break;
            case ChangeOwner change:
                Store.AlterTable(table with { Owner = change.Owner });
                break;
            case SetClustering set:
                Store.AlterTable(table with { Clustering = set.Clustering });
                break;
            case SetProperties set:
                var properties = new Dictionary<string, string>(table.Properties, StringComparer.Ordinal);
                foreach ((string key, string value) in set.Properties)
                {
                    properties[key] = value;
                }

                Store.AlterTable(table with { Properties = properties, IsTransactional = table.IsTransactional || IsTransactional(properties) });
                break;
            case UnsetProperties unset:
                Store.AlterTable(table with { Properties = table.Properties.Where(p => !unset.Keys.Contains(p.Key)).ToDictionary(StringComparer.Ordinal) });
                break;
            case SetPartitionProperties set:
                Store.SetPartitionProperties(table, RequirePartition(table, set.Partition), set.Properties);
                break;
            case EnableLifecycle { Partition: null } enable:
                Store.AlterTable(table with { IsLifecycleDisabled = !enable.IsEnabled });
                break;
            case EnableLifecycle { Partition: { } clause } enable:
                Store.SetPartitionProperty(table, RequirePartition(table, clause), PartitionProperties.LifecycleDisabled, enable.IsEnabled ? null : "true");
                break;
            case TouchTable touch:
                Store.Touch(table, touch.Partition is null ? null : RequirePartition(table, touch.Partition));
                break;
            case AddColumns add:
                AddColumns(table, add);
                break;
            case DropColumns drop:
                DropColumns(table, drop);
                break;
            case ChangeColumn change:
                ChangeColumn(table, change);
                break;
            default:
                throw SqlErrors.Unsupported(statement.Position, statement.Change.GetType().Name);
        }

        return new SqlResult();
    }

    private PartitionSpec RequirePartition(TableDefinition table, PartitionClause clause)
    {
        PartitionSpec spec = ToSpec(table, clause);
        return Store.FindPartition(table, spec) is null ? throw StoreErrors.NoSuchPartition(table, spec) : spec;
    }

    private void DropPartitions(TableDefinition table, DropPartitions drop)
    {
        foreach (PartitionClause clause in drop.Partitions)
        {
            CheckKeys(table, clause);
            if (clause.Items.Count == table.Schema.PartitionColumns.Count && clause.Items.All(i => i.Operator == "="))
            {
                Store.DropPartition(table, ToSpec(table, clause), drop.IfExists);
                continue;
            }

            FindPartitions(table, clause, drop.IfExists).ForEach(spec => Store.DropPartition(table, spec, ifExists: false));
        }
    }

    /// <summary>A condition, or a leading part of a spec, means all partitions that fit.</summary>
    private List<PartitionSpec> FindPartitions(TableDefinition table, PartitionClause clause, bool ifExists)
    {
        List<PartitionSpec> found = [.. Store.ListPartitions(table).Select(p => p.Spec).Where(spec => clause.Items.All(i => Fits(table, spec, i)))];
        return found.Count > 0 || ifExists ? found
            : clause.Items.Count == table.Schema.PartitionColumns.Count && clause.Items.All(i => i.Operator == "=") ? throw StoreErrors.NoSuchPartition(table, ToSpec(table, clause))
            : throw SqlErrors.Partition($"no partition of table {StoreErrors.FullName(table)} fits the condition");
    }

    /// <summary>The rows of the sources, read before anything is written, replace what the target holds; the sources go.</summary>
    private void MergePartitions(TableDefinition table, MergePartitions merge)
    {
        PartitionSpec target = ToSpec(table, merge.Target);
        var sources = new List<PartitionSpec>();
        foreach (PartitionClause clause in merge.Sources)
        {
            CheckKeys(table, clause);
            sources.AddRange(FindPartitions(table, clause, merge.IfExists).Except(sources));
        }

        List<object?[]> rows = [.. sources.SelectMany(spec => Store.Read(table, spec, 0, long.MaxValue))];
        Store.CreatePartition(table, target, ifNotExists: true);
        PartitionSpec kept = Store.FindPartition(table, target)!.Spec;
        Store.Write(table, target, rows, overwrite: true);
        foreach (PartitionSpec source in sources.Where(spec => !spec.Equals(kept)))
        {
            Store.DropPartition(table, source, ifExists: false);
        }
    }

    private static bool Fits(TableDefinition table, PartitionSpec spec, PartitionItem item)
    {
        OdpsType type = table.Schema.PartitionColumns[item.Key].Type;
        if (item.Value is null || PartitionValues.ToCell(type, item.Value) is not { } bound)
        {
            throw SqlErrors.Semantic(item.Position, $"the partition key {item.Key} needs a value of type {type}");
        }

        int order = CellComparer.Instance.Compare(PartitionValues.ToCell(type, spec[item.Key]), bound);
        return item.Operator switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private void Rename(TableDefinition table, RenameTableTo rename)
    {
        if (Store.Find(table.Project, table.SchemaName, rename.Name) is { } other)
        {
            throw SqlErrors.TableExists(rename.Position, StoreErrors.FullName(other.Definition));
        }

        Store.RenameTable(table, rename.Name.ToLowerInvariant());
    }

    private void AddColumns(TableDefinition table, AddColumns add)
    {
        List<Column> columns = [.. table.Schema.Columns];
        foreach (ColumnDefinition definition in add.Columns)
        {
            Column column = ToColumn(definition);
            if (columns.Exists(c => c.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) || table.Schema.PartitionColumns.Contains(column.Name))
            {
                if (add.IfNotExists)
                {
                    continue;
                }

                throw SqlErrors.Semantic(definition.Position, $"column {column.Name} is already there");
            }

            columns.Add(column.IsNullable ? column : throw SqlErrors.Semantic(definition.Position, $"column {column.Name} cannot be added as NOT NULL"));
        }

        Store.AlterTable(table with { Schema = new TableSchema(new ColumnCollection(columns), table.Schema.PartitionColumns) });
    }

    private void DropColumns(TableDefinition table, DropColumns drop)
    {
        List<Column> columns = [.. table.Schema.Columns];
        foreach ((SourcePosition at, string name) in drop.Columns)
        {
            if (columns.RemoveAll(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) == 0)
            {
                throw SqlErrors.ColumnNotFound(at, name);
            }

            if (columns.Count == 0 || table.PrimaryKey.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw SqlErrors.Semantic(at, $"column {name} cannot be dropped: it is {(columns.Count == 0 ? "the last one" : "part of the primary key")}");
            }
        }

        Store.AlterTable(table with { Schema = new TableSchema(new ColumnCollection(columns), table.Schema.PartitionColumns) });
    }

    private void ChangeColumn(TableDefinition table, ChangeColumn change)
    {
        int ordinal = table.Schema.Columns.IndexOf(change.Name);
        if (ordinal < 0)
        {
            throw SqlErrors.ColumnNotFound(change.Position, change.Name);
        }

        Column old = table.Schema.Columns[ordinal];
        if (change.IsNullable == false && old.IsNullable)
        {
            throw SqlErrors.Unsupported(change.Position, "CHANGE COLUMN ... NOT NULL");
        }

        if (change.Type is { } type && type != old.Type)
        {
            bool widens = SqlTypes.IsText(type) || (SqlTypes.IsNumber(old.Type) && SqlTypes.IsNumber(type) && SqlTypes.CommonNumber(old.Type, type) == type)
                || (SqlTypes.IsTime(old.Type) && SqlTypes.IsTime(type) && type.Kind > old.Type.Kind);
            ScalarBody? convert = widens ? Casts.Find(old.Type, type, session) : null;
            if (convert is null)
            {
                throw SqlErrors.Semantic(change.Position, $"column {change.Name} cannot be changed from {old.Type} to {type}");
            }

            Store.ChangeColumnType(table, change.Name, type, cell => convert([cell]));
        }

        string name = (change.NewName ?? old.Name).ToLowerInvariant();
        bool isTaken = !name.Equals(old.Name, StringComparison.OrdinalIgnoreCase) && (table.Schema.Columns.Contains(name) || table.Schema.PartitionColumns.Contains(name));
        if (isTaken)
        {
            throw SqlErrors.Semantic(change.Position, $"column {name} is already there");
        }

        var renamed = new Column(name, change.Type ?? old.Type, change.Comment ?? old.Comment, change.IsNullable ?? old.IsNullable) { DefaultValue = old.DefaultValue, Label = old.Label };
        Store.RenameColumn(table, old.Name, renamed);
    }
}
