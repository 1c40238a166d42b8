// Runs a query and shows live how far it is: queue, stages, rows, and the address of its log view.
// Without further settings it runs against a MaxCompute emulator in this process, whose instances are made slow for it. With ODPS_ENDPOINT,
// ODPS_PROJECT, ODPS_ACCESS_ID and ODPS_ACCESS_KEY set, it runs against that service. A statement can be given as the argument.
// Ctrl+C ends the wait and stops the instance.
using Odps.Net;
using Odps.Net.Emulator;
using QueryProgress;

const string DefaultSql = "select n % 3 as part, count(*) as c from (select explode(sequence(1, 1000)) as n) t group by n % 3 order by part limit 10";

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
    emulator?.Instances.Behave(new InstanceBehavior
    {
        QueueTime = TimeSpan.FromSeconds(1),
        RunTime = TimeSpan.FromSeconds(4),
        Stages = ["M1_Stg1", "R2_1_Stg1"],
        WorkersPerStage = 8,
    });
    OdpsClientOptions options = emulator?.ClientOptions ?? OdpsClientOptions.FromEnvironment();
    await using var client = new OdpsClient(options);
    Console.WriteLine($"Service   {options.Endpoint}{(useService ? "" : " (emulator in this process)")}, project {client.Project}");

    Instance instance = await client.Sql.SubmitAsync(args.Length > 0 ? args[0] : DefaultSql, cancellationToken: cancellationToken);
    Console.WriteLine($"Instance  {instance}");

    // The address of the older form shows the instance to whoever has it, so it is for this screen and for no log.
    Console.WriteLine($"Log view  {await instance.GetLogViewUriAsync(cancellationToken: cancellationToken)}");

    var wait = new WaitOptions { Progress = new ConsoleProgress(Console.Out), ProgressInterval = TimeSpan.FromMilliseconds(250), StopOnCancellation = true };
    await instance.WaitForSuccessAsync(wait, cancellationToken);

    await using QueryResult result = await instance.OpenResultAsync(cancellationToken: cancellationToken);
    if (result.IsRowSet)
    {
        Console.WriteLine($"Rows      {result.Count}, columns {string.Join(", ", result.Columns.Select(c => $"{c.Name} {c.Type}"))}");
        await foreach (Record row in result.ReadRecordsAsync(cancellationToken))
        {
            Console.WriteLine($"          {string.Join(" | ", row.Select(v => v ?? "NULL"))}");
        }
    }
    else
    {
        Console.WriteLine(result.RawText.Length > 0 ? result.RawText : "Done      the statement has no rows and no text");
    }

    InstanceTaskSummary summary = await instance.GetSummaryAsync(cancellationToken: cancellationToken);
    Console.WriteLine(summary.Cost is { } cost ? $"Cost      {cost.Cpu / 100.0} core seconds, {cost.InputBytes} bytes read" : "Cost      not told");
    return 0;
}
catch (Exception failure) when (failure is OdpsException or ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
catch (OperationCanceledException cancelled)
{
    Console.Error.WriteLine(cancelled.Message);
    return 2;
}
