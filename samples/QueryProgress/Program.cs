// Runs a query and shows live how far it is: queue, stages, rows, and the address of its log view.
// Without further settings it runs against a MaxCompute emulator in this process, whose instances are made slow for it. With ODPS_ENDPOINT,
// ODPS_PROJECT, ODPS_ACCESS_ID and ODPS_ACCESS_KEY set, it runs the statement given as argument against that service.
// Ctrl+C ends the wait and stops the instance.
using Odps.Net;
using Odps.Net.Emulator;
using QueryProgress;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
CancellationToken cancellationToken = stop.Token;

bool useService = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ODPS_ENDPOINT"));
await using OdpsEmulator? emulator = useService ? null : await OdpsEmulator.StartAsync(cancellationToken: cancellationToken);
emulator?.Instances.Behave(new InstanceBehavior
{
    QueueTime = TimeSpan.FromSeconds(1),
    RunTime = TimeSpan.FromSeconds(4),
    Stages = ["M1_Stg1", "R2_1_Stg1"],
    WorkersPerStage = 8,
});
await using var client = new OdpsClient(emulator?.ClientOptions ?? OdpsClientOptions.FromEnvironment());

try
{
    string sql = args.Length > 0 ? args[0] : "select n % 3 as part, count(*) as c from (select explode(sequence(1, 1000)) as n) t group by n % 3 order by part limit 10";
    Instance instance = await client.Sql.SubmitAsync(sql, cancellationToken: cancellationToken);
    Console.WriteLine($"Instance  {instance}");
    Console.WriteLine($"Log view  {(await instance.GetLogViewUriAsync(cancellationToken: cancellationToken)).GetLeftPart(UriPartial.Path)}");

    var wait = new WaitOptions { Progress = new ConsoleProgress(Console.Out), ProgressInterval = TimeSpan.FromMilliseconds(250), StopOnCancellation = true };
    await instance.WaitForSuccessAsync(wait, cancellationToken);

    await using QueryResult result = await instance.OpenResultAsync(cancellationToken: cancellationToken);
    Console.WriteLine($"Rows      {result.Count}, columns {string.Join(", ", result.Columns.Select(c => $"{c.Name} {c.Type}"))}");
    await foreach (Record row in result.ReadRecordsAsync(cancellationToken))
    {
        Console.WriteLine($"          {string.Join(" | ", row)}");
    }

    InstanceTaskSummary summary = await instance.GetSummaryAsync(cancellationToken: cancellationToken);
    Console.WriteLine($"Cost      {summary.Cost?.Cpu / 100.0} core seconds, {summary.Cost?.InputBytes} bytes read");
    return 0;
}
catch (OdpsException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
catch (OperationCanceledException cancelled)
{
    Console.Error.WriteLine(cancelled.Message);
    return 2;
}
