using System.Globalization;

namespace Odps.Net.Emulator.Instances;

/// <summary>
/// The instances of all projects in the order of their submission. Of those that have ended the last thousand are kept, or fewer when their results
/// are large. Thread-safe.
/// </summary>
internal sealed class InstanceRegistry(TimeProvider clock, IdSource ids, IReadOnlyDictionary<string, ITaskRunner> runners, InstanceBehaviors behaviors) : IAsyncDisposable
{
    private const int MaxTerminated = 1000;

    /// <summary>How many values the results may hold together: some hundred megabytes.</summary>
    private const long MaxHeldValues = 20_000_000;

    private readonly Lock _lock = new();
    private readonly List<EmulatedInstance> _instances = [];
    private readonly HashSet<Task> _running = [];

    public InstanceBehaviors Behaviors => behaviors;

    /// <summary>Starts a job. A job with the Guid of an earlier one of the project is that one.</summary>
    /// <param name="project">The project.</param>
    /// <param name="owner">The account.</param>
    /// <param name="job">The job.</param>
    /// <param name="isMcqa">Whether an interactive quota runs it.</param>
    /// <param name="mayFallBack">Whether a job that an interactive quota would refuse may run as an ordinary one.</param>
    public EmulatedInstance Submit(string project, string owner, JobDocument job, bool isMcqa = false, bool mayFallBack = false)
    {
        string? unknown = job.Tasks.FirstOrDefault(t => !runners.ContainsKey(t.Type))?.Type;
        if (unknown is not null)
        {
            throw JobDocument.Invalid($"the emulator has no tasks of type {unknown}, only {string.Join(", ", runners.Keys)}");
        }

        lock (_lock)
        {
            if (job.Guid is not null && _instances.Find(i => i.Project == project && i.Job.Guid == job.Guid) is { } same)
            {
                return same;
            }

            string? sql = job.Tasks[0].Query;
            InstanceBehavior behavior = behaviors.Take(sql, isMcqa);
            if (isMcqa && mayFallBack && behavior.FailureText?.Contains("ODPS-18", StringComparison.Ordinal) == true)
            {
                isMcqa = false;
                behavior = behaviors.Take(sql, isInteractive: false);
            }

            var instance = new EmulatedInstance(isMcqa ? NewId() + "_mcqa" : NewId(), project, owner, job, behavior, clock);
            _instances.Add(instance);
            Task run = Task.Run(() => instance.RunAsync(runners));
            _running.Add(run);
            _running.RemoveWhere(t => t.IsCompleted);
            Forget();
            return instance;
        }
    }

    public EmulatedInstance? Find(string project, string id)
    {
        lock (_lock)
        {
            return _instances.Find(i => i.Id == id && i.Project.Equals(project, StringComparison.OrdinalIgnoreCase));
        }
    }

    public IReadOnlyList<EmulatedInstance> List(string project)
    {
        lock (_lock)
        {
            return [.. _instances.Where(i => i.Project.Equals(project, StringComparison.OrdinalIgnoreCase))];
        }
    }

    /// <summary>Stops what runs and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        EmulatedInstance[] instances;
        lock (_lock)
        {
            running = [.. _running];
            instances = [.. _instances];
        }

        foreach (EmulatedInstance instance in instances)
        {
            instance.Stop();
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        foreach (EmulatedInstance instance in instances)
        {
            instance.Dispose();
        }
    }

    private void Forget()
    {
        EmulatedInstance[] ended = [.. _instances.Where(i => i.IsTerminated)];
        long held = ended.Sum(HeldValues);
        int surplus = Math.Max(0, ended.Length - MaxTerminated);
        foreach (EmulatedInstance oldest in ended)
        {
            if (surplus <= 0 && held <= MaxHeldValues)
            {
                break;
            }

            surplus--;
            held -= HeldValues(oldest);
            _instances.Remove(oldest);
        }
    }

    private static long HeldValues(EmulatedInstance instance) =>
        instance.Tasks.Sum(t => t.Outcome?.Sql is { Columns: { } columns } sql ? (long)sql.Rows.Count * columns.Count : 0);

    private string NewId() => string.Create(
        CultureInfo.InvariantCulture,
        $"{clock.GetUtcNow().UtcDateTime:yyyyMMddHHmmssfff}g{ids.NextHex(5)}");
}
