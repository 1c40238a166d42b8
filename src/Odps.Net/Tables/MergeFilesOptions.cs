namespace Odps.Net;

/// <summary>How the files of a table are merged.</summary>
public sealed record MergeFilesOptions
{
    /// <summary>The compaction of a transactional table. Default: <see langword="null"/>, small files of any table are merged.</summary>
    public FileCompaction? Compaction { get; init; }

    /// <summary>
    /// Minor compactions only: changes of the last so many hours stay as they are. Less than the table's retention time
    /// (<see cref="TableExtendedInfo.DataRetentionHours"/>) is raised to it, since earlier states could no longer be read, unless <see cref="Force"/> is set.
    /// Default: the service decides.
    /// </summary>
    public int? RecentHours { get; init; }

    /// <summary>Whether <see cref="RecentHours"/> is taken as it is. Default: <see langword="false"/>.</summary>
    public bool Force { get; init; }

    /// <summary>Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</summary>
    public SqlOptions? Job { get; init; }
}
