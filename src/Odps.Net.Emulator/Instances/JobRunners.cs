using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Instances;

/// <summary>The kinds of task that there are.</summary>
internal static class JobRunners
{
    public static IReadOnlyDictionary<string, ITaskRunner> Create(ITableStore store, ISqlEngine sql, InstanceBehaviors behaviors, TimeProvider clock) =>
        ((ITaskRunner[])[new SqlTaskRunner(sql), new SqlCostTaskRunner(store, sql), new SessionTaskRunner(sql, behaviors, clock)]).ToDictionary(r => r.Type);
}
