namespace Odps.Net;

/// <content>Work on the files of a table.</content>
public sealed partial class Table
{
    /// <summary>
    /// Merges small files (MERGE SMALLFILES), or compacts a transactional table (COMPACT), and waits for it. An instance: a few requests, and one more to find
    /// the retention time for a minor compaction with <see cref="MergeFilesOptions.RecentHours"/>.
    /// </summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">What to do and how. Default: merge small files.</param>
    /// <param name="cancellationToken">Ends the wait, not the instance.</param>
    /// <returns>A handle to the instance, which has ended with success.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public async Task<Instance> MergeFilesAsync(PartitionSpec? partition = null, MergeFilesOptions? options = null, CancellationToken cancellationToken = default) =>
        await WaitAsync(
            await SubmitMergeFilesAsync(partition, options, cancellationToken).ConfigureAwait(false), options?.Job, $"merge files of {Describe(partition)}", cancellationToken).ConfigureAwait(false);

    /// <summary>Submits a merge of small files or a compaction and does not wait for it. One request, and one more to find the retention time for a minor compaction.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">What to do and how. Default: merge small files.</param>
    /// <param name="cancellationToken">Cancels the requests; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public async Task<Instance> SubmitMergeFilesAsync(PartitionSpec? partition = null, MergeFilesOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MergeFilesOptions();
        int? hours = options.RecentHours;
        if (options is { Compaction: FileCompaction.Minor, RecentHours: int recent, Force: false })
        {
            TableExtendedInfo extended = await GetExtendedAsync(cancellationToken).ConfigureAwait(false);
            hours = Math.Max(recent, extended.DataRetentionHours ?? 0);
        }

        return await MergeJob.SubmitAsync(this, partition, MergeJob.Merge(options.Compaction, hours), options.Job, $"merge files of {Describe(partition)}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Archives the data (ARCHIVE): it takes less room and more time to read. Waits for it. An instance: a few requests.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the instance.</param>
    /// <returns>A handle to the instance, which has ended with success.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public Task<Instance> ArchiveAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(partition, MergeJob.Archive, options, "archive", cancellationToken);

    /// <summary>Submits an archiving and does not wait for it. One request.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitArchiveAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        MergeJob.SubmitAsync(this, partition, MergeJob.Archive, options, $"archive {Describe(partition)}", cancellationToken);

    /// <summary>Moves the data to cold storage (FREEZE) and waits for it. An instance: a few requests.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the instance.</param>
    /// <returns>A handle to the instance, which has ended with success.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public Task<Instance> FreezeAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(partition, MergeJob.Freeze, options, "freeze", cancellationToken);

    /// <summary>Submits a freezing and does not wait for it. One request.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitFreezeAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        MergeJob.SubmitAsync(this, partition, MergeJob.Freeze, options, $"freeze {Describe(partition)}", cancellationToken);

    /// <summary>Brings data back from cold storage (RESTORE) and waits for it. An instance: a few requests.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the instance.</param>
    /// <returns>A handle to the instance, which has ended with success.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such table or partition.</exception>
    public Task<Instance> RestoreAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(partition, MergeJob.Restore, options, "restore", cancellationToken);

    /// <summary>Submits a restoring and does not wait for it. One request.</summary>
    /// <param name="partition">The partition, all of its keys. Default: the whole table.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitRestoreAsync(PartitionSpec? partition = null, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        MergeJob.SubmitAsync(this, partition, MergeJob.Restore, options, $"restore {Describe(partition)}", cancellationToken);

    private static async Task<Instance> WaitAsync(Instance instance, SqlOptions? options, string operation, CancellationToken cancellationToken)
    {
        try
        {
            await instance.WaitForSuccessAsync(options?.Wait, cancellationToken).ConfigureAwait(false);
            return instance;
        }
        catch (OdpsInstanceFailedException failure) when (StatementErrors.Typed(failure, operation) is { } typed && typed != failure)
        {
            throw typed;
        }
    }

    private async Task<Instance> RunAsync(PartitionSpec? partition, MergeJob job, SqlOptions? options, string verb, CancellationToken cancellationToken)
    {
        string operation = $"{verb} {Describe(partition)}";
        Instance instance = await MergeJob.SubmitAsync(this, partition, job, options, operation, cancellationToken).ConfigureAwait(false);
        return await WaitAsync(instance, options, operation, cancellationToken).ConfigureAwait(false);
    }
}
