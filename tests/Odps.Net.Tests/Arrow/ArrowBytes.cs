using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Batches to bytes and back.</summary>
internal static class ArrowBytes
{
    public static async Task<byte[]> WriteStreamAsync(Schema schema, IEnumerable<RecordBatch> batches, ArrowWriteOptions? options = null)
    {
        using var stream = new MemoryStream();
        await using (var writer = new ArrowStreamWriter(stream, schema, options, leaveOpen: true))
        {
            foreach (RecordBatch batch in batches)
            {
                await writer.WriteRecordBatchAsync(batch);
            }

            await writer.CompleteAsync();
            Assert.Equal(stream.Length, writer.BytesWritten);
        }

        return stream.ToArray();
    }

    public static async Task<byte[]> WriteFileAsync(Schema schema, IEnumerable<RecordBatch> batches, ArrowWriteOptions? options = null)
    {
        using var stream = new MemoryStream();
        await using (var writer = new ArrowFileWriter(stream, schema, options, leaveOpen: true))
        {
            foreach (RecordBatch batch in batches)
            {
                await writer.WriteRecordBatchAsync(batch);
            }

            await writer.CompleteAsync();
        }

        return stream.ToArray();
    }

    public static async Task<(Schema Schema, List<RecordBatch> Batches)> ReadStreamAsync(byte[] bytes, ArrowReadOptions? options = null)
    {
        await using var reader = new ArrowStreamReader(new MemoryStream(bytes), options);
        var batches = new List<RecordBatch>();
        Schema schema = await reader.GetSchemaAsync();
        try
        {
            await foreach (RecordBatch batch in reader.ReadAllAsync())
            {
                batches.Add(batch);
            }
        }
        catch
        {
            Dispose(batches);
            throw;
        }

        return (schema, batches);
    }

    public static void Dispose(IEnumerable<RecordBatch> batches)
    {
        foreach (RecordBatch batch in batches)
        {
            batch.Dispose();
        }
    }

    /// <summary>The first difference in values between two batches; null when there is none.</summary>
    public static string? Difference(RecordBatch expected, RecordBatch actual)
    {
        if (expected.Length != actual.Length || expected.ColumnCount != actual.ColumnCount)
        {
            return $"{actual.Length} rows and {actual.ColumnCount} columns instead of {expected.Length} and {expected.ColumnCount}";
        }

        for (int i = 0; i < expected.ColumnCount; i++)
        {
            if (expected.Column(i).NullCount != actual.Column(i).NullCount)
            {
                return $"column {i}: {actual.Column(i).NullCount} nulls instead of {expected.Column(i).NullCount}";
            }

            if (ArrowJson.Difference(actual.Column(i), ArrowJson.Column(expected.Column(i))) is string difference)
            {
                return $"column {i} ({expected.Schema.Fields[i]}): {difference}";
            }
        }

        return null;
    }
}
