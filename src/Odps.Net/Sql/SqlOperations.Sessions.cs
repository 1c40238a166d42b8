namespace Odps.Net;

/// <content>Interactive sessions.</content>
public sealed partial class SqlOperations
{
    /// <summary>
    /// Attaches to an interactive session (MCQA 1), which the service starts when it is not running, and waits until it takes queries. A submission, and one request
    /// for each look, from 100 ms apart to 1 s.
    /// </summary>
    /// <param name="options">The name of the session, hints and the time limit. Default: <c>public.default</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The session cannot be had; the exception has the service's code and text.</exception>
    /// <exception cref="OdpsTimeoutException"><see cref="InteractiveSessionOptions.StartTimeout"/> passed.</exception>
    public Task<InteractiveSession> AttachSessionAsync(InteractiveSessionOptions? options = null, CancellationToken cancellationToken = default) =>
        InteractiveSession.StartAsync(_scope, options ?? new InteractiveSessionOptions(), isNew: false, cancellationToken);

    /// <summary>A session of another process, by the id of its instance; costs no call and starts nothing.</summary>
    /// <param name="instanceId">The id, for example <see cref="InteractiveSessionInfo.InstanceId"/>.</param>
    /// <param name="taskName">The name of the task that is the session. Default: <c>AnonymousSQLRTTask</c>.</param>
    public InteractiveSession GetSession(string instanceId, string? taskName = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(instanceId);
        return InteractiveSession.Of(_scope, instanceId, taskName ?? new InteractiveSessionOptions().TaskName);
    }

    /// <summary>Lists the interactive sessions of the project (MCQA 1). One request: the service gives all of them at once.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<InteractiveSessionInfo> ListSessionsAsync(CancellationToken cancellationToken = default) =>
        new((_, token) => InteractiveSessionInfo.ListAsync(_scope, token), maxItems: null, cancellationToken);

    /// <summary>
    /// Creates an interactive session of its own (MCQA 1) and waits until it takes queries. It costs resources until it is stopped. The requests of
    /// <see cref="AttachSessionAsync"/>.
    /// </summary>
    /// <param name="options">Name, workers, hints and the time limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsInstanceFailedException">The session cannot be had; the exception has the service's code and text.</exception>
    /// <exception cref="OdpsTimeoutException"><see cref="InteractiveSessionOptions.StartTimeout"/> passed.</exception>
    public Task<InteractiveSession> CreateSessionAsync(InteractiveSessionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InteractiveSession.StartAsync(_scope, options, isNew: true, cancellationToken);
    }
}
