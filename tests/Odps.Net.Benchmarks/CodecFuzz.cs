using System.Diagnostics;
using System.Globalization;
using Odps.Net.Tests.Tunnel.Wire;

namespace Odps.Net.Benchmarks;

/// <summary>The fuzz of the record reader that the unit tests run in short, as long as one likes.</summary>
internal static class CodecFuzz
{
    /// <summary>How many streams are made from one set of well-formed ones.</summary>
    private const int StreamsOfSeed = 100_000;

    public static int Run(long streams, int seed)
    {
        long start = Stopwatch.GetTimestamp();
        long done = 0, errors = 0, rows = 0, repairs = 0;
        while (done < streams)
        {
            var fuzzer = new RecordStreamFuzzer(seed++);
            for (int number = 0; number < StreamsOfSeed && done < streams; number++, done++)
            {
                fuzzer.Run(number);
            }

            errors += fuzzer.Errors;
            rows += fuzzer.Rows;
            repairs += fuzzer.Repairs;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"fuzz streams={done} errors={errors} read_to_end={done - errors} rows={rows} repaired_checksums={repairs} seconds={Stopwatch.GetElapsedTime(start).TotalSeconds:F0} failures=0"));
        return 0;
    }
}
