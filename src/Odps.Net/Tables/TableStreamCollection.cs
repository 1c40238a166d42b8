using System.Globalization;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The table streams of a project (<i>stream objects</i>): each stands for the changes of a table since someone last took them with SQL. Not to be confused with uploads
/// through <see cref="Tunnel.StreamUploadSession"/>.
/// </summary>
public sealed class TableStreamCollection
{
    private readonly ServiceScope _scope;

    internal TableStreamCollection(ServiceScope scope) => _scope = scope;

    /// <summary>Creates a stream of a table (CREATE STREAM) and waits until it is there. An instance: a few requests.</summary>
    /// <param name="name">The name of the stream, of the client's project.</param>
    /// <param name="table">The table.</param>
    /// <param name="options">From where on, what, comment. Default: those of <see cref="CreateTableStreamOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the stream may be created all the same.</param>
    /// <exception cref="ArgumentException">Both a version and a time are given.</exception>
    /// <exception cref="OdpsAlreadyExistsException">There is such a stream and <see cref="CreateTableStreamOptions.IfNotExists"/> is not set.</exception>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public Task CreateAsync(string name, Table table, CreateTableStreamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(table);
        options ??= new CreateTableStreamOptions();
        string project = _scope.RequireProject();
        string from = options switch
        {
            { Version: not null, From: not null } => throw new ArgumentException("A stream begins at CreateTableStreamOptions.Version or at From, not at both.", nameof(options)),
            { From: { } time } => $"TIMESTAMP AS OF {SqlText.Literal(time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture))}",
            _ => string.Create(CultureInfo.InvariantCulture, $"VERSION AS OF {options.Version ?? 1}"),
        };
        string comment = options.Comment is null ? "" : $" COMMENT {SqlText.Literal(options.Comment)}";
        string sql = $"CREATE STREAM {(options.IfNotExists ? "IF NOT EXISTS " : "")}{NameOf(project, name)} ON TABLE {table.FullName.ToSql()} {from} "
            + $"STRMPROPERTIES ({SqlText.Literal("read_mode")} = {SqlText.Literal(options.ReadMode.ToString())}){comment}";
        return ExecuteAsync(name, new TableStatement(sql, "SQLCreateStreamTask", $"create stream {project}.{name}"), options.Job, cancellationToken);
    }

    /// <summary>Drops a stream (DROP STREAM). An instance: a few requests.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ifExists">Whether a stream that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the stream may be dropped all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such stream.</exception>
    public Task DropAsync(string name, bool ifExists = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string project = _scope.RequireProject();
        return ExecuteAsync(
            name,
            new TableStatement($"DROP STREAM {(ifExists ? "IF EXISTS " : "")}{NameOf(project, name)}", "SQLDropStreamTask", $"drop stream {project}.{name}"),
            null,
            cancellationToken);
    }

    /// <summary>What the service says of a stream. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such stream.</exception>
    public async Task<TableStreamInfo> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(PathOf(project).Name(name, "stream"), $"get stream {project}.{name}") with { CurrentProject = _scope.Project };
        return await _scope.Pipeline.ReadXmlAsync(request, (document, _) => TableStreamInfo.Read(document, project, name), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether there is such a stream. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) =>
        GetAsync(name, cancellationToken).ExistsAsync();

    /// <summary>Lists the streams of the project; items hold their names. One request for each page.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<TableStreamInfo> ListAsync(CancellationToken cancellationToken = default)
    {
        string project = _scope.RequireProject();
        return new PagedEnumerable<TableStreamInfo>(
            (marker, token) => _scope.Pipeline.ReadXmlAsync(
                OdpsRequest.Get(PathOf(project), $"list streams of project {project}") with
                {
                    Query = new QueryParameters { { "marker", marker } },
                    CurrentProject = _scope.Project,
                },
                (document, _) => document.ReadPage("StreamObject", item => TableStreamInfo.Read(item, project, null)),
                token),
            maxItems: null,
            cancellationToken);
    }

    private static RestPath PathOf(string project) => RestPath.Project(project).Literal("streamobjects");

    private static string NameOf(string project, string name) => $"{SqlText.IdentifierIfNeeded(project)}.{SqlText.Identifier(name)}";

    private Task ExecuteAsync(string name, TableStatement statement, SqlOptions? options, CancellationToken cancellationToken) =>
        TableStatements.ExecuteAsync(_scope, new TableName(_scope.RequireProject(), null, name), statement, options, cancellationToken);
}
