using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Execution;

/// <content>CREATE, DROP and TRUNCATE.</content>
internal sealed partial class StatementExecutor
{
    private SqlResult ExecuteCreateTable(CreateTableStatement statement)
    {
        (string project, string schema, string name) = TableNames.Resolve(session, statement.Table.Parts);
        StoredTable? existing = Store.Find(project, schema, name);
        if (existing is not null && statement.IfNotExists)
        {
            return new SqlResult();
        }

        if (existing is not null && !statement.OrReplace)
        {
            throw SqlErrors.TableExists(statement.Table.Position, StoreErrors.FullName(existing.Definition));
        }

        RequireSchema(project, schema);
        session.Access?.Demand("CreateTable", project, schema);
        var definition = new TableDefinition
        {
            Project = project,
            SchemaName = schema.ToLowerInvariant(),
            Name = name.ToLowerInvariant(),
            Owner = session.Owner,
            Schema = new TableSchema(ColumnCollection.Empty),
            Comment = statement.Comment,
            Lifecycle = statement.Lifecycle ?? -1,
            Properties = statement.Properties,
            IsTransactional = IsTransactional(statement.Properties),
            PrimaryKey = [.. statement.PrimaryKey.Select(k => k.ToLowerInvariant())],
            PartitionExpression = statement.PartitionExpression,
            Clustering = statement.Clustering,
            Storage = statement.IsExternal ? statement.Storage ?? new StorageDefinition() : statement.Storage is null ? null : statement.Storage with { IsManaged = true },
            ShardCount = statement.ShardCount ?? 0,
            HubLifecycle = statement.HubLifecycle ?? -1,
        };
        if (statement.Like is { } like)
        {
            TableDefinition model = Find(like, "Describe").Definition;
            definition = model with
            {
                Project = project, SchemaName = definition.SchemaName, Name = definition.Name, TableId = "", Owner = session.Owner, Storage = null, IsView = false, ViewText = null,
                IsMaterializedView = false, Lifecycle = definition.Lifecycle, Comment = definition.Comment ?? model.Comment,
                CreationTime = default, LastDdlTime = default, LastModifiedTime = default, SchemaVersion = 1,
            };
        }
        else if (statement.AsQuery is { } query)
        {
            return CreateAs(statement, definition, query, existing);
        }
        else
        {
            definition = definition with { Schema = ToSchema(statement) };
        }

        Replace(existing);
        Store.CreateTable(definition, ifNotExists: false);
        return new SqlResult();
    }

    private static bool IsTransactional(IReadOnlyDictionary<string, string> properties) =>
        properties.TryGetValue("transactional", out string? value) && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static TableSchema ToSchema(CreateTableStatement statement)
    {
        List<Column> columns = [.. statement.Columns.Select(ToColumn)];
        List<Column> keys = [.. statement.PartitionColumns.Select(ToColumn)];
        foreach (string key in statement.PrimaryKey)
        {
            int index = columns.FindIndex(c => c.Name.Equals(key, StringComparison.OrdinalIgnoreCase));
            columns[index >= 0 ? index : throw SqlErrors.ColumnNotFound(statement.Position, key)] = columns[index] with { IsNullable = false };
        }

        CheckUnique(statement.Columns.Concat(statement.PartitionColumns));
        foreach (ColumnDefinition key in statement.PartitionColumns)
        {
            if (SqlTypes.IsNested(key.Type!) || key.Type!.Kind is OdpsTypeKind.Binary or OdpsTypeKind.Json or OdpsTypeKind.Boolean || SqlTypes.IsReal(key.Type) || key.Type.Kind == OdpsTypeKind.Decimal)
            {
                throw SqlErrors.Semantic(key.Position, $"a partition key cannot be of type {key.Type}");
            }
        }

        return new TableSchema(new ColumnCollection(columns), new ColumnCollection(keys));
    }

    private static Column ToColumn(ColumnDefinition column) => new(
        column.Name.ToLowerInvariant(),
        column.Type ?? throw SqlErrors.Parse(column.Position, $"column {column.Name} has no type"),
        column.Comment,
        column.IsNullable)
    {
        DefaultValue = column.DefaultValue,
    };

    private static void CheckUnique(IEnumerable<ColumnDefinition> columns)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ColumnDefinition column in columns)
        {
            if (!names.Add(column.Name))
            {
                throw SqlErrors.Semantic(column.Position, $"the column name {column.Name} occurs twice");
            }
        }
    }

    private SqlResult CreateAs(CreateTableStatement statement, TableDefinition definition, Query query, StoredTable? existing)
    {
        var context = new BindingContext(session);
        BoundQuery bound = new QueryBinder(context).BindQuery(query, null);
        definition = definition with { Schema = new TableSchema(UniqueColumns(bound, statement.Position)) };
        List<object?[]> rows = [.. ReadCells(context, bound.Sql)];
        Dictionary<string, long> inputs = Inputs(context);
        Replace(existing);
        Store.CreateTable(definition, ifNotExists: false);
        long written = Store.WriteCells(definition, null, rows, overwrite: false);
        return new SqlResult { Inputs = inputs, Outputs = new Dictionary<string, long> { [StoreErrors.FullName(definition)] = written } };
    }

    private static ColumnCollection UniqueColumns(BoundQuery query, SourcePosition at, IReadOnlyList<ColumnDefinition>? named = null)
    {
        if (named is { Count: > 0 } && named.Count != query.Columns.Count)
        {
            throw SqlErrors.Semantic(at, $"{named.Count} column names are given for {query.Columns.Count} columns");
        }

        Column[] columns = [.. query.Columns.Select((c, i) => named is { Count: > 0 } ? new Column(named[i].Name.ToLowerInvariant(), SqlTypes.Output(c.Type), named[i].Comment) : new Column(c.Name, SqlTypes.Output(c.Type)))];
        string? twice = columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? new ColumnCollection(columns) : throw SqlErrors.Semantic(at, $"the column name {twice} occurs twice; give one of them an alias");
    }

    private void Replace(StoredTable? existing)
    {
        if (existing is not null)
        {
            session.Access?.Demand("Drop", existing.Definition);
            Store.DropTable(existing.Definition.Project, existing.Definition.SchemaName, existing.Definition.Name, ifExists: false);
        }
    }

    private SqlResult ExecuteCreateView(CreateViewStatement statement)
    {
        (string project, string schema, string name) = TableNames.Resolve(session, statement.Table.Parts);
        StoredTable? existing = Store.Find(project, schema, name);
        if (existing is not null && statement.IfNotExists)
        {
            return new SqlResult();
        }

        if (existing is not null && (!statement.OrReplace || !existing.Definition.IsView))
        {
            throw SqlErrors.TableExists(statement.Table.Position, StoreErrors.FullName(existing.Definition));
        }

        RequireSchema(project, schema);
        session.Access?.Demand("CreateTable", project, schema);
        var context = new BindingContext(session);
        BoundQuery bound = new QueryBinder(context).BindQuery(statement.Query, null);
        ColumnCollection columns = UniqueColumns(bound, statement.Position, statement.Columns);
        var keys = new HashSet<string>(statement.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        List<Column> keyColumns = [.. statement.PartitionColumns.Select(k => columns.Contains(k) ? columns[k] : throw SqlErrors.ColumnNotFound(statement.Position, k))];
        var definition = new TableDefinition
        {
            Project = project,
            SchemaName = schema.ToLowerInvariant(),
            Name = name.ToLowerInvariant(),
            Owner = session.Owner,
            Schema = new TableSchema(new ColumnCollection(columns.Where(c => !keys.Contains(c.Name))), new ColumnCollection(keyColumns)),
            Comment = statement.Comment,
            Lifecycle = statement.Lifecycle ?? -1,
            Properties = statement.Properties,
            IsView = true,
            IsMaterializedView = statement.IsMaterialized,
            IsRewriteDisabled = statement.IsRewriteDisabled,
            Clustering = statement.Clustering,
            ViewText = statement.QueryText,
        };
        Replace(existing);
        if (!statement.IsMaterialized)
        {
            Store.CreateTable(definition, ifNotExists: false);
            return new SqlResult();
        }

        // The rows are those of this moment, data columns first and then the keys, as an INSERT gives them.
        int[] order = [.. columns.Select((c, i) => (c, i)).Where(x => !keys.Contains(x.c.Name)).Select(x => x.i), .. keyColumns.Select(k => columns.GetOrdinal(k.Name))];
        List<object?[]> rows = [.. ReadCells(context, bound.Sql).Select(row => order.Select(i => row[i]).ToArray())];
        Store.CreateTable(definition, ifNotExists: false);
        var outputs = new Dictionary<string, long>(StringComparer.Ordinal);
        WriteRows(Store.Get(definition), new InsertPlan("", new Dictionary<string, string>(), keyColumns), rows, overwrite: false, outputs);
        return new SqlResult { Inputs = Inputs(context), Outputs = outputs };
    }

    private SqlResult ExecuteDrop(DropTableStatement statement)
    {
        (string project, string schema, string name) = TableNames.Resolve(session, statement.Table.Parts);
        if (TryFind(statement.Table) is not { } stored)
        {
            return statement.IfExists ? new SqlResult() : throw NotFound(statement.Table);
        }

        if (stored.Definition.IsView != statement.IsView)
        {
            throw SqlErrors.Semantic(statement.Table.Position, $"{StoreErrors.FullName(stored.Definition)} is a {(statement.IsView ? "table" : "view")}; use DROP {(statement.IsView ? "TABLE" : "VIEW")}");
        }

        session.Access?.Demand("Drop", stored.Definition);
        Store.DropTable(project, schema, name, ifExists: false);
        return new SqlResult();
    }

    private SqlResult ExecuteTruncate(TruncateStatement statement)
    {
        StoredTable stored = Find(statement.Table, "Update");
        if (statement.Partitions.Count == 0)
        {
            Store.Truncate(stored.Definition, null);
        }

        foreach (PartitionClause clause in statement.Partitions)
        {
            Store.Truncate(stored.Definition, ToSpec(stored.Definition, clause));
        }

        return new SqlResult();
    }
}
