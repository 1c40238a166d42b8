using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>A handle to a table or view, which may or may not exist. It holds no state and costs no call.</summary>
public sealed partial class Table
{
    /// <summary>The most rows that <see cref="HeadAsync"/> gives.</summary>
    public const int MaxHeadRows = 10_000;

    internal Table(ServiceScope scope, TableName name)
    {
        Scope = scope;
        FullName = name;
    }

    /// <summary>The project.</summary>
    public string Project => FullName.Project;

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName => FullName.Schema;

    /// <summary>The name.</summary>
    public string Name => FullName.Name;

    /// <summary>The partitions.</summary>
    public PartitionCollection Partitions => new(this);

    /// <summary>The tags that the table, its partitions and its columns carry.</summary>
    public ObjectTags Tags => new(Scope, RestPath.Project(Project).Table(Name), "TABLE", Project, SchemaName, Name);

    internal ServiceScope Scope { get; }

    internal TableName FullName { get; }

    /// <summary>The definition and state of the table. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public async Task<TableInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = Get($"get table {FullName}");
        return await Scope.Pipeline.ReadXmlAsync(
            request, (document, response) => TableInfoReader.Read(document, FullName, response), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the table exists. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        Scope.Pipeline.SendAndForgetAsync(Get($"look for table {FullName}"), cancellationToken).ExistsAsync();

    /// <summary>What the service tells of the table only when it is asked for more: primary key, clustering, storage, tiers, sizes on disk. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public async Task<TableExtendedInfo> GetExtendedAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = Get($"get more of table {FullName}") with { Query = new QueryParameters { "extended" } };
        return await Scope.Pipeline.ReadXmlAsync(request, ExtendedDocument.ReadTable, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The statement that makes the table or view again, valid MaxCompute SQL without a semicolon. One request for a plain view, otherwise two: the table, and
    /// what <see cref="GetExtendedAsync"/> gives.
    /// </summary>
    /// <param name="options">What to write and under which name. Default: all of it, under the table's own name.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public async Task<string> GetDdlAsync(TableDdlOptions? options = null, CancellationToken cancellationToken = default)
    {
        TableInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
        bool isPlainView = info.IsVirtualView && options?.AsTable != true;
        return (isPlainView ? info : info with { Extended = await GetExtendedAsync(cancellationToken).ConfigureAwait(false) }).ToDdl(options);
    }

    /// <summary>Drops the table (DROP TABLE) with its data, or a view. An instance: a few requests.</summary>
    /// <param name="ifExists">Whether a table that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="type">What it is; <see cref="TableType.VirtualView"/> drops a view, <see cref="TableType.MaterializedView"/> a materialized one. Default: a table.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be dropped all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public Task DropAsync(bool ifExists = false, TableType? type = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(DropStatement(ifExists, type), options, cancellationToken);

    /// <summary>Submits DROP TABLE and does not wait for it. One request.</summary>
    /// <param name="ifExists">Whether a table that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="type">What it is. Default: a table.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitDropAsync(bool ifExists = false, TableType? type = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(DropStatement(ifExists, type), options, cancellationToken);

    /// <summary>Deletes all rows (TRUNCATE TABLE), or those of one partition. An instance: a few requests.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table. For several at once see <see cref="PartitionCollection.TruncateAsync"/>.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the rows may be deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public Task TruncateAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(TruncateStatement(partition is null ? [] : [partition]), options, cancellationToken);

    /// <summary>Submits TRUNCATE TABLE and does not wait for it. One request.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitTruncateAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(TruncateStatement(partition is null ? [] : [partition]), options, cancellationToken);

    /// <summary>Changes the table (ALTER TABLE). An instance: a few requests.</summary>
    /// <param name="alteration">The change, for example <c>TableAlteration.SetLifecycle(30)</c>.</param>
    /// <param name="type">What it is; for a view of either kind ALTER VIEW is written. Default: a table.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be changed all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    /// <exception cref="OdpsServiceException">The service refused the change.</exception>
    public Task AlterAsync(TableAlteration alteration, TableType? type = null, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alteration);
        return ExecuteAsync(alteration.ToStatement(FullName, type), options, cancellationToken);
    }

    /// <summary>Submits ALTER TABLE and does not wait for it. One request.</summary>
    /// <param name="alteration">The change, for example <c>TableAlteration.SetLifecycle(30)</c>.</param>
    /// <param name="type">What it is; for a view of either kind ALTER VIEW is written. Default: a table.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitAlterAsync(TableAlteration alteration, TableType? type = null, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(alteration);
        return SubmitAsync(alteration.ToStatement(FullName, type), options, cancellationToken);
    }

    /// <summary>
    /// The first rows, for a look at the data. The service sends them as text, so values are only as exact as their text is: DATETIME and TIMESTAMP are
    /// read as UTC, and numbers of type FLOAT and DOUBLE as they are printed. For exact values use the tunnel. Two requests: the table, and its rows.
    /// </summary>
    /// <param name="limit">How many rows at most, 1 to 10,000. Default: 100.</param>
    /// <param name="partition">Only rows of this partition. Default: of the whole table.</param>
    /// <param name="columns">Only these columns, in this order. Default: all.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="ArgumentException">The table has no column of one of these names.</exception>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public async Task<IReadOnlyList<Record>> HeadAsync(
        int limit = 100, PartitionSpec? partition = null, IReadOnlyList<string>? columns = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxHeadRows);
        TableInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
        TableSchema schema = info.Schema ?? throw new OdpsDataException($"The service describes table {FullName} without its columns.");
        ColumnCollection all = schema.AllColumns;
        OdpsRequest request = Get($"read the first rows of {Describe(partition)}") with
        {
            Query = new QueryParameters
            {
                "data",
                { "linenum", limit },
                { "partition", partition?.ToString() },
                { "cols", columns is null ? null : string.Join(',', columns.Select(name => all[name].Name)) },
                { "schema_name", SchemaName },
            },
        };
        string text = await Scope.Pipeline.ReadAsync(request, static (response, token) => response.ReadTextAsync(token), cancellationToken).ConfigureAwait(false);
        return CsvRecords.Read(text, all, request.Operation);
    }

    /// <summary>The full name.</summary>
    public override string ToString() => FullName.ToString();

    internal string Describe(PartitionSpec? partition) => partition is null ? $"table {FullName}" : $"partition {partition} of table {FullName}";

    internal OdpsRequest Get(string operation) => OdpsRequest.Get(RestPath.Project(Project).Table(Name), operation) with
    {
        CurrentProject = Scope.Project,
        CurrentSchema = SchemaName ?? "",
    };

    internal Task ExecuteAsync(TableStatement statement, SqlOptions? options, CancellationToken cancellationToken) =>
        TableStatements.ExecuteAsync(Scope, FullName, statement, options, cancellationToken);

    internal Task<Instance> SubmitAsync(TableStatement statement, SqlOptions? options, CancellationToken cancellationToken) =>
        TableStatements.SubmitAsync(Scope, FullName, statement, options, cancellationToken);

    internal TableStatement TruncateStatement(IReadOnlyList<PartitionSpec> partitions) => new(
        $"TRUNCATE TABLE {FullName.ToSql()}{(partitions.Count == 0 ? "" : " ")}{string.Join(", ", partitions.Select(p => $"PARTITION ({p})"))}",
        "SQLTruncateTableTask",
        $"truncate {(partitions.Count > 1 ? $"{partitions.Count} partitions of table {FullName}" : Describe(partitions.Count == 0 ? null : partitions[0]))}");

    private TableStatement DropStatement(bool ifExists, TableType? type) => new(
        $"DROP {TableStatements.DropWord(type)} {(ifExists ? "IF EXISTS " : "")}{FullName.ToSql()}", "SQLDropTableTask", $"drop table {FullName}");
}
