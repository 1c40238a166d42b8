namespace Odps.Net;

/// <content>Statements that make, change and drop partitions.</content>
public sealed partial class PartitionCollection
{
    /// <summary>Creates a partition (ALTER TABLE ... ADD PARTITION). An instance: a few requests.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="ifNotExists">Whether a partition that is there already is no error. Default: <see langword="false"/>.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the partition may be created all the same.</param>
    /// <exception cref="OdpsAlreadyExistsException">The partition exists and <paramref name="ifNotExists"/> is not set.</exception>
    /// <exception cref="OdpsNotFoundException">There is no such table.</exception>
    public Task CreateAsync(PartitionSpec spec, bool ifNotExists = false, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        _table.ExecuteAsync(CreateStatement(spec, ifNotExists), options, cancellationToken);

    /// <summary>Submits ADD PARTITION and does not wait for it. One request.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="ifNotExists">Whether a partition that is there already is no error. Default: <see langword="false"/>.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitCreateAsync(PartitionSpec spec, bool ifNotExists = false, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        _table.SubmitAsync(CreateStatement(spec, ifNotExists), options, cancellationToken);

    /// <summary>Drops a partition (ALTER TABLE ... DROP PARTITION) with its data. An instance: a few requests.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="ifExists">Whether a partition that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the partition may be dropped all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition or table.</exception>
    public Task DropAsync(PartitionSpec spec, bool ifExists = false, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        _table.ExecuteAsync(DropStatement(spec, ifExists), options, cancellationToken);

    /// <summary>Submits DROP PARTITION and does not wait for it. One request.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="ifExists">Whether a partition that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="options">Hints, priority and quota of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance.</returns>
    public Task<Instance> SubmitDropAsync(PartitionSpec spec, bool ifExists = false, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        _table.SubmitAsync(DropStatement(spec, ifExists), options, cancellationToken);

    /// <summary>Deletes all rows of partitions, which stay (TRUNCATE TABLE ... PARTITION). One instance for all: a few requests.</summary>
    /// <param name="specs">The partitions, each with a value for each key; at least one.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the rows may be deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition or table.</exception>
    public Task TruncateAsync(IEnumerable<PartitionSpec> specs, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(specs);
        PartitionSpec[] partitions = [.. specs];
        return partitions.Length > 0
            ? _table.ExecuteAsync(_table.TruncateStatement(partitions), options, cancellationToken)
            : throw new ArgumentException("At least one partition is needed; without one the whole table would be meant (Table.TruncateAsync).", nameof(specs));
    }

    /// <summary>Gives a partition other values; its rows go with it. An instance: a few requests. The same as <see cref="TableAlteration.RenamePartition"/>.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="newSpec">The new values, of all keys.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the partition may be renamed all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition or table.</exception>
    /// <exception cref="OdpsAlreadyExistsException">There is a partition with the new values.</exception>
    public Task RenameAsync(PartitionSpec spec, PartitionSpec newSpec, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        _table.AlterAsync(TableAlteration.RenamePartition(spec, newSpec), options: options, cancellationToken: cancellationToken);

    /// <summary>
    /// Puts the rows of several partitions into one (ALTER TABLE ... MERGE PARTITION ... OVERWRITE PARTITION) and drops the others. An instance: a few requests. The same as
    /// <see cref="TableAlteration.MergePartitions"/>.
    /// </summary>
    /// <param name="specs">The partitions, each with a value for each key, or with the leading keys for all partitions that have them; at least one.</param>
    /// <param name="target">The partition that is to hold the rows, with a value for each key; what it holds is replaced unless it is among <paramref name="specs"/>.</param>
    /// <param name="ifExists">Whether partitions that are not there are no error. Default: <see langword="false"/>.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the partitions may be merged all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition or table.</exception>
    public Task MergeAsync(
        IEnumerable<PartitionSpec> specs, PartitionSpec target, bool ifExists = false, SqlOptions? options = null, CancellationToken cancellationToken = default) =>
        _table.AlterAsync(TableAlteration.MergePartitions(specs, target, ifExists), options: options, cancellationToken: cancellationToken);

    /// <summary>Sets the time of the last change of a partition to now. An instance: a few requests. The same as <see cref="TableAlteration.Touch"/>.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition or table.</exception>
    public Task TouchAsync(PartitionSpec spec, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return _table.AlterAsync(TableAlteration.Touch(spec), options: options, cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Stops recycling of a partition, or lets it begin again. An instance: a few requests. The same as <see cref="TableAlteration.SetLifecycleEnabled"/>.
    /// </summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="isEnabled">Whether data is recycled.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition or table.</exception>
    public Task SetLifecycleEnabledAsync(PartitionSpec spec, bool isEnabled, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return _table.AlterAsync(TableAlteration.SetLifecycleEnabled(isEnabled, spec), options: options, cancellationToken: cancellationToken);
    }

    /// <summary>Moves a partition to another storage tier. An instance: a few requests. The same as <see cref="TableAlteration.SetStorageTier"/>.</summary>
    /// <param name="spec">A value for each partition key.</param>
    /// <param name="tier">The tier.</param>
    /// <param name="options">Hints, priority, quota and waiting of the job. Default: those of <see cref="SqlOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OdpsNotFoundException">There is no such partition or table.</exception>
    public Task SetStorageTierAsync(PartitionSpec spec, StorageTier tier, SqlOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return _table.AlterAsync(TableAlteration.SetStorageTier(tier, spec), options: options, cancellationToken: cancellationToken);
    }

    private TableStatement CreateStatement(PartitionSpec spec, bool ifNotExists)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(
            $"ALTER TABLE {_table.FullName.ToSql()} ADD {(ifNotExists ? "IF NOT EXISTS " : "")}PARTITION ({spec})", "SQLAddPartitionTask", $"create {_table.Describe(spec)}");
    }

    private TableStatement DropStatement(PartitionSpec spec, bool ifExists)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new(
            $"ALTER TABLE {_table.FullName.ToSql()} DROP {(ifExists ? "IF EXISTS " : "")}PARTITION ({spec})", "SQLDropPartitionTask", $"drop {_table.Describe(spec)}");
    }
}
