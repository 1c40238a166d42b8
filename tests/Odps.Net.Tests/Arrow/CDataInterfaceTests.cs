using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

public sealed unsafe class CDataInterfaceTests
{
    private static readonly JsonObject Expected = ArrowVector.Load("c_data_interface").Json["files"]!.AsObject();

    public static TheoryData<string> Names => [.. Expected.Select(p => p.Key)];

    public static TheoryData<string> AllStreams => [.. ArrowVector.StreamNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Exported_structures_are_those_of_another_implementation(string name)
    {
        (Schema schema, List<RecordBatch> batches) = Read(name, null);
        JsonObject expected = Expected[name]!.AsObject();
        CArrowSchema* type = CArrowSchema.Create();
        CArrowSchemaExporter.ExportSchema(schema, type);
        CDataJson.AssertSchema(expected["schema"]!.AsObject(), type, name);
        CArrowSchema.Free(type);
        JsonArray arrays = expected["arrays"]!.AsArray();
        Assert.Equal(arrays.Count, batches.Count);
        for (int i = 0; i < arrays.Count; i++)
        {
            CArrowArray* array = CArrowArray.Create();
            CArrowArrayExporter.ExportRecordBatch(batches[i], array);
            CDataJson.AssertArray(arrays[i]!.AsObject(), array, $"{name}[{i}]");
            CArrowArray.Free(array);
        }

        ArrowBytes.Dispose(batches);
    }

    [Theory]
    [MemberData(nameof(AllStreams))]
    public void Batches_come_back_over_the_interface_without_a_leak(string name)
    {
        var pool = new ArrowMemoryPool();
        (Schema schema, List<RecordBatch> batches) = Read(name, pool);
        foreach (RecordBatch batch in batches)
        {
            foreach (RecordBatch part in (RecordBatch[])[batch.Slice(0, batch.Length), batch.Slice(batch.Length / 3, batch.Length / 2)])
            {
                using (part)
                {
                    CArrowSchema type = default;
                    CArrowArray array = default;
                    CArrowSchemaExporter.ExportSchema(schema, &type);
                    CArrowArrayExporter.ExportRecordBatch(part, &array);
                    Schema imported = CArrowSchemaImporter.ImportSchema(&type);
                    Assert.True(type.IsReleased);
                    Assert.Equal(schema, imported);
                    using RecordBatch copy = CArrowArrayImporter.ImportRecordBatch(&array, imported);
                    Assert.True(array.IsReleased);
                    Assert.Null(ArrowBytes.Difference(part, copy));
                }
            }
        }

        ArrowBytes.Dispose(batches);
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Exported_batch_outlives_the_batch_and_shares_its_memory()
    {
        var pool = new ArrowMemoryPool();
        RecordBatch batch = Numbers(pool, 1, 2, 3);
        CArrowArray array = default;
        CArrowArrayExporter.ExportRecordBatch(batch, &array);
        Schema schema = batch.Schema;
        Assert.Equal((nint)Unsafe.AsPointer(ref Unsafe.AsRef(in ((Int64Array)batch.Column(0)).Values[0])), (nint)array.Children[0]->Buffers[1]);
        batch.Dispose();
        Assert.Equal(1, pool.RentedBlocks);
        RecordBatch import = CArrowArrayImporter.ImportRecordBatch(&array, schema);
        RecordBatch slice = import.Slice(1, 2);
        import.Dispose();
        Assert.Equal(1, pool.RentedBlocks);
        Assert.Equal([2, 3], ((Int64Array)slice.Column(0)).Values.ToArray());
        slice.Dispose();
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Child_that_was_moved_out_outlives_its_parent()
    {
        var pool = new ArrowMemoryPool();
        CArrowArray array = default;
        using (RecordBatch batch = Numbers(pool, 7, 8))
        {
            CArrowArrayExporter.ExportRecordBatch(batch, &array);
        }

        CArrowArray child = *array.Children[0];
        array.Children[0]->ReleaseCallback = null;
        CArrowArray.Release(&array);
        Assert.True(array.IsReleased);
        Assert.Equal(1, pool.RentedBlocks);
        using (ArrowArray import = CArrowArrayImporter.ImportArray(&child, ArrowType.Int64))
        {
            Assert.Equal([7, 8], ((Int64Array)import).Values.ToArray());
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Import_that_fails_releases_what_it_was_given()
    {
        var pool = new ArrowMemoryPool();
        CArrowArray array = default;
        using (RecordBatch batch = Numbers(pool, 7, 8))
        {
            CArrowArrayExporter.ExportRecordBatch(batch, &array);
        }

        CArrowArray* source = &array;
        var wrong = new Schema([new Field("a", ArrowType.String)]);
        string message = Assert.Throws<OdpsDataException>(() => CArrowArrayImporter.ImportRecordBatch(source, wrong)).Message;
        Assert.Contains("array/a", message, StringComparison.Ordinal);
        Assert.True(array.IsReleased);
        Assert.Equal(0, pool.RentedBlocks);
        Assert.Throws<ArgumentException>(() => CArrowArrayImporter.ImportRecordBatch(source, wrong));
    }

    [Fact]
    public void Import_that_nobody_disposes_is_released_by_the_collector()
    {
        var pool = new ArrowMemoryPool();
        ImportAndForget(pool);
        for (int i = 0; i < 10 && pool.RentedBlocks > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Misaligned_buffers_of_another_library_are_read()
    {
        byte* memory = stackalloc byte[64];
        for (int i = 0; i < 3; i++)
        {
            Unsafe.WriteUnaligned(memory + 1 + (8 * i), (long)i + 10);
        }

        byte** buffers = stackalloc byte*[2];
        buffers[0] = null;
        buffers[1] = memory + 1;
        var array = new CArrowArray { Length = 2, NullCount = -1, Offset = 1, BufferCount = 2, Buffers = buffers, ReleaseCallback = &MarkReleased };
        using (ArrowArray import = CArrowArrayImporter.ImportArray(&array, ArrowType.Int64))
        {
            Assert.Equal([11, 12], ((Int64Array)import).Values.ToArray());
            Assert.Equal(0, import.NullCount);
        }
    }

    [Fact]
    public void Stream_gives_all_batches_and_then_its_end()
    {
        var pool = new ArrowMemoryPool();
        CArrowArrayStream stream = default;
        CArrowArrayStreamExporter.ExportStream(NumberSchema, Sequence(pool, 3, null), &stream);
        using (ImportedArrowStream import = CArrowArrayStreamImporter.ImportStream(&stream))
        {
            Assert.True(stream.IsReleased);
            Assert.Equal(NumberSchema, import.Schema);
            long sum = 0;
            foreach (RecordBatch batch in import.ReadAll())
            {
                using (batch)
                {
                    sum += ((Int64Array)batch.Column("a")).Values[0];
                }
            }

            Assert.Equal(0 + 1 + 2, sum);
            Assert.Null(import.ReadNextRecordBatch());
        }

        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Stream_that_a_consumer_drops_early_ends_its_producer()
    {
        var pool = new ArrowMemoryPool();
        bool ended = false;
        CArrowArrayStream stream = default;
        CArrowArrayStreamExporter.ExportStream(NumberSchema, Sequence(pool, 100, () => ended = true), &stream);
        RecordBatch kept;
        using (ImportedArrowStream import = CArrowArrayStreamImporter.ImportStream(&stream))
        {
            import.ReadNextRecordBatch()!.Dispose();
            kept = import.ReadNextRecordBatch()!;
        }

        Assert.True(ended);
        Assert.Equal(1, pool.RentedBlocks);
        Assert.Equal(1, ((Int64Array)kept.Column(0)).Values[0]);
        kept.Dispose();
        Assert.Equal(0, pool.RentedBlocks);
    }

    [Fact]
    public void Error_of_the_producer_reaches_the_consumer()
    {
        CArrowArrayStream stream = default;
        CArrowArrayStreamExporter.ExportStream(NumberSchema, Failing(), &stream);
        using ImportedArrowStream import = CArrowArrayStreamImporter.ImportStream(&stream);
        string message = Assert.Throws<OdpsDataException>(() => import.ReadNextRecordBatch()).Message;
        Assert.Contains("the disk is gone", message, StringComparison.Ordinal);
    }

    private static Schema NumberSchema { get; } = new([new Field("a", ArrowType.Int64)]);

    private static RecordBatch Numbers(ArrowMemoryPool pool, params long[] values) =>
        new(NumberSchema, [new Int64Array.Builder(pool).AppendRange(values).Build()], values.Length);

    private static IEnumerable<RecordBatch> Sequence(ArrowMemoryPool pool, int count, Action? atEnd)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                yield return Numbers(pool, i);
            }
        }
        finally
        {
            atEnd?.Invoke();
        }
    }

    private static IEnumerable<RecordBatch> Failing()
    {
        foreach (int step in (int[])[1])
        {
            throw new IOException($"the disk is gone at step {step}");
        }

        yield break;
    }

    private static (Schema Schema, List<RecordBatch> Batches) Read(string name, ArrowMemoryPool? pool) =>
        ArrowBytes.ReadStreamAsync(ArrowVector.Load(name).Bytes, new() { MemoryPool = pool }).GetAwaiter().GetResult();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ImportAndForget(ArrowMemoryPool pool)
    {
        using RecordBatch batch = Numbers(pool, 1);
        CArrowArray array = default;
        CArrowArrayExporter.ExportRecordBatch(batch, &array);
        CArrowArrayImporter.ImportRecordBatch(&array, batch.Schema);
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void MarkReleased(CArrowArray* array) => array->ReleaseCallback = null;
}
