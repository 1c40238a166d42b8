// The main job, end to end: create a table, load it, query it, read it back.
// Without further settings it runs against a MaxCompute emulator in this process. With ODPS_ENDPOINT, ODPS_PROJECT, ODPS_ACCESS_ID and
// ODPS_ACCESS_KEY set, it does the same against that service.
using Odps.Net;
using Odps.Net.Emulator;
using Quickstart;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
CancellationToken cancellationToken = stop.Token;

try
{
    bool useService = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ODPS_ENDPOINT"));
    await using OdpsEmulator? emulator = useService ? null : await OdpsEmulator.StartAsync(cancellationToken: cancellationToken);
    OdpsClientOptions options = emulator?.ClientOptions ?? OdpsClientOptions.FromEnvironment();
    await using var client = new OdpsClient(options);
    Console.WriteLine($"Service    {options.Endpoint}{(useService ? "" : " (emulator in this process)")}, project {client.Project}");

    IReadOnlyList<WeatherObservation> days = await WeatherObservation.LoadAsync(cancellationToken);
    using var sent = new ValueChecksum();
    foreach (WeatherObservation day in days)
    {
        sent.Add(day);
    }

    var table = new WeatherTable(client, "quickstart_seattle_weather");
    await table.CreateAsync(cancellationToken);
    Console.WriteLine($"Created    {table.Handle}, partitioned by year");

    await table.UploadAsync(days, cancellationToken);
    Console.WriteLine($"Uploaded   {sent.Count} rows to {days.Select(d => d.Year).Distinct().Count()} partitions");

    const string sql = """
        SELECT weather, COUNT(*) AS days, MAX(temp_max) AS warmest, MIN(temp_min) AS coldest
        FROM quickstart_seattle_weather
        WHERE year >= '2012'
        GROUP BY weather
        ORDER BY days DESC
        LIMIT 10
        """;
    await using (QueryResult result = await client.Sql.QueryAsync(sql, cancellationToken: cancellationToken))
    {
        var rows = new List<Record>();
        await foreach (Record row in result.ReadRecordsAsync(cancellationToken))
        {
            rows.Add(row);
        }

        Console.WriteLine($"Queried    instance {result.Instance.Id}");
        Console.WriteLine();
        ResultTable.Print(result.Columns, rows, barColumn: "days");
        Console.WriteLine();
    }

    using var received = new ValueChecksum();
    await table.ReadBackAsync(received, cancellationToken);
    string expected = sent.Finish();
    string found = received.Finish();
    Console.WriteLine($"Read back  {received.Count} rows, checksum {found}");
    if (received.Count != sent.Count || found != expected)
    {
        Console.Error.WriteLine($"The data came back changed: {sent.Count} rows with checksum {expected} were sent.");
        return 1;
    }

    await client.Tables.DropAsync("quickstart_seattle_weather", cancellationToken: cancellationToken);
    Console.WriteLine("The same values came back. Dropped the table.");
    return 0;
}
catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
catch (Exception e) when (e is OdpsException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
