using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>The table or partition that a tunnel request is about.</summary>
/// <param name="Table">The table.</param>
/// <param name="Partition">The partition; null for a table without partitions.</param>
internal sealed record TunnelTable(TableDefinition Table, PartitionSpec? Partition)
{
    /// <summary>The paths of a table in a project with two levels and in one with three.</summary>
    public static readonly string[] Paths = ["projects/{project}/tables/{table}", "projects/{project}/schemas/{schema}/tables/{table}"];

    /// <summary>What sessions are made for.</summary>
    public string Scope => $"{Table.Project}.{Table.SchemaName}.{Table.Name}/{Partition?.ToPath()}".ToLowerInvariant();

    /// <summary>Finds the table of a session whose requests name partitions of their own.</summary>
    public static TunnelTable Whole(ServiceRequest request, ITableStore store) => new(FindTable(request, store), null);

    /// <summary>The table of a session as it is now.</summary>
    /// <param name="store">The catalog.</param>
    /// <param name="table">The table as it was.</param>
    /// <param name="since">When that was, for the error.</param>
    public static TableDefinition Current(ITableStore store, TableDefinition table, string since)
    {
        TableDefinition? now = store.FindTable(table.Project, table.SchemaName, table.Name);
        return now?.TableId == table.TableId
            ? now
            : throw new EmulatorException("NoSuchTable", $"The table {table.Project}.{table.Name} was dropped since {since}.", 404);
    }

    /// <summary>Finds table and partition, which all requests of a session name.</summary>
    /// <param name="request">The request.</param>
    /// <param name="store">The catalog.</param>
    /// <param name="createPartition">Whether a missing partition is made.</param>
    public static TunnelTable Find(ServiceRequest request, ITableStore store, bool createPartition = false)
    {
        TableDefinition table = FindTable(request, store);
        string? text = request.Find("partition");
        if (!table.Schema.IsPartitioned)
        {
            return text is null
                ? new TunnelTable(table, null)
                : throw new EmulatorException("InvalidPartitionSpec", $"The table {table.Project}.{table.Name} is not partitioned; the partition '{text}' was given.");
        }

        if (text is null)
        {
            throw new EmulatorException(
                "MissingPartitionSpec",
                $"The table {table.Project}.{table.Name} is partitioned by ({string.Join(", ", table.Schema.PartitionColumns.Select(c => c.Name))}); the partition is missing.");
        }

        PartitionSpec spec = Lookup.WholeSpec(table, text);
        if (createPartition)
        {
            store.CreatePartition(table, spec, ifNotExists: true);
        }

        return new TunnelTable(table, Lookup.Partition(store, table, spec).Spec);
    }

    private static TableDefinition FindTable(ServiceRequest request, ITableStore store)
    {
        TableDefinition table = request.Table(store, request.RouteValues.GetValueOrDefault("schema"));
        return TableJson.IsVirtualView(table)
            ? throw new EmulatorException("InvalidArgument", $"{table.Project}.{table.Name} is a view; the tunnel moves the rows of tables.")
            : table;
    }
}
