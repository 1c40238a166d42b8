using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Rest;

/// <summary>The preview of a table as CSV (<c>?data</c>), which PyODPS uses for <c>head</c>.</summary>
internal sealed class PreviewCalls(EmulatedService service)
{
    private const int MaxRows = 10_000;

    public void AddTo(RouteTable routes) => routes.Map("GET", "projects/{project}/tables/{table}", Preview, "data");

    /// <summary>The first rows as CSV. Without a partition the rows of all partitions count, in order, and the partition columns come last.</summary>
    private ServiceResponse Preview(ServiceRequest request)
    {
        TableDefinition table = request.Table(service.Store, request.Schema());
        long limit = request.Number("linenum", MaxRows);
        if (limit <= 0)
        {
            throw new EmulatorException("InvalidParameter", "ODPS-0420061: Invalid parameter in HTTP request - 'linenum' must be bigger than zero!");
        }

        if (TableJson.IsVirtualView(table))
        {
            throw new EmulatorException("InvalidParameter", $"ODPS-0420061: Invalid parameter in HTTP request - '{table.Name}' is a view; read it with SQL.");
        }

        Column[] all = [.. table.Schema.Columns, .. table.Schema.PartitionColumns];
        string[] names = request.Find("cols")?.Split(',') ?? [.. all.Select(c => c.Name)];
        int[] positions = [.. names.Select(name => Position(all, name, table))];
        List<object?[]> rows = FirstRows.Read(service.Store, table, request.Find("partition"), Math.Min(limit, MaxRows), static (_, text) => text);
        ColumnCollection columns = new(positions.Select(p => all[p]));
        return ServiceResponse.Text(
            CsvText.Write(columns, rows.Select(row => Array.ConvertAll(positions, p => row[p])), TimeZoneInfo.Utc),
            "text/csv; charset=utf-8");
    }

    private static int Position(Column[] columns, string name, TableDefinition table)
    {
        int position = Array.FindIndex(columns, c => c.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        return position >= 0 ? position : throw new EmulatorException("InvalidParameter", $"The table {table.Project}.{table.Name} has no column '{name}'.");
    }
}
