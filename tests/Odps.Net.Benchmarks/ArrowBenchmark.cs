using System.Diagnostics;
using System.Globalization;
using Odps.Net.Arrow;

namespace Odps.Net.Benchmarks;

/// <summary>Reading and writing Arrow IPC streams in memory, against copying the same bytes in the same run.</summary>
internal static class ArrowBenchmark
{
    private const int TextLength = 80;

    /// <summary>Prints a line of key=value for each case and operation.</summary>
    /// <param name="args">--rows N (5000000), --batch N (65536 rows), --passes N (7), --case numeric10|mixed6, --compression lz4|zstd.</param>
    public static async Task<int> Run(string[] args)
    {
        int rows = Number(args, "--rows", 5_000_000);
        int batchRows = Math.Min(rows, Number(args, "--batch", 65_536));
        int passes = Number(args, "--passes", 7);
        var options = new ArrowWriteOptions
        {
            Compression = Option(args, "--compression") switch { "lz4" => ArrowCompression.Lz4Frame, "zstd" => ArrowCompression.Zstandard, _ => ArrowCompression.None },
        };
        foreach (string name in (string[])["numeric10", "mixed6"])
        {
            if (Option(args, "--case") is null || Option(args, "--case") == name)
            {
                await RunAsync(name, rows, batchRows, passes, options);
            }
        }

        return 0;
    }

    private static async Task RunAsync(string name, int rows, int batchRows, int passes, ArrowWriteOptions options)
    {
        using RecordBatch batch = name == "numeric10" ? Numeric10(batchRows) : Mixed6(batchRows);
        using RecordBatch rest = batch.Slice(0, rows % batchRows);
        using var sized = new MemoryStream();
        await using (var writer = new ArrowStreamWriter(sized, batch.Schema, options, leaveOpen: true))
        {
            await writer.WriteRecordBatchAsync(batch);
        }

        byte[] stream = new byte[((rows / batchRows) + 1) * (sized.Length + 4096)];
        int length = await WriteAsync(stream, batch, rest, rows / batchRows, options);
        stream = stream[..length];
        byte[] target = new byte[length];
        // What a program that reads stream after stream would do; without it each reader fills a pool of its own once.
        var pool = new ArrowMemoryPool();
        byte[] piece = new byte[Math.Min(length, (int)sized.Length)];

        // The operations take turns, so that a disturbance of the machine meets all of them.
        string[] operations = ["memcpy", "memcpy_batches", "read_layout", "read_offsets", "read_full", "read_layout_and_sum", "write"];
        double[] best = new double[operations.Length];
        long[] garbage = new long[operations.Length];
        for (int pass = 0; pass <= passes; pass++)
        {
            for (int i = 0; i < operations.Length; i++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                long start = Stopwatch.GetTimestamp();
                switch (operations[i])
                {
                    case "memcpy":
                        stream.CopyTo(target, 0);
                        break;
                    case "memcpy_batches":
                        for (int at = 0; at < stream.Length; at += piece.Length)
                        {
                            stream.AsSpan(at, Math.Min(piece.Length, stream.Length - at)).CopyTo(piece);
                        }

                        break;
                    case "write":
                        await WriteAsync(target, batch, rest, rows / batchRows, options);
                        break;
                    default:
                        await ReadAsync(stream, rows, operations[i], pool);
                        break;
                }

                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (pass > 0)
                {
                    best[i] = Math.Max(best[i], length / seconds / 1e9);
                    garbage[i] = GC.GetTotalAllocatedBytes(precise: true) - before;
                }
            }
        }

        int batches = (rows + batchRows - 1) / batchRows;
        for (int i = 0; i < operations.Length; i++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"case={name} op={operations[i]} compression={options.Compression} rows={rows} batches={batches} bytes={length} gb_per_s={best[i]:F2} of_memcpy={best[i] / best[0]:F2} garbage_bytes={garbage[i]} garbage_per_batch={garbage[i] / batches}"));
        }
    }

    private static async Task<int> WriteAsync(byte[] target, RecordBatch batch, RecordBatch rest, int count, ArrowWriteOptions options)
    {
        using var stream = new MemoryStream(target);
        await using var writer = new ArrowStreamWriter(stream, batch.Schema, options, leaveOpen: true);
        for (int i = 0; i < count; i++)
        {
            await writer.WriteRecordBatchAsync(batch);
        }

        if (rest.Length > 0)
        {
            await writer.WriteRecordBatchAsync(rest);
        }

        await writer.CompleteAsync();
        return (int)stream.Position;
    }

    private static async Task ReadAsync(byte[] bytes, int rows, string operation, ArrowMemoryPool pool)
    {
        var options = new ArrowReadOptions
        {
            MemoryPool = pool,
            ExpectedRowCount = rows,
            Validation = operation switch { "read_offsets" => ArrowValidation.Offsets, "read_full" => ArrowValidation.Full, _ => ArrowValidation.Layout },
        };
        using var stream = new MemoryStream(bytes);
        await using var reader = new ArrowStreamReader(stream, options);
        double sum = 0;
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            using (batch)
            {
                for (int i = 0; i < batch.ColumnCount; i++)
                {
                    sum += operation == "read_layout_and_sum" ? Sum(batch.Column(i)) : batch.Column(i).Length;
                }
            }
        }

        if (sum == 0)
        {
            throw new InvalidOperationException("Nothing was read.");
        }
    }

    private static double Sum(ArrowArray column)
    {
        switch (column)
        {
            case PrimitiveArray<long> longs:
                long total = 0;
                foreach (long value in longs.Values)
                {
                    total += value;
                }

                return total;
            case DoubleArray doubles:
                double sum = 0;
                foreach (double value in doubles.Values)
                {
                    sum += value;
                }

                return sum;
            case StringArray texts:
                int bytes = 0;
                for (int i = 0; i < texts.Length; i++)
                {
                    bytes += texts.GetBytes(i)[^1];
                }

                return bytes;
            default:
                return column.Length;
        }
    }

    private static RecordBatch Numeric10(int rows)
    {
        var random = new Random(1);
        var fields = new List<Field>();
        var columns = new List<ArrowArray>();
        for (int i = 0; i < 10; i++)
        {
            bool isLong = i % 2 == 0;
            fields.Add(new Field($"c{i}", isLong ? ArrowType.Int64 : ArrowType.Double));
            columns.Add(isLong
                ? new Int64Array.Builder().AppendRange(Enumerable.Range(0, rows).Select(_ => random.NextInt64(1_000_000)).ToArray()).Build()
                : new DoubleArray.Builder().AppendRange(Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray()).Build());
        }

        return new RecordBatch(new Schema(fields), columns, rows);
    }

    private static RecordBatch Mixed6(int rows)
    {
        var random = new Random(2);
        ColumnCollection columns = TableSchema.Parse("a bigint, b double, c datetime, d boolean, e string, f decimal(15,3)").Columns;
        Schema schema = Schema.From(columns);
        using var flags = new BooleanArray.Builder();
        using var texts = new StringArray.Builder();
        using var prices = new Decimal128Array.Builder(15, 3);
        byte[] text = new byte[TextLength];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < text.Length; k++)
            {
                text[k] = (byte)random.Next('a', 'z');
            }

            flags.Append(random.Next(2) == 0);
            texts.Append(text);
            prices.Append((Int128)random.NextInt64(1_000_000_000));
        }

        return new RecordBatch(
            schema,
            [
                new Int64Array.Builder().AppendRange(Enumerable.Range(0, rows).Select(_ => random.NextInt64()).ToArray()).Build(),
                new DoubleArray.Builder().AppendRange(Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray()).Build(),
                new TimestampArray.Builder((TimestampType)schema.Fields[2].DataType).AppendRange(Enumerable.Range(0, rows).Select(i => 1_700_000_000_000 + i).ToArray()).Build(),
                flags.Build(), texts.Build(), prices.Build(),
            ],
            rows);
    }

    private static int Number(string[] args, string name, int otherwise) => Option(args, name) is string text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Option(string[] args, string name)
    {
        int index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}
