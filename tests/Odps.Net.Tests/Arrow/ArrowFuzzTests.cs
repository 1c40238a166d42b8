using System.Globalization;
using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Streams, files and tunnel bodies with changed bytes: the reader gives batches or an <see cref="OdpsDataException"/>, and every value can be looked at safely.</summary>
public sealed class ArrowFuzzTests
{
    private const int Streams = 100_000;
    private const int Others = 20_000;

    [Fact]
    public async Task Changed_streams_give_values_or_data_errors() => await RunAsync(await OriginalsAsync(), Streams, ReadStreamAsync);

    [Fact]
    public async Task Changed_files_give_values_or_data_errors()
    {
        var originals = new List<byte[]>();
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new RandomArrow(new Random(seed));
            Schema schema = random.Schema(3, 2);
            using RecordBatch batch = random.Batch(schema, 1 + (seed % 12));
            originals.Add(await ArrowBytes.WriteFileAsync(schema, [batch, batch], new() { Compression = (ArrowCompression)(seed % 3), Alignment = 8 }));
        }

        (Schema withDictionary, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(ArrowVector.Load("dictionary").Bytes);
        originals.Add(await ArrowBytes.WriteFileAsync(withDictionary, batches));
        ArrowBytes.Dispose(batches);
        await RunAsync(originals, Others, ReadFileAsync);
    }

    [Fact]
    public async Task Changed_batches_of_the_tunnel_give_values_of_the_declared_types_or_data_errors()
    {
        // Columns that come in several layouts, so that a change may turn one into another.
        ColumnCollection columns = TableSchema.Parse("a timestamp, b interval_day_time, c decimal, d array<timestamp_ntz>, e string, f map<string,int>").Columns;
        var originals = new List<byte[]>();
        foreach (WireLayout layout in WireLayouts.For(columns))
        {
            using RecordBatch batch = new RandomArrow(new Random(originals.Count)).Batch(layout.Schema, 1 + originals.Count);
            byte[] stream = await ArrowBytes.WriteStreamAsync(layout.Schema, [batch, batch], new() { Compression = (ArrowCompression)(originals.Count % 3), Alignment = 8 });
            originals.Add(stream[((await ArrowBytes.WriteStreamAsync(layout.Schema, [])).Length - 8)..^8]);
        }

        await RunAsync(originals, Others, (bytes, options) => ReadBatchesAsync(bytes, columns, options));
    }

    private static async Task RunAsync(List<byte[]> originals, int streams, Func<byte[], ArrowReadOptions, Task> readAllAsync)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("ODPS_NET_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 20260101;
        Task<(int Read, int Refused)>[] workers = [.. Enumerable.Range(0, 2).Select(worker => Task.Run(() => RunAsync(originals, streams, readAllAsync, seed, worker, 2)))];
        (int Read, int Refused)[] results = await Task.WhenAll(workers);
        int read = results.Sum(r => r.Read);
        int refused = results.Sum(r => r.Refused);
        Assert.Equal(streams, read + refused);

        // Both outcomes are frequent, or the changes test nothing.
        Assert.True(read > streams / 20 && refused > streams / 20, $"{read} read, {refused} refused");
    }

    private static async Task<(int Read, int Refused)> RunAsync(
        List<byte[]> originals, int streams, Func<byte[], ArrowReadOptions, Task> readAllAsync, int seed, int worker, int workers)
    {
        int read = 0;
        int refused = 0;
        var pool = new ArrowMemoryPool();
        for (int i = worker; i < streams; i += workers)
        {
            var random = new Random(unchecked(seed + (i * 7919)));
            byte[] bytes = Mutate(originals[random.Next(originals.Count)], random);
            var validation = (ArrowValidation)random.Next(3);
            try
            {
                await readAllAsync(bytes, new() { MemoryPool = pool, Validation = validation, MaxBodyLength = 1 << 24 });
                read++;
            }
            catch (OdpsDataException error)
            {
                Assert.False(string.IsNullOrEmpty(error.Message));
                refused++;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Stream {i} of seed {seed}, validation {validation}: {error}");
            }

            Assert.True(pool.RentedBlocks == 0, $"Stream {i} of seed {seed} left {pool.RentedBlocks} blocks.");
        }

        return (read, refused);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    BitConverter.TryWriteBytes(bytes.AsSpan(at & ~3), random.Next(-4, 70));
                    break;
                case 3:
                    BitConverter.TryWriteBytes(bytes.AsSpan(at & ~7), random.Next(3) == 0 ? long.MaxValue : random.NextInt64(-2, 1L << random.Next(1, 40)));
                    break;
                case 4:
                    bytes = bytes[..Math.Max(1, at)];
                    break;
                default:
                    int from = random.Next(bytes.Length);
                    int count = Math.Min(random.Next(1, 32), bytes.Length - Math.Max(at, from));
                    bytes.AsSpan(from, count).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return bytes;
    }

    private static async Task ReadStreamAsync(byte[] bytes, ArrowReadOptions options)
    {
        using var reader = new ArrowStreamReader(new MemoryStream(bytes), options);
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            Look(batch);
        }
    }

    private static async Task ReadFileAsync(byte[] bytes, ArrowReadOptions options)
    {
        await using ArrowFileReader reader = await ArrowFileReader.OpenAsync(new MemoryStream(bytes), options);
        for (int i = reader.RecordBatchCount - 1; i >= 0; i--)
        {
            Look(await reader.ReadRecordBatchAsync(i));
        }
    }

    private static async Task ReadBatchesAsync(byte[] bytes, ColumnCollection columns, ArrowReadOptions options)
    {
        // As they come in most runs: random numbers are seldom times that the declared types can hold.
        bool convert = options.Validation == ArrowValidation.Full;
        await using var reader = new BareBatchReader(new MemoryStream(bytes), columns, options, convert);
        while (await reader.ReadNextAsync() is { } batch)
        {
            Assert.True(!convert || batch.Schema.Equals(reader.Schema));
            Look(batch);
        }
    }

    private static void Look(RecordBatch batch)
    {
        using (batch)
        {
            for (int i = 0; i < batch.ColumnCount; i++)
            {
                Look(batch.Column(i), 200);
            }
        }
    }

    /// <summary>Looks at the values of the first slots.</summary>
    private static void Look(ArrowArray array, int most)
    {
        int count = Math.Min(array.Length, most);
        _ = array.NullCount;
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            switch (array)
            {
                case BinaryArray a:
                    sum += a.GetBytes(i).Length;
                    break;
                case LargeBinaryArray a:
                    sum += a.GetBytes(i).Length;
                    break;
                case FixedSizeBinaryArray a:
                    sum += a.GetBytes(i).Length;
                    break;
                case BooleanArray a:
                    sum += a.GetValue(i) == true ? 1 : 0;
                    break;
                case PrimitiveArray<int> a:
                    sum += a.GetValue(i) ?? 0;
                    break;
                case PrimitiveArray<long> a:
                    sum += a.GetValue(i) ?? 0;
                    break;
                case PrimitiveArray<Int128> a:
                    sum += (long)(a.GetValue(i) ?? 0);
                    break;
                case ListArray a:
                    sum += a.GetValueLength(i);
                    break;
                case DictionaryArray a:
                    sum += a.GetDictionaryIndex(i) ?? 0;
                    break;
                default:
                    sum += array.IsNull(i) ? 1 : 0;
                    break;
            }
        }

        GC.KeepAlive(sum);
        switch (array)
        {
            case ListArray list:
                Look(list.Values, most);
                break;
            case StructArray structure:
                for (int i = 0; i < structure.FieldCount; i++)
                {
                    Look(structure.Field(i), most);
                }

                break;
            case DictionaryArray dictionary:
                Look(dictionary.Dictionary, most);
                break;
        }
    }

    /// <summary>Small streams of every kind: stored ones, and random ones that this library wrote.</summary>
    private static async Task<List<byte[]>> OriginalsAsync()
    {
        var originals = new List<byte[]>();
        foreach (string name in ArrowVector.StreamNames)
        {
            byte[] bytes = ArrowVector.Load(name).Bytes;
            if (bytes.Length < 8000)
            {
                originals.Add(bytes);
            }
        }

        for (int seed = 0; seed < 40; seed++)
        {
            var random = new RandomArrow(new Random(seed));
            Schema schema = random.Schema(3, 3);
            using RecordBatch batch = random.Batch(schema, 1 + (seed % 12));
            originals.Add(await ArrowBytes.WriteStreamAsync(schema, [batch, batch], new() { Compression = (ArrowCompression)(seed % 3), Alignment = 8 }));
        }

        return originals;
    }
}
