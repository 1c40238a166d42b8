using Odps.Net.Http;

namespace Odps.Net;

/// <content>Waiting, and what becomes of a failure.</content>
public sealed partial class Instance
{
    private static readonly TimeSpan DetailTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Waits until the instance has ended, with success or not. No request when the answer to its submission said so (<see cref="SqlOptions.TryWait"/>); the times are
    /// then not known. Looks fast at first, then at growing intervals; each look is one request that the
    /// service may hold for some seconds. A look that fails for a passing reason does not end the wait. Cancelling ends the wait, not the instance, unless the
    /// options say so.
    /// </summary>
    /// <param name="options">Intervals, limits and progress. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The last status seen.</returns>
    /// <exception cref="OdpsTimeoutException"><see cref="WaitOptions.Timeout"/> passed.</exception>
    public Task<InstanceInfo> WaitAsync(WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        InstanceWait.RunAsync(this, options ?? new WaitOptions(), cancellationToken);

    /// <summary>Waits like <see cref="WaitAsync"/>, then checks that every task succeeded: one more request, and a few others for the text and log view of a failed task.</summary>
    /// <param name="options">Intervals, limits and progress. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">A task failed or was cancelled; the exception has its code and text, the SQL and the log view.</exception>
    /// <exception cref="OdpsTimeoutException"><see cref="WaitOptions.Timeout"/> passed.</exception>
    public async Task WaitForSuccessAsync(WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new WaitOptions();
        await WaitAsync(options, cancellationToken).ConfigureAwait(false);
        IEnumerable<InstanceTask> tasks = KnownResults is not null
            ? KnownResults.Select(r => new InstanceTask { Name = r.TaskName, Status = r.Status!.Value })
            : await GetTasksAsync(cancellationToken).ConfigureAwait(false);
        foreach (InstanceTask task in tasks)
        {
            if (task.Status != InstanceTaskStatus.Success)
            {
                throw await FailureOfAsync(task, options.LogViewOnFailure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<OdpsInstanceFailedException> FailureOfAsync(InstanceTask task, bool withLogView, CancellationToken cancellationToken)
    {
        string? text = null;
        if (task.Status == InstanceTaskStatus.Failed)
        {
            IReadOnlyList<InstanceTaskResult> results = await GetResultsAsync(cancellationToken).ConfigureAwait(false);
            text = results.FirstOrDefault(r => r.TaskName == task.Name)?.Text;
        }

        Uri? logView = withLogView ? await TryGetAsync(token => GetLogViewUriAsync(null, token), cancellationToken).ConfigureAwait(false) : null;

        // An instance that another process submitted: the service still has its statement.
        string? sql = _job is null ? await TryGetAsync(async token => (await GetJobAsync(token).ConfigureAwait(false)).Sql, cancellationToken).ConfigureAwait(false) : _job.Sql;
        return OdpsExceptionFactory.FromInstanceResult(text, Id, task.Name, task.Status.ToString(), sql, logView: logView);
    }

    /// <summary>Something about a failure, or null when it cannot be had soon: the failure that it is for must not be hidden by another.</summary>
    private async Task<T?> TryGetAsync<T>(Func<CancellationToken, Task<T>> get, CancellationToken cancellationToken)
        where T : class?
    {
        using var limit = new CancellationTokenSource(DetailTimeout, _scope.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await get(either.Token).ConfigureAwait(false);
        }
        catch (OdpsException)
        {
            return null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
