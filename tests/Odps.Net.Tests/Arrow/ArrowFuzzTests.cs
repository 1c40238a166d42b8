using System.Globalization;
using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Streams with changed bytes: the reader gives batches or an <see cref="OdpsDataException"/>, and every value can be looked at safely.</summary>
public sealed class ArrowFuzzTests
{
    private const int Streams = 100_000;

    [Fact]
    public async Task Changed_streams_give_values_or_data_errors()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("ODPS_NET_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 20260101;
        List<byte[]> originals = await OriginalsAsync();
        Task<(int Read, int Refused)>[] workers = [.. Enumerable.Range(0, 2).Select(worker => Task.Run(() => RunAsync(originals, seed, worker, 2)))];
        (int Read, int Refused)[] results = await Task.WhenAll(workers);
        int read = results.Sum(r => r.Read);
        int refused = results.Sum(r => r.Refused);
        Assert.Equal(Streams, read + refused);

        // Both outcomes are frequent, or the changes test nothing.
        Assert.True(read > Streams / 20 && refused > Streams / 20, $"{read} read, {refused} refused");
    }

    private static async Task<(int Read, int Refused)> RunAsync(List<byte[]> originals, int seed, int worker, int workers)
    {
        int read = 0;
        int refused = 0;
        var pool = new ArrowMemoryPool();
        for (int i = worker; i < Streams; i += workers)
        {
            var random = new Random(unchecked(seed + (i * 7919)));
            byte[] bytes = Mutate(originals[random.Next(originals.Count)], random);
            var validation = (ArrowValidation)random.Next(3);
            try
            {
                await ReadAllAsync(bytes, new() { MemoryPool = pool, Validation = validation, MaxBodyLength = 1 << 24 });
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

    private static async Task ReadAllAsync(byte[] bytes, ArrowReadOptions options)
    {
        using var reader = new ArrowStreamReader(new MemoryStream(bytes), options);
        while (await reader.ReadNextRecordBatchAsync() is { } batch)
        {
            using (batch)
            {
                for (int i = 0; i < batch.ColumnCount; i++)
                {
                    Look(batch.Column(i), 200);
                }
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
