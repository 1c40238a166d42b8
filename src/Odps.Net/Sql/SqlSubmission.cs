using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Submits jobs of SQL.</summary>
internal static class SqlSubmission
{
    /// <param name="scope">The client.</param>
    /// <param name="project">The project that runs the job.</param>
    /// <param name="element">The kind of task: <c>SQL</c> or <c>SQLCost</c>.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="operation">What is being done, for messages.</param>
    /// <param name="connection">The interactive quota that runs the job; null for none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<Instance> SubmitAsync(
        ServiceScope scope,
        string project,
        string element,
        SqlStatement statement,
        SqlOptions options,
        string operation,
        McqaConnection? connection,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Priority, nameof(options));
        (string sql, Dictionary<string, string> settings) = Render(scope, statement, options);
        if (connection is not null && !options.Hints.ContainsKey(McqaConnection.QuotaHint))
        {
            // The connection says which quota it is; the hint would ask for an ordinary one.
            settings.Remove(McqaConnection.QuotaHint);
        }

        RestPath projectPath = connection is null ? RestPath.Project(project) : RestPath.Root.Literal("mcqa").Literal("projects").Name(project, "project");
        OdpsRequest request = OdpsRequest.Post(
            projectPath.Instances(), $"{operation} in project {project}", RequestContent.Xml(SqlJob.ToXml(element, sql, options, settings))) with
        {
            Query = new QueryParameters().Flag("tryWait", options.TryWait),
            CurrentProject = scope.Project,
            CurrentSchema = scope.Schema ?? "",
            IsIdempotent = options.UniqueId is not null,
            Headers = connection is null ? [] : [.. connection.Headers(cookie: null), .. McqaConnection.FallbackHeader(options.Interactive!)],
        };
        try
        {
            JobAnswer answer = await JobSubmission.PostAsync(scope, request, cancellationToken).ConfigureAwait(false);
            return new Instance(scope, project, answer, new SubmittedJob(sql, options.TaskName, settings), connection);
        }
        catch (OdpsServiceException refused)
        {
            refused.Data["Sql"] = sql;
            throw;
        }
    }

    /// <summary>Submits the task that is an interactive session.</summary>
    public static async Task<Instance> SubmitSessionAsync(
        ServiceScope scope, InteractiveSessionOptions options, Dictionary<string, string> settings, string operation, CancellationToken cancellationToken)
    {
        string project = scope.RequireProject();
        var job = new SqlOptions { TaskName = options.TaskName };
        OdpsRequest request = OdpsRequest.Post(
            RestPath.Project(project).Instances(), $"{operation} in project {project}", RequestContent.Xml(SqlJob.ToXml("SQLRT", null, job, settings))) with
        {
            CurrentProject = scope.Project,
            CurrentSchema = scope.Schema ?? "",
        };
        JobAnswer answer = await JobSubmission.PostAsync(scope, request, cancellationToken).ConfigureAwait(false);
        return new Instance(scope, project, answer, new SubmittedJob(null, options.TaskName, settings));
    }

    /// <summary>The text of a statement and all its hints. Values that depend on the session's zone take it from the hints.</summary>
    public static (string Sql, Dictionary<string, string> Settings) Render(ServiceScope scope, SqlStatement statement, SqlOptions options)
    {
        string draft = statement.ToSql(TimeZoneInfo.Utc);
        ArgumentException.ThrowIfNullOrWhiteSpace(draft, nameof(statement));
        Dictionary<string, string> settings = SqlSettings.Of(scope, options, draft);
        return (statement.ToSql(SqlSettings.ZoneOf(settings)), settings);
    }

    /// <summary>The statement of a plain text, with its placeholders replaced.</summary>
    public static SqlStatement Statement(string sql, SqlOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return options.Parameters.Count > 0 ? SqlStatement.Bind(sql, options.Parameters) : SqlStatement.FromText(sql);
    }
}
