using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>The first rows of a table, as previews show them: with the values of the partition columns behind those of the data columns.</summary>
internal static class FirstRows
{
    /// <summary>Reads rows of a table, or of one of its partitions; without a partition those of all partitions count, in order.</summary>
    /// <param name="store">The rows.</param>
    /// <param name="table">The table.</param>
    /// <param name="partition">The text of some or all keys of a partition; null for all.</param>
    /// <param name="limit">The most rows.</param>
    /// <param name="valueOf">Makes the value of a partition column out of its text.</param>
    public static List<object?[]> Read(ITableStore store, TableDefinition table, string? partition, long limit, Func<Column, string, object?> valueOf)
    {
        if (!table.Schema.IsPartitioned)
        {
            return [.. store.Read(table, null, 0, limit)];
        }

        PartitionSpec? filter = partition is null ? null : PartitionText.Parse(partition, table.Schema.PartitionColumns);
        PartitionDefinition[] partitions = [.. store.ListPartitions(table).Where(p => filter is null || filter.IsPartOf(p.Spec))];
        if (filter is not null && partitions.Length == 0)
        {
            throw new EmulatorException("NoSuchPartition", $"The partition {filter} of {table.Project}.{table.Name} does not exist.", 404);
        }

        var rows = new List<object?[]>();
        foreach (PartitionDefinition found in partitions)
        {
            object?[] values = [.. table.Schema.PartitionColumns.Select(key => valueOf(key, found.Spec[key.Name]))];
            rows.AddRange(store.Read(table, found.Spec, 0, limit - rows.Count).Select(row => (object?[])[.. row, .. values]));
        }

        return rows;
    }
}
