namespace Odps.Net;

/// <summary>Runs statements interactively, and as ordinary jobs where they cannot and the policy allows it.</summary>
internal static class InteractiveQuery
{
    private const int MaxAttaches = 3;

    /// <summary>Submits to an interactive quota.</summary>
    public static async Task<Instance> SubmitAsync(ServiceScope scope, SqlStatement sql, SqlOptions options, CancellationToken cancellationToken)
    {
        string quota = options.Interactive!.QuotaName ?? throw new NotSupportedException(
            "A query in a session is no instance of its own: run it with QueryAsync, or with client.Sql.AttachSessionAsync(...) and InteractiveSession.SubmitAsync. "
            + "SubmitAsync and ExecuteAsync run interactively in a quota (InteractiveOptions.QuotaName).");
        string project = scope.RequireProject();
        McqaConnection connection = await McqaConnection.GetAsync(scope, project, quota, cancellationToken).ConfigureAwait(false);
        return await SqlSubmission.SubmitAsync(scope, project, "SQL", sql, options, "submit interactive SQL", connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a statement and opens its result.</summary>
    public static async Task<QueryResult> RunAsync(ServiceScope scope, SqlStatement sql, SqlOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        InteractiveOptions interactive = options.Interactive!;
        var attempt = new Attempt();
        QueryFallback fallback;
        try
        {
            if (interactive.QuotaName is null)
            {
                return await RunInSessionAsync(scope, sql, options, attempt, cancellationToken).ConfigureAwait(false);
            }

            Instance instance = await SubmitAsync(scope, sql, options, cancellationToken).ConfigureAwait(false);
            attempt.QueryId = instance.Id;
            await instance.WaitForSuccessAsync(options.Wait, cancellationToken).ConfigureAwait(false);
            QueryResult result = await instance.OpenResultAsync(options.Result, cancellationToken).ConfigureAwait(false);
            result.Fallback = instance.IsMcqa ? null : new QueryFallback(InteractiveFallback.NotInteractive, "");
            return result;
        }
        catch (OdpsException failure) when (InteractiveFailure.ReasonOf(failure, interactive.Fallback, attempt.HasSession) is not null)
        {
            fallback = new QueryFallback(InteractiveFailure.ReasonOf(failure, interactive.Fallback, attempt.HasSession)!.Value, failure.Message);
        }

        QueryResult offline = await RunOfflineAsync(scope, sql, options, attempt.QueryId, cancellationToken).ConfigureAwait(false);
        offline.Fallback = fallback;
        return offline;
    }

    private static async Task<QueryResult> RunInSessionAsync(
        ServiceScope scope, SqlStatement sql, SqlOptions options, Attempt run, CancellationToken cancellationToken)
    {
        InteractiveOptions interactive = options.Interactive!;
        (string Project, string Session) key = (scope.RequireProject(), interactive.SessionName);
        for (int attach = 1; ; attach++)
        {
            run.HasSession = false;
            bool isKnown = scope.Cache.Sessions.TryGetValue(key, out InteractiveSession? session);
            session ??= await InteractiveSession.StartAsync(
                scope, new InteractiveSessionOptions { Name = interactive.SessionName, StartTimeout = interactive.AttachTimeout }, isNew: false, cancellationToken).ConfigureAwait(false);
            scope.Cache.Sessions[key] = session;
            run.HasSession = true;
            try
            {
                InteractiveSessionQuery query = await session.SubmitAsync(sql, options, cancellationToken).ConfigureAwait(false);
                run.QueryId = $"{session.Instance.Id}_{query.Id}";
                return await query.OpenResultAsync(options.Wait, cancellationToken).ConfigureAwait(false);
            }
            catch (OdpsException failure) when (attach < MaxAttaches && (InteractiveFailure.AsksToAttachAgain(failure) || (isKnown && failure is OdpsNotFoundException)))
            {
                scope.Cache.Sessions.TryRemove(key, out _);
            }
        }
    }

    private static async Task<QueryResult> RunOfflineAsync(ServiceScope scope, SqlStatement sql, SqlOptions options, string? interactiveId, CancellationToken cancellationToken)
    {
        InteractiveOptions interactive = options.Interactive!;
        var hints = new Dictionary<string, string>(interactive.OfflineHints ?? options.Hints)
        {
            ["odps.task.sql.sqa.enable"] = "false",
            ["odps.sql.session.fallback.instance"] = interactiveId ?? "fallback4AttachFailed",
        };
        SqlOptions offline = options with { Interactive = null, Hints = hints, QuotaName = interactive.OfflineQuotaName ?? options.QuotaName };
        return await new SqlOperations(scope).QueryAsync(sql, offline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How far an interactive run came.</summary>
    private sealed class Attempt
    {
        /// <summary>Whether there is a session, or a quota, to run the statement in.</summary>
        public bool HasSession { get; set; } = true;

        /// <summary>What the run is called; null until it was submitted.</summary>
        public string? QueryId { get; set; }
    }
}
