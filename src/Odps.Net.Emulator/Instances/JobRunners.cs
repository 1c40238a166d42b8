using Odps.Net.Emulator.MachineLearning;
using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Instances;

/// <summary>The kinds of task that there are.</summary>
internal static class JobRunners
{
    public static IReadOnlyDictionary<string, ITaskRunner> Create(
        ITableStore store, ISqlEngine sql, OfflineModelStore models, InstanceBehaviors behaviors, TimeProvider clock) =>
        ((ITaskRunner[])
        [
            new SqlTaskRunner(sql),
            new SqlCostTaskRunner(store, sql),
            new MergeTaskRunner(store),
            new SessionTaskRunner(sql, behaviors, clock),
            new XFlowTaskRunner(XFlowJob.RunType, store, models),
            new XFlowTaskRunner(XFlowJob.NodeType, store, models),
            new CopyModelTaskRunner(models),
        ]).ToDictionary(r => r.Type);
}
