using Odps.Net.Emulator.Sql.Ast;
using Odps.Net.Emulator.Sql.Functions;
using Odps.Net.Emulator.Sql.Parsing;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>FROM.</content>
internal sealed partial class QueryBinder
{
    public const int DeepestView = 32;

    public BoundRelation BindRelation(Relation relation, Scope? outer) => relation switch
    {
        TableRelation table => BindTable(table),
        QueryRelation query => BindDerived(Rename(BindQuery(query.Query, outer), query.ColumnAliases, query.Position), query.Alias is null ? [] : [query.Alias], outer is null),
        JoinRelation join => BindJoin(join, outer),
        LateralRelation lateral => BindLateral(lateral, outer),
        _ => throw SqlErrors.Unsupported(relation.Position, relation.GetType().Name),
    };

    private BoundRelation BindDerived(BoundQuery query, IReadOnlyList<string> names, bool standsAlone)
    {
        string alias = context.NextAlias();
        IReadOnlyList<ScopeColumn> columns = [.. query.Columns.Select((c, i) => new ScopeColumn(c.Name, $"{alias}.{BoundQuery.ColumnSql(i)}", c.Type))];
        if (!standsAlone)
        {
            return new BoundRelation($"({query.Sql}) AS {alias}", [new ScopeRelation(names, columns)], true);
        }

        context.Definitions.Add($"{alias} AS ({query.Sql})");
        return new BoundRelation(alias, [new ScopeRelation(names, columns)], true);
    }

    private BoundRelation BindTable(TableRelation relation)
    {
        string alias = context.NextAlias();
        if (relation.Name.Name[0] == '@')
        {
            return BindVariable(relation);
        }

        if (relation.Name.Parts.Count == 1)
        {
            foreach ((string name, string sql, IReadOnlyList<(string Name, OdpsType Type)> columns, bool isLocal, long relations) in _commonTables)
            {
                if (name.Equals(relation.Name.Name, StringComparison.OrdinalIgnoreCase))
                {
                    if (isLocal && _mustStandAlone)
                    {
                        throw SqlErrors.Semantic(relation.Position, $"{name} belongs to the query round this one");
                    }

                    context.Relations += relations + 1;
                    BoundQuery bound = Rename(new BoundQuery(sql, columns), relation.ColumnAliases, relation.Position);
                    ScopeColumn[] common = [.. bound.Columns.Select((c, i) => new ScopeColumn(c.Name, $"{alias}.{BoundQuery.ColumnSql(i)}", c.Type))];
                    return new BoundRelation($"{sql} AS {alias}", [new ScopeRelation([relation.Alias ?? name], common)], true);
                }
            }
        }

        context.Relations++;
        (StoredTable stored, IReadOnlyList<string> fullName) = FindTable(relation.Name);
        TableDefinition table = stored.Definition;
        if (context.ViewDepth == 0)
        {
            // Whoever may read a view needs no right on what it reads.
            context.Session.Access?.Demand("Select", table);
        }

        IReadOnlyList<string> names = relation.Alias is { } given ? [given] : fullName;
        if (table is { IsView: true, IsMaterializedView: false })
        {
            return BindDerived(Rename(BindView(table, relation.Position), relation.ColumnAliases, relation.Position), names, standsAlone: true);
        }

        context.Inputs.TryAdd(StoreErrors.FullName(table), stored);
        IEnumerable<Column> all = table.Schema.Columns.Concat(table.Schema.PartitionColumns);
        ScopeColumn[] cells = [.. all.Zip(stored.AllCells, (column, cell) => new ScopeColumn(column.Name, $"{alias}.{cell}", column.Type))];
        if (relation.ColumnAliases.Count > 0)
        {
            cells = relation.ColumnAliases.Count == cells.Length
                ? [.. cells.Zip(relation.ColumnAliases, (cell, name) => cell with { Name = name })]
                : throw SqlErrors.Semantic(relation.Position, $"{relation.ColumnAliases.Count} column names are given for {cells.Length} columns");
        }

        return new BoundRelation($"{stored.TableName} AS {alias}", [new ScopeRelation(names, cells)], true);
    }

    /// <summary>A variable of the script that is a query: it is put in where it is named.</summary>
    private BoundRelation BindVariable(TableRelation relation)
    {
        if (context.Session.Variables.GetValueOrDefault(relation.Name.Name)?.Query is not { } query)
        {
            throw SqlErrors.Semantic(relation.Position, $"the variable {relation.Name.Name} cannot be resolved, or is no table");
        }

        context.Relations++;
        if (++context.ViewDepth > DeepestView)
        {
            throw SqlErrors.Semantic(relation.Position, $"the variable {relation.Name.Name} holds itself, or variables are nested too deeply");
        }

        BoundQuery bound = new QueryBinder(context).BindQuery(query, null);
        context.ViewDepth--;
        return BindDerived(Rename(bound, relation.ColumnAliases, relation.Position), [relation.Alias ?? relation.Name.Name], standsAlone: true);
    }

    /// <summary>The table of a name, and the parts of its full name.</summary>
    public (StoredTable Table, IReadOnlyList<string> FullName) FindTable(TableName name)
    {
        (string project, string schema, string table) = TableNames.Resolve(context.Session, name.Parts);
        StoredTable stored = context.Session.Store.Find(project, schema, table)
            ?? throw SqlErrors.TableNotFound(name.Position, StoreErrors.FullName(project, schema, table));
        return (stored, [project, .. name.Parts.Count == 3 || context.Session.HasSchemas ? new[] { schema } : [], table]);
    }

    private BoundQuery BindView(TableDefinition view, SourcePosition at)
    {
        if (context.ViewDepth >= DeepestView)
        {
            throw SqlErrors.Semantic(at, $"the view {StoreErrors.FullName(view)} holds itself, or views are nested too deeply");
        }

        string project = context.Session.Project;
        context.Session.Project = view.Project;
        context.ViewDepth++;
        try
        {
            // A view sees no common tables of the query that uses it.
            BoundQuery query = new QueryBinder(context).BindQuery(new Parser(view.ViewText ?? "").ParseWholeQuery(), null);
            return query.Columns.Count == view.Schema.Columns.Count
                ? query with { Columns = [.. query.Columns.Select((c, i) => (view.Schema.Columns[i].Name, c.Type))] }
                : throw SqlErrors.Semantic(at, $"the view {StoreErrors.FullName(view)} does not fit its tables any more");
        }
        finally
        {
            context.ViewDepth--;
            context.Session.Project = project;
        }
    }
}
