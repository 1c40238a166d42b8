using System.Globalization;
using Odps.Net.Benchmarks;
using Odps.Net.Benchmarks.Http;

// Each command prints lines of key=value; run without arguments for the list.
string? Option(string name, string? otherwise = null)
{
    int index = Array.IndexOf(args, name);
    return index >= 0 && index + 1 < args.Length ? args[index + 1] : otherwise;
}

int Number(string name, int otherwise) => Option(name) is string text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

var report = new Report(args.Contains("--markdown"));
switch (args.FirstOrDefault())
{
    case "codec":
        await CodecBenchmark.RunAsync(report, Number("--rows", 2_000_000), Number("--passes", 5), Option("--case"), Option("--op"));
        return 0;
    case "fuzz":
        return CodecFuzz.Run(Number("--streams", 1_000_000), Number("--seed", 1));
    case "arrow":
        return await ArrowBenchmark.Run(args);
    case "compression":
        return await CompressionBenchmark.Run(args);
    case "http":
        return await HttpBenchmark.RunAsync(
            report, Option("--case", "mixed6")!, Number("--rows", 1_000_000), Number("--passes", 7), Option("--op"), Option("--rung"), Number("--memory-rows", 10_000_000));
    case "http-server":
        return ReplayServer.Run();
    case "http-memory":
        return await HttpBenchmark.RunMemoryAsync(report, Option("--address")!, Option("--case")!, Number("--rows", 1), Option("--reader")!);
    default:
        Console.Error.WriteLine(
            """
            Commands (codec and http print Markdown tables with --markdown):
              codec [--rows 2000000] [--passes 5] [--case numeric10] [--op read]   reading and writing record streams in memory
              arrow [--rows 5000000] [--case mixed6] [--compression lz4|zstd]     reading and writing Arrow streams in memory, beside memcpy
              compression                                                          the codecs on one block of records
              http [--rows 1000000] [--passes 7] [--case mixed6] [--op download] [--rung cursor] [--memory-rows 10000000]
                                                                                   transfers with a server in another process, and their memory
              fuzz [--streams 1000000] [--seed 1]                                  reading damaged record streams
            """);
        return 2;
}
