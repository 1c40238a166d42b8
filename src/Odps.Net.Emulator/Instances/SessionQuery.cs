using Odps.Net.Emulator.Sql;

namespace Odps.Net.Emulator.Instances;

/// <summary>The number of the status in the answers of a session.</summary>
internal enum SessionState
{
    Running = 2,
    Failed = 4,
    Terminated = 5,
    Cancelled = 6,
}

/// <summary>One query of a session. Thread-safe.</summary>
internal sealed class SessionQuery(int id, string text, CancellationToken stopped)
{
    private const string Cancelled = "OdpsJobCancelledException: Job is cancelled";

    private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(stopped);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private (SessionState State, string Text, SqlResult? Rows) _outcome = (SessionState.Running, "", null);

    public int Id => id;

    public string Sql => text;

    public (SessionState State, string Text, SqlResult? Rows) Outcome
    {
        get
        {
            lock (_lock)
            {
                return _outcome;
            }
        }
    }

    public void Cancel()
    {
        End(SessionState.Cancelled, Cancelled);
        _cancel.Cancel();
    }

    public async Task WaitAsync(TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await _ended.Task.WaitAsync(limit, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Still running: the answer will say so.
        }
    }

    public async Task RunAsync(InstanceBehavior behavior, TimeProvider clock, Func<CancellationToken, (string Text, SqlResult? Rows)> run)
    {
        await Task.Yield();
        try
        {
            TimeSpan delay = behavior.QueueTime + behavior.RunTime;
            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, clock, _cancel.Token).ConfigureAwait(false);
            }

            if (behavior.FailureText is { } failure)
            {
                End(SessionState.Failed, failure);
            }
            else
            {
                (string text, SqlResult? rows) = run(_cancel.Token);
                End(SessionState.Terminated, text, rows);
            }
        }
        catch (OperationCanceledException)
        {
            End(SessionState.Cancelled, Cancelled);
        }
        catch (EmulatorException e)
        {
            End(SessionState.Failed, TaskOutcome.Failed(e).Text);
        }
        catch (Exception e)
        {
            End(SessionState.Failed, $"ODPS-0010000:System internal error - the emulator failed: {e}");
        }
    }

    /// <summary>The first end counts.</summary>
    private void End(SessionState state, string result, SqlResult? rows = null)
    {
        lock (_lock)
        {
            if (_outcome.State == SessionState.Running)
            {
                _outcome = (state, result, rows);
            }
        }

        _ended.TrySetResult();
    }
}
