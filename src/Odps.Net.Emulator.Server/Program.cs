using System.Runtime.InteropServices;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Server;

if (!CommandLine.TryParse(args, out OdpsEmulatorOptions options, out string problem))
{
    await Console.Error.WriteLineAsync($"{problem}\n\n{CommandLine.Usage}");
    return 2;
}

// Both signals are caught before the port opens, so that a stop during the start is clean too.
var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

try
{
    await using OdpsEmulator emulator = await OdpsEmulator.StartAsync(options);
    Console.WriteLine($"listening on {emulator.Endpoint}");
    await stopped.Task;
    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return e is ArgumentException ? 2 : 1;
}
