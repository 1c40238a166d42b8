using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The schemas of the client's project, where it has three-level names (<c>project.schema.table</c>). A client whose names belong to a schema is
/// <see cref="OdpsClient.WithSchema"/>. Older services have no calls for schemas; there SQL is used, which takes an instance.
/// </summary>
public sealed class SchemaCollection
{
    private readonly ServiceScope _scope;

    internal SchemaCollection(ServiceScope scope) => _scope = scope;

    /// <summary>The state of a schema. One request.</summary>
    /// <param name="name">The schema.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such schema.</exception>
    public async Task<SchemaInfo> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = Request(HttpMethod.Get, RestPath.Project(project).Schema(name), $"get schema {project}.{name}");
        return await _scope.Pipeline.ReadXmlAsync(request, (document, response) => SchemaInfo.Read(document, project, name, response), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether there is such a schema. One request.</summary>
    /// <param name="name">The schema.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project.</exception>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            await GetAsync(name, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OdpsNotFoundException error) when (error.ErrorCode != "NoSuchProject")
        {
            return false;
        }
        catch (OdpsServiceException error) when (HasNoCalls(error))
        {
            await foreach (SchemaInfo schema in ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                if (schema.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Creates a schema. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="comment">The comment. Default: none.</param>
    /// <param name="ifNotExists">Whether a schema of that name that is there already is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the schema may have been created all the same.</param>
    /// <exception cref="OdpsAlreadyExistsException">There is such a schema and <paramref name="ifNotExists"/> is not set.</exception>
    public async Task CreateAsync(string name, string? comment = null, bool ifNotExists = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string project = _scope.RequireProject();
        var document = new XElement("Schema", new XElement("Name", name), new XElement("Project", project));
        if (comment is not null)
        {
            document.Add(new XElement("Comment", comment));
        }

        if (ifNotExists)
        {
            document.Add(new XElement("IfNotExists", "true"));
        }

        string operation = $"create schema {project}.{name}";
        OdpsRequest request = Request(HttpMethod.Post, RestPath.Project(project).Schemas(), operation) with { Content = RequestContent.Xml(document.ToDocumentText()) };
        string sql = $"CREATE SCHEMA {(ifNotExists ? "IF NOT EXISTS " : "")}{Sql(project, name)}{(comment is null ? "" : $" COMMENT {SqlText.Literal(comment)}")}";
        await SendAsync(name, request, sql, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a schema. One request.</summary>
    /// <param name="name">The schema.</param>
    /// <param name="cancellationToken">Cancels the request; the schema may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such schema.</exception>
    /// <exception cref="OdpsServiceException">The schema is not empty, or cannot be deleted for another reason.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string project = _scope.RequireProject();
        OdpsRequest request = Request(HttpMethod.Delete, RestPath.Project(project).Schema(name), $"delete schema {project}.{name}");
        await SendAsync(name, request, $"DROP SCHEMA {Sql(project, name)}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the comment of a schema (ALTER SCHEMA ... SET COMMENT). An instance: a few requests.</summary>
    /// <param name="name">The schema.</param>
    /// <param name="comment">The comment; empty for none.</param>
    /// <param name="cancellationToken">Ends the wait; the comment may be set all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such schema.</exception>
    public Task SetCommentAsync(string name, string comment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(comment);
        return AlterAsync(name, $"SET COMMENT {SqlText.Literal(comment)}", "set the comment of", cancellationToken);
    }

    /// <summary>Gives a schema to another owner (ALTER SCHEMA ... CHANGEOWNER TO). An instance: a few requests.</summary>
    /// <param name="name">The schema.</param>
    /// <param name="owner">The account, for example <c>ALIYUN$someone@example.com</c>.</param>
    /// <param name="cancellationToken">Ends the wait; the owner may be changed all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such schema.</exception>
    public Task ChangeOwnerAsync(string name, string owner, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(owner);
        return AlterAsync(name, $"CHANGEOWNER TO {SqlText.Literal(owner)}", "change the owner of", cancellationToken);
    }

    /// <summary>Lists schemas. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<SchemaInfo> ListAsync(ListSchemasOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListSchemasOptions filter = options ?? new ListSchemasOptions();
        return new PagedEnumerable<SchemaInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private static string Sql(string project, string name) => $"{SqlText.IdentifierIfNeeded(project)}.{SqlText.Identifier(name)}";

    /// <summary>How a service says that it has no calls for schemas.</summary>
    private static bool HasNoCalls(OdpsServiceException error) =>
        error.ErrorCode is "MethodNotAllowed" or "InvalidParameter" && error.GetType() == typeof(OdpsServiceException);

    private OdpsRequest Request(HttpMethod method, RestPath path, string operation) => new()
    {
        Method = method,
        Path = path,
        Operation = operation,
        CurrentProject = _scope.Project,
        CurrentSchema = "",
    };

    private async Task SendAsync(string name, OdpsRequest request, string sql, CancellationToken cancellationToken)
    {
        try
        {
            await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsServiceException error) when (HasNoCalls(error))
        {
            await ExecuteAsync(name, sql, request.Operation, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task AlterAsync(string name, string change, string verb, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        string project = _scope.RequireProject();
        return ExecuteAsync(name, $"ALTER SCHEMA {Sql(project, name)} {change}", $"{verb} schema {project}.{name}", cancellationToken);
    }

    private Task ExecuteAsync(string name, string sql, string operation, CancellationToken cancellationToken) => TableStatements.ExecuteAsync(
        _scope,
        new TableName(_scope.RequireProject(), null, name),
        new TableStatement(sql, "AnonymousSQLTask", operation),
        new SqlOptions { Hints = SchemaHints },
        cancellationToken);

    private static Dictionary<string, string> SchemaHints => new() { ["odps.namespace.schema"] = "true", ["odps.sql.allow.namespace.schema"] = "true" };

    private async Task<Page<SchemaInfo>> GetPageAsync(ListSchemasOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = Request(HttpMethod.Get, RestPath.Project(project).Schemas(), $"list schemas of project {project}") with
        {
            Query = new QueryParameters
            {
                { "expectmarker", "true" },
                { "name", filter.Prefix },
                { "owner", filter.Owner },
                { "maxitems", filter.PageSize },
                { "marker", marker },
            },
        };
        try
        {
            return await _scope.Pipeline.ReadXmlAsync(
                request, (document, _) => document.ReadPage("Schema", item => SchemaInfo.Read(item, project, null, null)), cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsServiceException error) when (HasNoCalls(error) && marker is null && filter.Owner is null)
        {
            return await ListBySqlAsync(project, filter.Prefix ?? "", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Names only, one to a line.</summary>
    private async Task<Page<SchemaInfo>> ListBySqlAsync(string project, string prefix, CancellationToken cancellationToken)
    {
        var options = new SqlOptions { Hints = SchemaHints };
        SqlStatement show = $"SHOW SCHEMAS IN ";
        show.AppendLiteral(SqlText.IdentifierIfNeeded(project));
        QueryResult result = await new SqlOperations(_scope).QueryAsync(show, options, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            return new Page<SchemaInfo>(
                [.. result.RawText
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Where(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                    .Select(name => new SchemaInfo { Project = project, Name = name })],
                null);
        }
    }
}
