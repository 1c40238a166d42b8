using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// A security query that was sent. Most are answered at once; some, such as <c>INSTALL PACKAGE</c>, are answered later and then have an
/// <see cref="Id"/> by which they can be asked for.
/// </summary>
public sealed class SecurityQuery
{
    private const string TaskName = "AuthorizationQuery";

    private readonly ServiceScope _scope;
    private readonly string? _answer;
    private readonly string? _query;

    internal SecurityQuery(ServiceScope scope, string project, string? id, string? answer, string? query)
    {
        _scope = scope;
        _answer = answer;
        _query = query;
        Project = project;
        Id = id;
    }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The id of the query; <see langword="null"/> when it was answered at once.</summary>
    public string? Id { get; }

    /// <summary>Whether the service answered at once, so that nothing is left to wait for.</summary>
    public bool IsAnswered => Id is null;

    /// <summary>Where the query stands. One request; none when it was answered at once.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such query (any more).</exception>
    public async Task<SecurityQueryInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        if (Id is null)
        {
            return new SecurityQueryInfo { Id = "", Status = SecurityQueryStatus.Terminated, Text = _answer ?? "" };
        }

        OdpsRequest request = OdpsRequest.Get(
            RestPath.Project(Project).Literal("authorization").Name(Id, "query"), $"get security query {Id} of project {Project}") with
        {
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (document, _) => new SecurityQueryInfo
            {
                Id = Id,
                Status = new SecurityQueryStatus(document.Text("Status")?.Trim() ?? ""),
                Text = document.Text("Result") ?? "",
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for the answer. Looks fast at first, then at growing intervals, one request each; a look that fails for a passing reason does not end the
    /// wait. No request when the query was answered at once.
    /// </summary>
    /// <param name="options">Intervals and limits. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the query.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="OdpsInstanceFailedException">The query failed; the exception has the service's code and text.</exception>
    /// <exception cref="OdpsTimeoutException"><see cref="WaitOptions.Timeout"/> passed.</exception>
    public async Task<SecurityQueryResult> WaitForSuccessAsync(WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        string query = _query ?? Id ?? "";
        if (Id is null)
        {
            return new SecurityQueryResult(query, _answer ?? "");
        }

        SecurityQueryInfo info = await WaitAsync(options ?? new WaitOptions(), cancellationToken).ConfigureAwait(false);
        return info.Status == SecurityQueryStatus.Terminated
            ? new SecurityQueryResult(query, info.Text)
            : throw OdpsExceptionFactory.FromInstanceResult(info.Text, Id, TaskName, info.Status.ToString(), _query);
    }

    /// <summary>The project and the id.</summary>
    public override string ToString() => $"{Project}/authorization/{Id ?? "(answered)"}";

    private async Task<SecurityQueryInfo> WaitAsync(WaitOptions options, CancellationToken cancellationToken)
    {
        TimeProvider clock = _scope.TimeProvider;
        long start = clock.GetTimestamp();
        long? firstFault = null;
        TimeSpan pause = options.Interval;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                SecurityQueryInfo info = await GetAsync(cancellationToken).ConfigureAwait(false);
                if (info.IsTerminated)
                {
                    return info;
                }

                firstFault = null;
            }
            catch (OdpsException fault) when (fault.IsTransient && clock.GetElapsedTime(firstFault ??= clock.GetTimestamp()) < options.FaultTolerance)
            {
                // The query goes on without us; only the look failed.
            }

            TimeSpan elapsed = clock.GetElapsedTime(start);
            if (options.Timeout != Timeout.InfiniteTimeSpan && elapsed + pause > options.Timeout)
            {
                throw new OdpsTimeoutException(
                    $"Security query {Id} of project {Project} had not ended after {elapsed} (WaitOptions.Timeout is {options.Timeout}). It is still running; wait again.");
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < options.MaxInterval ? pause * 2 : options.MaxInterval;
        }
    }
}
