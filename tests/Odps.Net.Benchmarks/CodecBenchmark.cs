using System.Diagnostics;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Benchmarks;

/// <summary>
/// Reading and writing record streams in memory, on one thread: rows a second, bytes of the stream a second, and bytes that are allocated for each
/// row. Each figure is the median of several passes after one that is not counted.
/// </summary>
internal static class CodecBenchmark
{
    /// <summary>Streams larger than this are measured with fewer rows, so that they fit an array; the line says how many.</summary>
    private const long MostBytes = 400_000_000;

    public static async Task RunAsync(Report report, int rows, int passes, string? onlyCase, string? onlyOperation)
    {
        foreach (CodecCase @case in CodecCase.All)
        {
            if (onlyCase is not null && onlyCase != @case.Name)
            {
                continue;
            }

            int caseRows = (int)Math.Min(rows, MostBytes / @case.BytesPerRow);
            byte[] stream = await @case.MakeAsync(caseRows);
            var target = new byte[stream.Length + (stream.Length / 4)];
            foreach ((string operation, Func<Task> run) in Operations(@case, stream, target, caseRows))
            {
                if (onlyOperation is null || onlyOperation == operation)
                {
                    await MeasureAsync(report, @case.Name, operation, caseRows, stream.Length, passes, run);
                }
            }
        }
    }

    private static IEnumerable<(string Operation, Func<Task> Run)> Operations(CodecCase @case, byte[] stream, byte[] target, int rows)
    {
        yield return ("read", async () =>
        {
            await using var reader = new RecordReader(new MemoryStream(stream), @case.Columns);
            await @case.ReadAsync(reader);
            Expect(rows, reader.RowsRead);
        });
        yield return ("read-records", async () =>
        {
            await using var reader = new RecordReader(new MemoryStream(stream), @case.Columns);
            long count = 0;
            await foreach (Record record in reader.ReadRecordsAsync())
            {
                count += record.Count > 0 ? 1 : 0;
            }

            Expect(rows, count);
        });
        yield return ("write", async () =>
        {
            await using var writer = new RecordWriter(new MemoryStream(target), @case.Columns);
            await @case.WriteAsync(writer, rows);
            Expect(stream.Length, (await writer.CompleteAsync()).Bytes);
        });
        Record[] records = @case.SomeRecords(stream);
        yield return ("write-records", async () =>
        {
            await using var writer = new RecordWriter(new MemoryStream(target), @case.Columns);
            for (int i = 0; i < rows; i++)
            {
                await writer.WriteAsync(records[i % records.Length]);
            }

            Expect(rows, (await writer.CompleteAsync()).Rows);
        });
    }

    private static async Task MeasureAsync(Report report, string name, string operation, int rows, long bytes, int passes, Func<Task> run)
    {
        await run();
        var seconds = new double[passes];
        double allocated = 0;
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int pass = 0; pass < passes; pass++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
            long start = Stopwatch.GetTimestamp();
            await run();
            seconds[pass] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore) / (double)rows;
        }

        double processorSeconds = (Environment.CpuUsage.TotalTime - processor).TotalSeconds / passes;
        Array.Sort(seconds);
        double median = seconds[passes / 2];
        report.Add(
            $"case={name}", $"op={operation}", $"rows={rows}", $"seconds={median:F3}", $"rows_per_s={rows / median:F0}",
            $"mb_per_s={bytes / median / 1e6:F0}", $"alloc_bytes_per_row={allocated:F2}", $"best_rows_per_s={rows / seconds[0]:F0}",
            $"cpu_rows_per_s={rows / processorSeconds:F0}");
    }

    private static void Expect(long expected, long actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"{expected} expected, {actual} found.");
        }
    }
}
