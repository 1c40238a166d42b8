using System.Net;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Runs SQL in the project of the client.</summary>
public sealed class SqlOperations
{
    private readonly ServiceScope _scope;

    internal SqlOperations(ServiceScope scope) => _scope = scope;

    /// <summary>Submits a statement and does not wait for it. One request.</summary>
    /// <param name="sql">The statement, or several separated by semicolons with the hint <c>odps.sql.submit.mode=script</c>.</param>
    /// <param name="options">How to run it. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    /// <exception cref="OdpsServiceException">The service refused the statement.</exception>
    public Task<Instance> SubmitAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return SubmitAsync(_scope.RequireProject(), sql, options ?? new SqlOptions(), "submit SQL", cancellationToken);
    }

    /// <summary>
    /// Runs a statement and waits until it has succeeded. The cost of <see cref="SubmitAsync(string, SqlOptions?, CancellationToken)"/> and
    /// <see cref="Instance.WaitForSuccessAsync"/>.
    /// </summary>
    /// <param name="sql">The statement.</param>
    /// <param name="options">How to run it and how to wait. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the instance.</param>
    /// <returns>A handle to the instance, which has ended with success.</returns>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public async Task<Instance> ExecuteAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        Instance instance = await SubmitAsync(sql, options, cancellationToken).ConfigureAwait(false);
        await instance.WaitForSuccessAsync(options?.Wait, cancellationToken).ConfigureAwait(false);
        return instance;
    }

    /// <summary>
    /// Runs a statement and opens its result: a whole row set through the instance tunnel, or the text of a statement that is not a query (DDL, DML,
    /// <c>desc</c>, <c>show</c>). The cost of <see cref="ExecuteAsync(string, SqlOptions?, CancellationToken)"/> and <see cref="Instance.OpenResultAsync"/>.
    /// </summary>
    /// <param name="sql">The statement.</param>
    /// <param name="options">How to run it and how to wait. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the instance.</param>
    /// <returns>The result, to be disposed.</returns>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public async Task<QueryResult> QueryAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        Instance instance = await ExecuteAsync(sql, options, cancellationToken).ConfigureAwait(false);
        return await instance.OpenResultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Submits a statement that the SDK made, for example DDL.</summary>
    internal Task<Instance> SubmitOwnAsync(string project, string sql, SqlOptions options, string operation, CancellationToken cancellationToken) =>
        SubmitAsync(project, sql, options, operation, cancellationToken);

    private async Task<Instance> SubmitAsync(string project, string sql, SqlOptions options, string operation, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Priority, nameof(options));
        string document = SqlJob.ToXml(sql, options, Settings(options));
        OdpsRequest request = OdpsRequest.Post(RestPath.Project(project).Instances(), $"{operation} in project {project}", RequestContent.Xml(document)) with
        {
            CurrentProject = _scope.Project,
            CurrentSchema = _scope.Schema ?? "",
            IsIdempotent = options.UniqueId is not null,
        };
        string id = await _scope.Pipeline.ReadAsync(request, static (response, _) => new ValueTask<string>(InstanceId(response)), cancellationToken).ConfigureAwait(false);
        return new Instance(_scope, project, id, sql);
    }

    /// <summary>The id is the last part of the address of the new instance.</summary>
    private static string InstanceId(OdpsResponse response)
    {
        string location = response.RequiredHeader("Location").TrimEnd('/');
        string id = WebUtility.UrlDecode(location[(location.LastIndexOf('/') + 1)..]);
        return id.Length > 0 ? id : throw response.Malformed("has no instance id in its header Location");
    }

    /// <summary>Settings of the client come first, those of the call win.</summary>
    private Dictionary<string, string> Settings(SqlOptions options)
    {
        var settings = new Dictionary<string, string>();
        if ((options.DefaultSchema ?? _scope.Schema) is string schema)
        {
            settings["odps.sql.allow.namespace.schema"] = "true";
            settings["odps.namespace.schema"] = "true";
            settings["odps.default.schema"] = schema;
        }

        if ((options.QuotaName ?? _scope.Options.QuotaName) is string quota)
        {
            settings["odps.task.wlm.quota"] = quota;
        }

        foreach ((string key, string value) in options.Hints)
        {
            settings[key] = value;
        }

        return settings;
    }
}
