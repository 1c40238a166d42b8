using System.Globalization;
using System.Text;
using Odps.Net.Arrow;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Benchmarks;

/// <summary>Rows of one shape: how they are written with the setters, and which of their values are read.</summary>
internal sealed class CodecCase
{
    private const string Text80 = "The quick brown fox jumps over the lazy dog; then it rests, and the dog goes on.";

    private static readonly byte[] Utf8Text80 = Encoding.UTF8.GetBytes(Text80);
    private static readonly byte[] Utf8Text8 = "abcdefgh"u8.ToArray();
    private static readonly DateTimeOffset Day = new(2015, 11, 11, 0, 0, 0, TimeSpan.Zero);
    private static readonly object NestedArray = Enumerable.Range(0, 10).Select(i => (object?)(long)(i * 1000)).ToArray();
    private static readonly OdpsMap NestedMap = new(Enumerable.Range(0, 5).Select(i => new KeyValuePair<object, object?>("key" + i.ToString(CultureInfo.InvariantCulture), i * 0.5)));

    private static readonly ColumnCollection MixedColumns = TableSchema.Parse("a bigint, b double, c datetime, d boolean, e string, f decimal(10,2)").Columns;

    public static IReadOnlyList<CodecCase> All { get; } =
    [
        new()
        {
            Name = "numeric10",
            BytesPerRow = 90,
            Columns = new(Enumerable.Range(0, 10).Select(i => new Column($"c{i}", i % 2 == 0 ? OdpsType.BigInt : OdpsType.Double))),
            ReadAsync = ReadNumericAsync,
            WriteAsync = WriteNumericAsync,
        },
        new()
        {
            Name = "mixed6",
            BytesPerRow = 130,
            Columns = MixedColumns,
            ReadAsync = ReadMixedAsync,
            WriteAsync = WriteMixedAsync,
        },
        new()
        {
            Name = "mixed6-strings",
            BytesPerRow = 130,
            Columns = MixedColumns,
            ReadAsync = ReadMixedStringsAsync,
            WriteAsync = WriteMixedStringsAsync,
        },
        new()
        {
            Name = "wide200",
            BytesPerRow = 2200,
            Columns = new(Enumerable.Range(0, 200).Select(i => new Column($"c{i}", OdpsType.String))),
            ReadAsync = ReadWideAsync,
            WriteAsync = WriteWideAsync,
        },
        new()
        {
            Name = "nested",
            BytesPerRow = 200,
            Columns = new(TableSchema.Parse("a array<bigint>, m map<string,double>, s struct<a:bigint,b:string>").Columns),
            ReadAsync = ReadNestedAsync,
            WriteAsync = WriteNestedAsync,
        },
    ];

    public required string Name { get; init; }

    public required ColumnCollection Columns { get; init; }

    /// <summary>At least what a row takes in the stream.</summary>
    public required int BytesPerRow { get; init; }

    public required Func<RecordReader, Task> ReadAsync { get; init; }

    public required Func<RecordWriter, int, Task> WriteAsync { get; init; }

    public async Task<byte[]> MakeAsync(int rows)
    {
        var stream = new MemoryStream(rows * BytesPerRow);
        await using (var writer = new RecordWriter(stream, Columns, new RecordStreamOptions { LeaveOpen = true }))
        {
            await WriteAsync(writer, rows);
            await writer.CompleteAsync();
        }

        return stream.ToArray();
    }

    /// <summary>The first rows of a stream, as objects: not more than stay in the cache, as those do that a program has just made.</summary>
    public Record[] SomeRecords(byte[] stream)
    {
        var reader = new RecordReader(new MemoryStream(stream), Columns);
        return [.. reader.ReadRecordsAsync().Take(6000 / Columns.Count).ToBlockingEnumerable()];
    }

    /// <summary>The first rows as Arrow columns.</summary>
    public RecordBatch Batch(int rows)
    {
        var reader = new RecordReader(new MemoryStream(MakeAsync(rows).GetAwaiter().GetResult()), Columns);
        using var builder = new RecordBatchBuilder(Columns);
        foreach (Record record in reader.ReadRecordsAsync().ToBlockingEnumerable())
        {
            builder.Append(record);
        }

        return builder.Build();
    }

    private static async Task ReadNumericAsync(RecordReader reader)
    {
        long sum = 0;
        double doubles = 0;
        while (await reader.ReadAsync())
        {
            sum += reader.GetInt64(0) + reader.GetInt64(2) + reader.GetInt64(4) + reader.GetInt64(6) + reader.GetInt64(8);
            doubles += reader.GetDouble(1) + reader.GetDouble(3) + reader.GetDouble(5) + reader.GetDouble(7) + reader.GetDouble(9);
        }

        Use(sum, doubles);
    }

    private static async Task WriteNumericAsync(RecordWriter writer, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            long number = 123456789 + (row & 1023);
            double real = 3.14159 + row;
            writer.SetInt64(0, number);
            writer.SetDouble(1, real);
            writer.SetInt64(2, number);
            writer.SetDouble(3, real);
            writer.SetInt64(4, number);
            writer.SetDouble(5, real);
            writer.SetInt64(6, number);
            writer.SetDouble(7, real);
            writer.SetInt64(8, number);
            writer.SetDouble(9, real);
            await writer.WriteRowAsync();
        }
    }

    private static async Task ReadMixedAsync(RecordReader reader)
    {
        long sum = 0;
        double doubles = 0;
        while (await reader.ReadAsync())
        {
            sum += reader.GetInt64(0) + reader.GetDateTimeOffset(2).Ticks + (reader.GetBoolean(3) ? 1 : 0) + reader.GetUtf8(4).Length + (long)reader.GetOdpsDecimal(5).Unscaled;
            doubles += reader.GetDouble(1);
        }

        Use(sum, doubles);
    }

    private static async Task ReadMixedStringsAsync(RecordReader reader)
    {
        long sum = 0;
        double doubles = 0;
        while (await reader.ReadAsync())
        {
            sum += reader.GetInt64(0) + reader.GetDateTimeOffset(2).Ticks + (reader.GetBoolean(3) ? 1 : 0) + reader.GetString(4).Length + (long)reader.GetOdpsDecimal(5).Unscaled;
            doubles += reader.GetDouble(1);
        }

        Use(sum, doubles);
    }

    private static async Task WriteMixedAsync(RecordWriter writer, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            writer.SetInt64(0, long.MaxValue);
            writer.SetDouble(1, 0.0001);
            writer.SetDateTimeOffset(2, Day);
            writer.SetBoolean(3, true);
            writer.SetUtf8(4, Utf8Text80);
            writer.SetDecimal(5, 3.15m);
            await writer.WriteRowAsync();
        }
    }

    private static async Task WriteMixedStringsAsync(RecordWriter writer, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            writer.SetInt64(0, long.MaxValue);
            writer.SetDouble(1, 0.0001);
            writer.SetDateTimeOffset(2, Day);
            writer.SetBoolean(3, true);
            writer.SetString(4, Text80);
            writer.SetDecimal(5, 3.15m);
            await writer.WriteRowAsync();
        }
    }

    private static async Task ReadWideAsync(RecordReader reader)
    {
        long sum = 0;
        while (await reader.ReadAsync())
        {
            for (int i = 0; i < 200; i++)
            {
                sum += reader.IsNull(i) ? 1 : reader.GetUtf8(i).Length;
            }
        }

        Use(sum, 0);
    }

    private static async Task WriteWideAsync(RecordWriter writer, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < 200; i++)
            {
                if ((row + i) % 10 == 0)
                {
                    writer.SetNull(i);
                }
                else
                {
                    writer.SetUtf8(i, Utf8Text8);
                }
            }

            await writer.WriteRowAsync();
        }
    }

    private static async Task ReadNestedAsync(RecordReader reader)
    {
        long sum = 0;
        double doubles = 0;
        while (await reader.ReadAsync())
        {
            foreach (NestedValue element in reader.GetNested(0).Elements)
            {
                sum += element.GetInt64();
            }

            foreach (NestedEntry entry in reader.GetNested(1).Entries)
            {
                sum += entry.Key.GetUtf8().Length;
                doubles += entry.Value.GetDouble();
            }

            NestedElements fields = reader.GetNested(2).Elements;
            fields.MoveNext();
            sum += fields.Current.GetInt64();
            fields.MoveNext();
            sum += fields.Current.GetUtf8().Length;
        }

        Use(sum, doubles);
    }

    private static async Task WriteNestedAsync(RecordWriter writer, int rows)
    {
        object?[] fields = [7L, "text"];
        for (int row = 0; row < rows; row++)
        {
            writer.SetValue(0, NestedArray);
            writer.SetValue(1, NestedMap);
            writer.SetValue(2, fields);
            await writer.WriteRowAsync();
        }
    }

    /// <summary>Keeps the values from being removed as unused.</summary>
    private static void Use(long sum, double doubles)
    {
        if (sum == long.MinValue + 1 && doubles > 0)
        {
            Console.WriteLine(sum);
        }
    }
}
