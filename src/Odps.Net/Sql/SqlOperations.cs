namespace Odps.Net;

/// <summary>
/// Runs SQL in the project of the client. Each method takes a text, which is sent as it is (with <see cref="SqlOptions.Parameters"/> for values), or an interpolated
/// string, whose holes become literals: see <see cref="SqlStatement"/>.
/// </summary>
public sealed partial class SqlOperations
{
    private readonly ServiceScope _scope;

    internal SqlOperations(ServiceScope scope) => _scope = scope;

    /// <summary>Submits a statement and does not wait for it. One request.</summary>
    /// <param name="sql">The statement, or several separated by semicolons with <see cref="SqlOptions.IsScript"/>. It must not be put together from values.</param>
    /// <param name="options">How to run it. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    /// <exception cref="OdpsServiceException">The service refused the statement; the exception's <c>Data["Sql"]</c> has its text.</exception>
    public Task<Instance> SubmitAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(SqlSubmission.Statement(sql, options ?? new SqlOptions()), options, cancellationToken);

    /// <summary>Submits a statement and does not wait for it. One request.</summary>
    /// <param name="sql">The statement, as an interpolated string.</param>
    /// <param name="options">How to run it. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    /// <exception cref="OdpsServiceException">The service refused the statement; the exception's <c>Data["Sql"]</c> has its text.</exception>
    public Task<Instance> SubmitAsync(SqlStatement sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        options ??= new SqlOptions();
        return options.Interactive is null
            ? SqlSubmission.SubmitAsync(_scope, _scope.RequireProject(), "SQL", sql, options, "submit SQL", connection: null, cancellationToken)
            : InteractiveQuery.SubmitAsync(_scope, sql, options, cancellationToken);
    }

    /// <summary>Runs a statement and waits until it has succeeded. The cost of a submission and of <see cref="Instance.WaitForSuccessAsync"/>.</summary>
    /// <param name="sql">The statement, or several separated by semicolons with <see cref="SqlOptions.IsScript"/>. It must not be put together from values.</param>
    /// <param name="options">How to run it and how to wait. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the instance goes on unless <see cref="WaitOptions.StopOnCancellation"/> says otherwise.</param>
    /// <returns>A handle to the instance, which has ended with success. What DML changed is in its <see cref="Instance.GetSummaryAsync"/>.</returns>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public Task<Instance> ExecuteAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync(SqlSubmission.Statement(sql, options ?? new SqlOptions()), options, cancellationToken);

    /// <summary>Runs a statement and waits until it has succeeded. The cost of a submission and of <see cref="Instance.WaitForSuccessAsync"/>.</summary>
    /// <param name="sql">The statement, as an interpolated string.</param>
    /// <param name="options">How to run it and how to wait. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the instance goes on unless <see cref="WaitOptions.StopOnCancellation"/> says otherwise.</param>
    /// <returns>A handle to the instance, which has ended with success. What DML changed is in its <see cref="Instance.GetSummaryAsync"/>.</returns>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public async Task<Instance> ExecuteAsync(SqlStatement sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        Instance instance = await SubmitAsync(sql, options, cancellationToken).ConfigureAwait(false);
        await instance.WaitForSuccessAsync(options?.Wait, cancellationToken).ConfigureAwait(false);
        return instance;
    }

    /// <summary>
    /// Runs a statement and opens its result: a whole row set through the instance tunnel, or the text of a statement that is not a query (DDL, DML,
    /// <c>desc</c>, <c>show</c>). The cost of a submission, a wait and <see cref="Instance.OpenResultAsync"/>.
    /// </summary>
    /// <param name="sql">The statement, or several separated by semicolons with <see cref="SqlOptions.IsScript"/>. It must not be put together from values.</param>
    /// <param name="options">How to run it, how to wait and how to open the result. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the instance goes on unless <see cref="WaitOptions.StopOnCancellation"/> says otherwise.</param>
    /// <returns>The result, to be disposed.</returns>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public Task<QueryResult> QueryAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        QueryAsync(SqlSubmission.Statement(sql, options ?? new SqlOptions()), options, cancellationToken);

    /// <summary>
    /// Runs a statement and opens its result: a whole row set through the instance tunnel, or the text of a statement that is not a query (DDL, DML,
    /// <c>desc</c>, <c>show</c>). The cost of a submission, a wait and <see cref="Instance.OpenResultAsync"/>.
    /// </summary>
    /// <param name="sql">The statement, as an interpolated string.</param>
    /// <param name="options">How to run it, how to wait and how to open the result. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the instance goes on unless <see cref="WaitOptions.StopOnCancellation"/> says otherwise.</param>
    /// <returns>The result, to be disposed.</returns>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public async Task<QueryResult> QueryAsync(SqlStatement sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.Interactive is not null)
        {
            return await InteractiveQuery.RunAsync(_scope, sql, options, cancellationToken).ConfigureAwait(false);
        }

        Instance instance = await ExecuteAsync(sql, options, cancellationToken).ConfigureAwait(false);
        return await instance.OpenResultAsync(options?.Result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a query and gives the value in the first column of its first row; the default of <typeparamref name="T"/> for NULL and when there is no row. The cost of
    /// <see cref="QueryAsync(string, SqlOptions?, CancellationToken)"/> and one request more.
    /// </summary>
    /// <typeparam name="T">The type of the value, as in <see cref="QueryResult.ReadScalarAsync"/>.</typeparam>
    /// <param name="sql">The statement, or several separated by semicolons with <see cref="SqlOptions.IsScript"/>. It must not be put together from values.</param>
    /// <param name="options">How to run it, how to wait and how to open the result. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public Task<T?> QueryScalarAsync<T>(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        QueryScalarAsync<T>(SqlSubmission.Statement(sql, options ?? new SqlOptions()), options, cancellationToken);

    /// <summary>
    /// Runs a query and gives the value in the first column of its first row; the default of <typeparamref name="T"/> for NULL and when there is no row. The cost of
    /// <see cref="QueryAsync(SqlStatement, SqlOptions?, CancellationToken)"/> and one request more.
    /// </summary>
    /// <typeparam name="T">The type of the value, as in <see cref="QueryResult.ReadScalarAsync"/>.</typeparam>
    /// <param name="sql">The statement, as an interpolated string.</param>
    /// <param name="options">How to run it, how to wait and how to open the result. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    /// <exception cref="InvalidCastException">The column is of another type.</exception>
    public async Task<T?> QueryScalarAsync<T>(SqlStatement sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        QueryResult result = await QueryAsync(sql, options, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            return await result.ReadScalarAsync<T>(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Runs a query and gives its first row; <see langword="null"/> when there is none. The cost of <see cref="QueryAsync(string, SqlOptions?, CancellationToken)"/> and
    /// one request more.
    /// </summary>
    /// <param name="sql">The statement, or several separated by semicolons with <see cref="SqlOptions.IsScript"/>. It must not be put together from values.</param>
    /// <param name="options">How to run it, how to wait and how to open the result. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public Task<Record?> QueryFirstAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        QueryFirstAsync(SqlSubmission.Statement(sql, options ?? new SqlOptions()), options, cancellationToken);

    /// <summary>
    /// Runs a query and gives its first row; <see langword="null"/> when there is none. The cost of <see cref="QueryAsync(SqlStatement, SqlOptions?, CancellationToken)"/> and
    /// one request more.
    /// </summary>
    /// <param name="sql">The statement, as an interpolated string.</param>
    /// <param name="options">How to run it, how to wait and how to open the result. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The statement failed; the exception has the service's code and text.</exception>
    public async Task<Record?> QueryFirstAsync(SqlStatement sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        QueryResult result = await QueryAsync(sql, options, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            return await result.ReadFirstAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Asks what a query would cost, without running it (a job of type <c>SQLCost</c>). A submission, a wait, and one request for the result.
    /// </summary>
    /// <param name="sql">The statement, or several separated by semicolons with <see cref="SqlOptions.IsScript"/>. It must not be put together from values.</param>
    /// <param name="options">How to run it and how to wait. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The query is not valid; the exception has the service's code and text.</exception>
    public Task<SqlCostEstimate> EstimateCostAsync(string sql, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        EstimateCostAsync(SqlSubmission.Statement(sql, options ?? new SqlOptions()), options, cancellationToken);

    /// <summary>
    /// Asks what a query would cost, without running it (a job of type <c>SQLCost</c>). A submission, a wait, and one request for the result.
    /// </summary>
    /// <param name="sql">The statement, as an interpolated string.</param>
    /// <param name="options">How to run it and how to wait. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The query is not valid; the exception has the service's code and text.</exception>
    public async Task<SqlCostEstimate> EstimateCostAsync(SqlStatement sql, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sql);
        options ??= new SqlOptions();
        options = options.TaskName == SqlOptions.DefaultTaskName ? options with { TaskName = "AnonymousSQLCostTask" } : options;
        Instance instance = await SqlSubmission.SubmitAsync(
            _scope, _scope.RequireProject(), "SQLCost", sql, options, "estimate the cost of SQL", connection: null, cancellationToken).ConfigureAwait(false);
        await instance.WaitForSuccessAsync(options.Wait, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<InstanceTaskResult> results = await instance.GetResultsAsync(cancellationToken).ConfigureAwait(false);
        return SqlCostEstimate.Parse(results.Count > 0 ? results[0].Text : "", instance);
    }

    /// <summary>Submits a statement that the SDK made, for example DDL. Nothing of its text is taken for a setting.</summary>
    internal Task<Instance> SubmitOwnAsync(string project, string sql, SqlOptions options, string operation, CancellationToken cancellationToken) =>
        SqlSubmission.SubmitAsync(
            _scope, project, "SQL", SqlStatement.FromText(sql), options with { ParseSetStatements = false }, operation, connection: null, cancellationToken);
}
