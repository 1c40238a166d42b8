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
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await Scope.Pipeline.SendAndForgetAsync(Get($"look for table {FullName}"), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OdpsNotFoundException error) when (error.ErrorCode != "NoSuchProject")
        {
            return false;
        }
    }

    /// <summary>Drops the table (DROP TABLE) with its data. An instance: a few requests.</summary>
    /// <param name="ifExists">Whether a table that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the table may be dropped all the same.</param>
    public Task DropAsync(bool ifExists = false, CancellationToken cancellationToken = default) =>
        ExecuteAsync($"DROP TABLE {(ifExists ? "IF EXISTS " : "")}{FullName.ToSql()}", "SQLDropTableTask", $"drop table {FullName}", cancellationToken);

    /// <summary>Deletes all rows (TRUNCATE TABLE), or those of one partition. An instance: a few requests.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="cancellationToken">Ends the wait; the rows may be deleted all the same.</param>
    public Task TruncateAsync(PartitionSpec? partition = null, CancellationToken cancellationToken = default) => ExecuteAsync(
        $"TRUNCATE TABLE {FullName.ToSql()}{(partition is null ? "" : $" PARTITION ({partition})")}",
        "SQLTruncateTableTask",
        $"truncate {Describe(partition)}",
        cancellationToken);

    /// <summary>
    /// The first rows, for a look at the data. The service sends them as text, so values are only as exact as their text is: DATETIME and TIMESTAMP are
    /// read as UTC, and numbers of type FLOAT and DOUBLE as they are printed. For exact values use the tunnel. Two requests: the table, and its rows.
    /// </summary>
    /// <param name="limit">How many rows at most, 1 to 10,000. Default: 100.</param>
    /// <param name="partition">Only rows of this partition. Default: of the whole table.</param>
    /// <param name="columns">Only these columns, in this order. Default: all.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="ArgumentException">The table has no column of one of these names.</exception>
    public async Task<IReadOnlyList<Record>> HeadAsync(
        int limit = 100, PartitionSpec? partition = null, IReadOnlyList<string>? columns = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxHeadRows);
        TableInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
        TableSchema schema = info.Schema ?? throw new OdpsDataException($"The service describes table {FullName} without its columns.");
        var all = new ColumnCollection(schema.Columns.Concat(schema.PartitionColumns));
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

    internal Task ExecuteAsync(string sql, string taskName, string operation, CancellationToken cancellationToken) =>
        new SqlOperations(Scope.With(Scope.Project, SchemaName)).ExecuteOwnAsync(Project, sql, taskName, operation, hints: null, cancellationToken);
}
