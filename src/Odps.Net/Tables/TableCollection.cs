using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The tables and views of a project and schema. Names may be <c>table</c>, <c>project.table</c> or <c>project.schema.table</c>.</summary>
public sealed class TableCollection
{
    private const int MaxTablesOfRequest = 100;

    private readonly ServiceScope _scope;

    internal TableCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to a table, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public Table this[string name] => new(_scope, TableName.Parse(name, _scope));

    /// <summary>Creates a table (CREATE TABLE) and waits until it is there. An instance: a few requests.</summary>
    /// <param name="name">The name.</param>
    /// <param name="schema">The columns and partition keys.</param>
    /// <param name="options">Comment, lifecycle and so on. Default: none of them.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be created all the same.</param>
    /// <returns>A handle to the table.</returns>
    /// <exception cref="OdpsAlreadyExistsException">The table exists and <see cref="CreateTableOptions.IfNotExists"/> is not set.</exception>
    /// <exception cref="OdpsServiceException">The service refused the statement.</exception>
    public async Task<Table> CreateAsync(string name, TableSchema schema, CreateTableOptions? options = null, CancellationToken cancellationToken = default)
    {
        (TableName table, TableStatement statement, SqlOptions job) = CreateStatement(name, schema, options);
        await TableStatements.ExecuteAsync(_scope, table, statement, job, cancellationToken).ConfigureAwait(false);
        return new Table(_scope, table);
    }

    /// <summary>
    /// Creates a table from the text of its columns, for example <c>"id bigint, name string"</c> and <c>"dt string"</c>. An instance: a few requests.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="columns">The data columns as CREATE TABLE has them between its brackets.</param>
    /// <param name="partitionColumns">The partition keys in the same form, or <c>"trunc_time(at, 'day') as dt"</c>. Default: none.</param>
    /// <param name="options">Comment, lifecycle and so on. Default: none of them.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be created all the same.</param>
    /// <returns>A handle to the table.</returns>
    /// <exception cref="FormatException">A text is not a list of columns.</exception>
    /// <exception cref="OdpsAlreadyExistsException">The table exists and <see cref="CreateTableOptions.IfNotExists"/> is not set.</exception>
    public Task<Table> CreateAsync(
        string name, string columns, string? partitionColumns = null, CreateTableOptions? options = null, CancellationToken cancellationToken = default) =>
        CreateAsync(name, TableSchema.Parse(columns, partitionColumns), options, cancellationToken);

    /// <summary>Submits CREATE TABLE and does not wait for it. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="schema">The columns and partition keys.</param>
    /// <param name="options">Comment, lifecycle and so on. Default: none of them.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitCreateAsync(string name, TableSchema schema, CreateTableOptions? options = null, CancellationToken cancellationToken = default)
    {
        (TableName table, TableStatement statement, SqlOptions job) = CreateStatement(name, schema, options);
        return TableStatements.SubmitAsync(_scope, table, statement, job, cancellationToken);
    }

    /// <summary>Creates a view or materialized view (CREATE VIEW) and waits until it is there. An instance: a few requests.</summary>
    /// <param name="name">The name.</param>
    /// <param name="query">The query, for example <c>"select id from orders"</c>.</param>
    /// <param name="options">Columns, comment, kind and so on. Default: a plain view with the columns of the query.</param>
    /// <param name="cancellationToken">Ends the wait; the view may be created all the same.</param>
    /// <returns>A handle to the view.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is a table or view of that name.</exception>
    /// <exception cref="OdpsNotFoundException">The query reads a table that is not there.</exception>
    public async Task<Table> CreateViewAsync(string name, string query, CreateViewOptions? options = null, CancellationToken cancellationToken = default)
    {
        (TableName view, TableStatement statement) = CreateViewStatementOf(name, query, options);
        await TableStatements.ExecuteAsync(_scope, view, statement, options?.Job, cancellationToken).ConfigureAwait(false);
        return new Table(_scope, view);
    }

    /// <summary>Submits CREATE VIEW and does not wait for it. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="query">The query, for example <c>"select id from orders"</c>.</param>
    /// <param name="options">Columns, comment, kind and so on. Default: a plain view with the columns of the query.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitCreateViewAsync(string name, string query, CreateViewOptions? options = null, CancellationToken cancellationToken = default)
    {
        (TableName view, TableStatement statement) = CreateViewStatementOf(name, query, options);
        return TableStatements.SubmitAsync(_scope, view, statement, options?.Job, cancellationToken);
    }

    /// <summary>The definition and state of a table. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public Task<TableInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>
    /// The definitions and states of many tables at once. One request for each 100 tables. Tables that are not there, or that the credential may not see, are left out.
    /// </summary>
    /// <param name="names">The names, also of other projects and schemas.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>What there is, in the order in which the service gives it.</returns>
    public async Task<IReadOnlyList<TableInfo>> GetManyAsync(IEnumerable<string> names, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(names);
        TableName[] tables = [.. names.Select(name => TableName.Parse(name, _scope))];
        var found = new List<TableInfo>(tables.Length);
        foreach (TableName[] chunk in tables.Chunk(MaxTablesOfRequest))
        {
            found.AddRange(await GetChunkAsync(chunk, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Whether there is such a table or view. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Drops a table (DROP TABLE) with its data, or a view. An instance: a few requests.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ifExists">Whether a table that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="type">What it is; <see cref="TableType.VirtualView"/> drops a view, <see cref="TableType.MaterializedView"/> a materialized one. Default: a table.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be dropped all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public Task DropAsync(string name, bool ifExists = false, TableType? type = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        this[name].DropAsync(ifExists, type, options, cancellationToken);

    /// <summary>Lists tables and views. One request for each page. Items hold name, owner and, where the service sends them, type and comment.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<TableInfo> ListAsync(ListTablesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListTablesOptions filter = options ?? new ListTablesOptions();
        return new PagedEnumerable<TableInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private (TableName Table, TableStatement Statement, SqlOptions Job) CreateStatement(string name, TableSchema schema, CreateTableOptions? options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        TableName table = TableName.Parse(name, _scope);
        options ??= new CreateTableOptions();
        var job = options.Job ?? new SqlOptions();
        var hints = new Dictionary<string, string>(job.Hints);
        foreach ((string key, string value) in options.Hints)
        {
            hints[key] = value;
        }

        string sql = CreateTableStatement.ToSql(table, schema, options);
        return (table, new TableStatement(sql, "SQLCreateTableTask", $"create table {table}", options.StorageTier is not null), job with { Hints = hints });
    }

    private (TableName View, TableStatement Statement) CreateViewStatementOf(string name, string query, CreateViewOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        TableName view = TableName.Parse(name, _scope);
        return (view, new TableStatement(CreateViewStatement.ToSql(view, query, options ?? new CreateViewOptions()), "SQLCreateViewTask", $"create view {view}"));
    }

    /// <summary>In the request the element <c>Schema</c> is the name of the schema, in the answer it is the definition.</summary>
    private async Task<IReadOnlyList<TableInfo>> GetChunkAsync(TableName[] tables, CancellationToken cancellationToken)
    {
        string project = _scope.Project ?? tables[0].Project;
        string document = RequestXml.Write(xml =>
        {
            xml.WriteStartElement("Tables");
            foreach (TableName table in tables)
            {
                xml.WriteStartElement("Table");
                xml.Element("Project", table.Project);
                xml.Element("Name", table.Name);
                xml.Element("Schema", table.Schema ?? "");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
        OdpsRequest request = OdpsRequest.Post(RestPath.Project(project).Tables(), $"get {tables.Length} tables", RequestContent.Xml(document)) with
        {
            Query = new QueryParameters { "query" },
            CurrentProject = _scope.Project,
            CurrentSchema = "",
            IsIdempotent = true,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (answer, response) => answer.Elements("Table").Select(item => TableInfoReader.Read(item, NameOf(item, tables, project), response)).ToArray(),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name of a table of the answer; the service tells a schema also where the names that were asked for have two parts.</summary>
    private static TableName NameOf(XElement item, TableName[] asked, string project)
    {
        var name = new TableName(item.Text("Project") ?? project, item.Text("SchemaName"), item.Text("Name") ?? "");
        return Array.Exists(asked, t => t.Schema is null && Same(t.Project, name.Project) && Same(t.Name, name.Name)) ? name with { Schema = null } : name;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private async Task<Page<TableInfo>> GetPageAsync(ListTablesOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Tables(), $"list tables of project {project}") with
        {
            Query = new QueryParameters
            {
                { "expectmarker", "true" },
                { "name", filter.Prefix },
                { "owner", filter.Owner },
                { "type", filter.Type?.ToString() },
                { "maxitems", filter.PageSize },
                { "marker", marker },
            }.Flag("extended", filter.Extended),
            CurrentProject = _scope.Project,
            CurrentSchema = _scope.Schema ?? "",
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (document, response) => document.ReadPage(
                "Table", item => TableInfoReader.Read(item, new TableName(project, _scope.Schema, item.Text("Name") ?? ""), response)),
            cancellationToken).ConfigureAwait(false);
    }
}
