using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The tables and views of a project and schema. Names may be <c>table</c>, <c>project.table</c> or <c>project.schema.table</c>.</summary>
public sealed class TableCollection
{
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
    /// <exception cref="OdpsServiceException">The service refused; for example the table exists and <see cref="CreateTableOptions.IfNotExists"/> is not set.</exception>
    public async Task<Table> CreateAsync(string name, TableSchema schema, CreateTableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        TableName table = TableName.Parse(name, _scope);
        options ??= new CreateTableOptions();
        string sql = CreateTableStatement.ToSql(table, schema, options);
        await new SqlOperations(_scope.With(_scope.Project, table.Schema))
            .ExecuteOwnAsync(table.Project, sql, "SQLCreateTableTask", $"create table {table}", options.Hints, cancellationToken).ConfigureAwait(false);
        return new Table(_scope, table);
    }

    /// <summary>
    /// Creates a table from the text of its columns, for example <c>"id bigint, name string"</c> and <c>"dt string"</c>. An instance: a few requests.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="columns">The data columns as CREATE TABLE has them between its brackets.</param>
    /// <param name="partitionColumns">The partition keys in the same form. Default: none.</param>
    /// <param name="options">Comment, lifecycle and so on. Default: none of them.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be created all the same.</param>
    /// <returns>A handle to the table.</returns>
    /// <exception cref="FormatException">A text is not a list of columns.</exception>
    public Task<Table> CreateAsync(
        string name, string columns, string? partitionColumns = null, CreateTableOptions? options = null, CancellationToken cancellationToken = default) =>
        CreateAsync(name, TableSchema.Parse(columns, partitionColumns), options, cancellationToken);

    /// <summary>The definition and state of a table. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public Task<TableInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a table or view. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Drops a table (DROP TABLE) with its data. An instance: a few requests.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ifExists">Whether a table that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be dropped all the same.</param>
    public Task DropAsync(string name, bool ifExists = false, CancellationToken cancellationToken = default) => this[name].DropAsync(ifExists, cancellationToken);

    /// <summary>Lists tables and views. One request for each page. Items hold name, owner and, where the service sends them, type and comment.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<TableInfo> ListAsync(ListTablesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListTablesOptions filter = options ?? new ListTablesOptions();
        return new PagedEnumerable<TableInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

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
