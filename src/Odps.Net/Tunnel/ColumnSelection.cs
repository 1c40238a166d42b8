namespace Odps.Net.Tunnel;

/// <summary>Which columns a reader gives, and which of them travel: the values of partition columns are known from the session.</summary>
internal sealed class ColumnSelection
{
    private ColumnSelection(ColumnCollection data, Record? partition, ColumnCollection wire, bool isWhole)
    {
        Columns = partition is null ? data : new([.. data, .. partition.Columns]);
        Data = data;
        Partition = partition;
        Wire = wire;
        IsWhole = isWhole;
    }

    /// <summary>What the reader gives: data columns, then partition columns.</summary>
    public ColumnCollection Columns { get; }

    /// <summary>The data columns, in the order in which they were asked for.</summary>
    public ColumnCollection Data { get; }

    /// <summary>
    /// The data columns in the order in which they travel. For records that is the order asked for; which order the service takes for Arrow when it differs from
    /// the table's is not known, so it is asked in that of the table.
    /// </summary>
    public ColumnCollection Wire { get; }

    /// <summary>The values of the partition columns that stand behind the data columns; null when there are none.</summary>
    public Record? Partition { get; }

    /// <summary>Whether all data columns are read, in the order of the table.</summary>
    public bool IsWhole { get; }

    /// <exception cref="ArgumentException">A column is named twice, or is not of the session, or no data column is named, or the session has no partition to append.</exception>
    public static ColumnSelection Of(DownloadSession session, TunnelDataForm form, IReadOnlyList<string>? names, bool appendPartitions)
    {
        TableSchema schema = session.Schema;
        if (names is null)
        {
            return new ColumnSelection(schema.Columns, appendPartitions ? Values(session, schema.PartitionColumns) : null, schema.Columns, isWhole: true);
        }

        var data = new ColumnCollection(names.Where(n => !schema.PartitionColumns.Contains(n)).Select(n => schema.Columns[n]));
        var partition = new ColumnCollection(appendPartitions ? schema.PartitionColumns : names.Where(schema.PartitionColumns.Contains).Select(n => schema.PartitionColumns[n]));
        if (data.Count == 0)
        {
            throw new ArgumentException(
                $"At least one data column must be read; '{string.Join(", ", names)}' names none of {session}. The values of partition columns are those of the session's partition.", nameof(names));
        }

        ColumnCollection wire = form == TunnelDataForm.Arrow ? new(data.OrderBy(c => schema.Columns.GetOrdinal(c.Name))) : data;
        return new ColumnSelection(data, Values(session, partition), wire, isWhole: false);
    }

    private static Record? Values(DownloadSession session, ColumnCollection columns)
    {
        if (columns.Count == 0)
        {
            return null;
        }

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
