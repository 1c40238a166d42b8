using Odps.Net.Emulator.MachineLearning;
using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Security;

namespace Odps.Net.Emulator.Instances;

/// <summary>The kinds of task that there are.</summary>
internal static class JobRunners
{
    public static IReadOnlyDictionary<string, ITaskRunner> Create(
        EmulatedService service, ISqlEngine engine, InstanceBehaviors behaviors)
    {
        // Whatever a statement does, it does in the name of the instance's owner.
        var sql = new GuardedSqlEngine(engine, service.Security);
        ITaskRunner[] runners =
        [
            new SqlTaskRunner(sql),
            new SqlCostTaskRunner(service.Store, sql),
            new MergeTaskRunner(service.Store, service.Security),
            new SessionTaskRunner(sql, behaviors, service.Clock),
            new XFlowTaskRunner(XFlowJob.RunType, service.Store, service.Models),
            new XFlowTaskRunner(XFlowJob.NodeType, service.Store, service.Models),
            new CopyModelTaskRunner(service.Models),
            new PurgeProjectTaskRunner(service.Store, service.Objects),
        ];
        return runners.ToDictionary(r => r.Type);
    }
}
