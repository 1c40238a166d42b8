namespace Odps.Net.Tunnel;

/// <summary>Which columns a reader gives, and which of them travel: the values of partition columns are known from the session.</summary>
internal sealed class ColumnSelection
{
    private ColumnSelection(ColumnCollection columns, int[]? partitionPlaces, Record? partition, ColumnCollection wire, bool isWhole)
    {
        Columns = columns;
        PartitionPlaces = partitionPlaces;
        Partition = partition;
        Wire = wire;
        IsWhole = isWhole;
    }

    /// <summary>What the reader gives, in the order in which it was asked for.</summary>
    public ColumnCollection Columns { get; }

    /// <summary>For each of <see cref="Columns"/> its place in <see cref="Partition"/>, or -1 for a data column; null when there are only data columns.</summary>
    public int[]? PartitionPlaces { get; }

    /// <summary>The values of the partition columns among <see cref="Columns"/>; null when there are none.</summary>
    public Record? Partition { get; }

    /// <summary>
    /// The data columns in the order in which they travel; none when only partition columns are read. For records that is the order asked for; which order the
    /// service takes for Arrow when it differs from the table's is not known, so it is asked in that of the table.
    /// </summary>
    public ColumnCollection Wire { get; }

    /// <summary>Whether all data columns travel, in the order of the table.</summary>
    public bool IsWhole { get; }

    /// <exception cref="ArgumentException">A column is named twice, or is not of the session, or none is named, or the session has no partition whose values could be given.</exception>
    public static ColumnSelection Of(DownloadSession session, TunnelDataForm form, IReadOnlyList<string>? names, bool appendPartitions)
    {
        TableSchema schema = session.Schema;
        List<Column> asked = names is null ? [.. schema.Columns] : [.. names.Select(n => schema.PartitionColumns.Contains(n) ? schema.PartitionColumns[n] : schema.Columns[n])];
        if (appendPartitions)
        {
            asked.AddRange(schema.PartitionColumns.Where(c => !asked.Contains(c)));
        }

        if (asked.Count == 0)
        {
            throw new ArgumentException($"No column of {session} is named. The columns are: {string.Join(", ", schema.Columns.Select(c => c.Name))}.", nameof(names));
        }

        var columns = new ColumnCollection(asked);
        var partition = new ColumnCollection(asked.Where(c => schema.PartitionColumns.Contains(c.Name)));
        IEnumerable<Column> data = asked.Where(c => !schema.PartitionColumns.Contains(c.Name));
        var wire = new ColumnCollection(form == TunnelDataForm.Arrow ? data.OrderBy(c => schema.Columns.GetOrdinal(c.Name)) : data);
        return partition.Count == 0
            ? new ColumnSelection(columns, null, null, wire, isWhole: names is null)
            : new ColumnSelection(columns, [.. asked.Select(c => partition.IndexOf(c.Name))], Values(session, partition), wire, isWhole: names is null);
    }

    private static Record Values(DownloadSession session, ColumnCollection columns)
    {
        PartitionSpec partition = session.PartitionValues
            ?? throw new ArgumentException($"The values of partition columns cannot be given: {session} is not of one partition.", nameof(session));
        var slots = new RecordSlot[columns.Count];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = PartitionValue.Parse(columns[i], partition[columns[i].Name]);
        }

        return new Record(columns, slots);
    }
}
