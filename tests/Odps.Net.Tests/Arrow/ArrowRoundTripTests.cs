using FsCheck;
using FsCheck.Fluent;
using Odps.Net.Arrow;
using Odps.Net.Tests.Compression;

namespace Odps.Net.Tests.Arrow;

/// <summary>Properties over random schemas and batches; a failure prints the seed of the data and the replay of the run.</summary>
public sealed class ArrowRoundTripTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20260101, 5);

    [Fact]
    public void Streams_come_back_in_every_compression() => Check.One(Config, Prop.ForAll(Cases(), async sample =>
    {
        var pool = new ArrowMemoryPool();
        (Schema schema, List<RecordBatch> batches) = sample.Make(pool);
        byte[] bytes = await ArrowBytes.WriteStreamAsync(schema, batches, new() { Compression = (ArrowCompression)(sample.Seed % 3), Alignment = sample.Seed % 2 == 0 ? 8 : 64 });
        (Schema again, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(bytes, new() { MemoryPool = pool, Validation = ArrowValidation.Full, RequireEndMarker = true });
        Assert.Equal(schema, again);
        AssertSame(batches, copies);
        Assert.Equal(0, pool.RentedBlocks);
    }));

    [Fact]
    public void Slices_come_back_in_streams_files_and_over_the_c_interface() => Check.One(Config, Prop.ForAll(Cases(), async sample =>
    {
        var pool = new ArrowMemoryPool();
        (Schema schema, List<RecordBatch> batches) = sample.Make(pool);
        var random = new Random(sample.Seed);
        List<RecordBatch> slices = [.. batches.Select(b =>
        {
            int offset = random.Next(b.Length + 1);
            return b.Slice(offset, random.Next(b.Length - offset + 1));
        })];
        ArrowBytes.Dispose(batches);
        (_, List<RecordBatch> copies) = await ArrowBytes.ReadStreamAsync(await ArrowBytes.WriteStreamAsync(schema, slices), new() { MemoryPool = pool, Validation = ArrowValidation.Full });
        AssertSame([.. slices.Select(s => s.Slice(0, s.Length))], copies);
        await using (ArrowFileReader file = await ArrowFileReader.OpenAsync(new MemoryStream(await ArrowBytes.WriteFileAsync(schema, slices)), new() { MemoryPool = pool }))
        {
            copies = [];
            await foreach (RecordBatch batch in file.ReadAllAsync())
            {
                copies.Add(batch);
            }
        }

        AssertSame([.. slices.Select(s => s.Slice(0, s.Length))], copies);
        copies = [.. slices.Select(CDataCopy)];
        AssertSame(slices, copies);
        Assert.Equal(0, pool.RentedBlocks);
    }));

    [Fact]
    public void Every_fragmentation_gives_the_same_batches() => Check.One(Config.WithMaxTest(40), Prop.ForAll(Cases(), async sample =>
    {
        (Schema schema, List<RecordBatch> batches) = sample.Make(null);
        byte[] bytes = await ArrowBytes.WriteStreamAsync(schema, batches, new() { Compression = (ArrowCompression)(sample.Seed % 3) });
        foreach (int piece in (int[])[1, 7, 64, 999])
        {
            await using var reader = new ArrowStreamReader(new FragmentedStream(bytes, piece));
            int index = 0;
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                Assert.Null(ArrowBytes.Difference(batches[index++], batch));
                batch.Dispose();
            }

            Assert.Equal(batches.Count, index);
        }
    }));

    [Fact]
    public void Concatenation_is_the_slots_of_both() => Check.One(Config, Prop.ForAll(Cases(), sample =>
    {
        (_, List<RecordBatch> batches) = sample.Make(null);
        RecordBatch batch = batches[0];
        for (int i = 0; i < batch.ColumnCount; i++)
        {
            int cut = batch.Length / 3;
            ArrayData joined = ArrayConcatenation.Concat(batch.Column(i).Window(cut, batch.Length - cut), batch.Column(i).Window(0, cut), null);
            ArrowArray array = ArrowArrayFactory.Create(joined);
            System.Text.Json.Nodes.JsonArray expected = ArrowJson.Column(batch.Column(i));
            for (int slot = 0; slot < cut; slot++)
            {
                System.Text.Json.Nodes.JsonNode? first = expected[0];
                expected.RemoveAt(0);
                expected.Add(first);
            }

            Assert.Null(ArrowJson.Difference(array, expected));
            Assert.Equal(batch.Column(i).NullCount, array.NullCount);
        }
    }));

    private static unsafe RecordBatch CDataCopy(RecordBatch batch)
    {
        CArrowSchema type = default;
        CArrowArray array = default;
        CArrowSchemaExporter.ExportSchema(batch.Schema, &type);
        CArrowArrayExporter.ExportRecordBatch(batch, &array);
        return CArrowArrayImporter.ImportRecordBatch(&array, CArrowSchemaImporter.ImportSchema(&type));
    }

    private static void AssertSame(List<RecordBatch> expected, List<RecordBatch> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach ((RecordBatch left, RecordBatch right) in expected.Zip(actual))
        {
            Assert.Null(ArrowBytes.Difference(left, right));
        }

        ArrowBytes.Dispose([.. expected, .. actual]);
    }

    private static Arbitrary<Case> Cases() => Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from fields in Gen.Choose(0, 6)
        from depth in Gen.Choose(0, 4)
        from rows in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(60, 140))
        from count in Gen.Choose(1, 3)
        select new Case(seed, fields, depth, rows, count));

    private sealed record Case(int Seed, int Fields, int Depth, int Rows, int Count)
    {
        public (Schema Schema, List<RecordBatch> Batches) Make(ArrowMemoryPool? pool)
        {
            var random = new RandomArrow(new Random(Seed), pool);
            Schema schema = random.Schema(Fields, Depth);
            return (schema, [.. Enumerable.Range(0, Count).Select(i => random.Batch(schema, Rows / (i + 1)))]);
        }
    }
}
