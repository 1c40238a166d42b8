using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Instances;

/// <summary>The kinds of task that there are.</summary>
internal static class JobRunners
{
    public static IReadOnlyDictionary<string, ITaskRunner> Create(ITableStore store, ISqlEngine sql) =>
        ((ITaskRunner[])[new SqlTaskRunner(sql), new SqlCostTaskRunner(store, sql), new MergeTaskRunner(store)]).ToDictionary(r => r.Type);
}
