using System.Globalization;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;
using Odps.Net.Tunnel;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>The preview of a table as an Arrow stream: the first rows of the table or of a partition, without a session.</summary>
internal sealed class ArrowPreviewCalls(EmulatedService service)
{
    private const int MaxRows = 10_000;

    public void AddTo(RouteTable routes)
    {
        foreach (string path in TunnelTable.Paths)
        {
            routes.Map("GET", path + "/preview", Preview);
        }
    }

    private ServiceResponse Preview(ServiceRequest request)
    {
        TableDefinition table = request.Table(service.Store, request.RouteValues.GetValueOrDefault("schema"));
        if (TableJson.IsVirtualView(table))
        {
            throw new EmulatorException("InvalidArgument", $"{table.Project}.{table.Name} is a view; the tunnel moves the rows of tables.");
        }

        long limit = request.Number("limit", -1);
        if (limit is 0 or < -1)
        {
            throw new EmulatorException("InvalidArgument", string.Create(CultureInfo.InvariantCulture, $"The parameter 'limit' is to be -1 or more than 0; it is {limit}."));
        }

        Column[] all = [.. table.Schema.Columns, .. table.Schema.PartitionColumns];
        int[] positions = Positions(request.Find("columns"), all, table);
        List<object?[]> rows = FirstRows.Read(service.Store, table, request.Find("partition"), limit < 0 ? MaxRows : Math.Min(limit, MaxRows), PartitionValue);
        return ArrowDownload.Answer(request, ArrowData.Stream(Array.ConvertAll(positions, p => all[p]), rows, positions, Compression(request)), coding: null);
    }

    private static object? PartitionValue(Column key, string text) => StoredValues.FromCell(key.Type, PartitionValues.ToCell(key.Type, text));

    /// <summary>Names of Arrow's own, in capitals, ask for compressed buffers inside of the stream.</summary>
    private static TunnelCompression? Compression(ServiceRequest request) => request.Header("Accept-Encoding") switch
    {
        "ZSTD" => TunnelCompression.Zstandard(),
        "LZ4_FRAME" => TunnelCompression.Lz4(),
        _ => null,
    };

    private static int[] Positions(string? list, Column[] columns, TableDefinition table) => list is null
        ? [.. Enumerable.Range(0, columns.Length)]
        : [.. list.Split(',').Select(name => Array.FindIndex(columns, c => c.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is var position and >= 0
            ? position
            : throw new EmulatorException("InvalidArgument", $"The table {table.Project}.{table.Name} has no column '{name}'.")).Distinct().Order()];
}
