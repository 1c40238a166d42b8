using System.Collections.Concurrent;

namespace Odps.Net.Emulator.Instances;

/// <summary>A submitted job: its tasks run one after the other in the background. Thread-safe.</summary>
internal sealed class EmulatedInstance(string id, string project, string owner, JobDocument job, InstanceBehavior behavior, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? _endTime;
    private TaskState[] _tasks = [.. job.Tasks.Select(t => new TaskState(t))];

    public string Id => id;

    public string Project => project;

    public string Owner => owner;

    public JobDocument Job => job;

    /// <summary>How it behaves.</summary>
    public InstanceBehavior Behavior => behavior;

    /// <summary>Whether an interactive quota runs it.</summary>
    public bool IsMcqa => Id.EndsWith("_mcqa", StringComparison.Ordinal);

    /// <summary>The session that its task is; null for a task of another kind.</summary>
    public EmulatedSession? Session { get; set; }

    /// <summary>What clients have handed to its tasks, by task and key.</summary>
    public ConcurrentDictionary<(string Task, string Key), string> Information { get; } = new();

    /// <summary>When its quota was last asked for, in ticks; 0 for never.</summary>
    public long QuotaAskedAt { get; set; }

    public DateTimeOffset StartTime { get; } = clock.GetUtcNow();

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndTime
    {
        get
        {
            lock (_lock)
            {
                return _endTime;
            }
        }
    }

    public bool IsTerminated => EndTime is not null;

    /// <summary>The service's three words are Running, Suspended and Terminated; nothing suspends an instance here.</summary>
    public string Status => IsTerminated ? "Terminated" : "Running";

    /// <summary>The tasks as they are now.</summary>
    public IReadOnlyList<TaskState> Tasks
    {
        get
        {
            lock (_lock)
            {
                return [.. _tasks];
            }
        }
    }

    /// <summary>Waits for the end, or for as long as is said.</summary>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await _terminated.Task.WaitAsync(limit, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Still running: the answer will say so.
        }
    }

    /// <summary>Stops the instance. A task that has not ended is cancelled.</summary>
    /// <returns>False when it had ended before.</returns>
    public bool Stop()
    {
        lock (_lock)
        {
            if (IsTerminated)
            {
                return false;
            }

            _tasks = Array.ConvertAll(_tasks, t => t.EndTime is null ? t with { Status = TaskStatus.Cancelled, EndTime = clock.GetUtcNow() } : t);
            Terminate();
        }

        _stop.Cancel();
        return true;
    }

    public async Task RunAsync(IReadOnlyDictionary<string, ITaskRunner> runners)
    {
        for (int i = 0; i < job.Tasks.Count; i++)
        {
            if (!await DelayAsync(behavior.QueueTime).ConfigureAwait(false) || !TryStart(i) || !await DelayAsync(behavior.RunTime).ConfigureAwait(false))
            {
                return;
            }

            TaskOutcome? outcome = behavior.FailureText is { } failure && job.Tasks[i].Type != SessionTaskRunner.TypeName
                ? new TaskOutcome { Text = failure, IsFailed = true }
                : RunTask(runners[job.Tasks[i].Type], job.Tasks[i]);
            if (outcome is { IsEndless: true })
            {
                return;
            }

            lock (_lock)
            {
                if (IsTerminated)
                {
                    return;
                }

                // Only a stop cancels a task, and a stop has terminated the instance.
                outcome ??= TaskOutcome.Failed(new EmulatorException("ODPS-0010000", "System internal error - the task was cancelled."));
                _tasks[i] = _tasks[i] with { Status = outcome.IsFailed ? TaskStatus.Failed : TaskStatus.Success, EndTime = clock.GetUtcNow(), Outcome = outcome };
                if (outcome.IsFailed || i == job.Tasks.Count - 1)
                {
                    Terminate();
                }
            }
        }
    }

    public void Dispose() => _stop.Dispose();

    /// <returns>False when the instance was stopped.</returns>
    private async Task<bool> DelayAsync(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            try
            {
                await Task.Delay(time, clock, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return !IsTerminated;
    }

    private bool TryStart(int i)
    {
        lock (_lock)
        {
            if (!IsTerminated)
            {
                _tasks[i] = _tasks[i] with { Status = TaskStatus.Running, StartTime = clock.GetUtcNow() };
            }

            return !IsTerminated;
        }
    }

    private TaskOutcome? RunTask(ITaskRunner runner, JobTask task)
    {
        try
        {
            return runner.Run(task, this, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
        catch (EmulatorException e)
        {
            return TaskOutcome.Failed(e);
        }
        catch (Exception e)
        {
            return TaskOutcome.Failed(new EmulatorException("ODPS-0010000", $"System internal error - the emulator failed: {e}"));
        }
    }

    private void Terminate()
    {
        _endTime = clock.GetUtcNow();
        _terminated.TrySetResult();
    }
}
