namespace Odps.Net.Emulator;

/// <summary>Which runs of statements are meant.</summary>
public enum InstanceRuns
{
    /// <summary>All.</summary>
    All,

    /// <summary>Ordinary jobs.</summary>
    Jobs,

    /// <summary>Queries in sessions and in interactive quotas.</summary>
    Interactive,
}
