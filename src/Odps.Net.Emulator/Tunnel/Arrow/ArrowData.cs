using Odps.Net.Tunnel;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>Rows as Arrow data, in pieces; each piece is valid until the next is asked for.</summary>
internal static class ArrowData
{
    /// <summary>How many rows the service puts into a record batch.</summary>
    private const int RowsPerBatch = 4096;

    /// <summary>The body of a tunnel download: record batches alone, in chunk framing.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Framed(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, RowRange range, int[] positions, ArrowForm form)
    {
        using var piece = new MemoryStream();
        var chunks = new ArrowChunkWriter(piece);
        foreach (IReadOnlyList<object?[]> batch in Batches(rows, range))
        {
            chunks.Write(ArrowMessage.RecordBatch(columns, positions, batch, form));
            yield return piece.GetBuffer().AsMemory(0, (int)piece.Length);
            piece.SetLength(0);
        }

        chunks.Finish();
        yield return piece.GetBuffer().AsMemory(0, (int)piece.Length);
    }

    /// <summary>The body of a preview: a whole Arrow stream with its schema and end.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Stream(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, int[] positions, TunnelCompression? compression)
    {
        yield return ArrowMessage.Schema(columns, ArrowForm.Preview);
        foreach (IReadOnlyList<object?[]> batch in Batches(rows, new RowRange(0, rows.Count)))
        {
            yield return ArrowMessage.RecordBatch(columns, positions, batch, ArrowForm.Preview, compression);
        }

        yield return ArrowMessage.End.ToArray();
    }

    private static IEnumerable<IReadOnlyList<object?[]>> Batches(IReadOnlyList<object?[]> rows, RowRange range)
    {
        long end = range.Start + range.Count;
        for (long start = range.Start; start < end; start += RowsPerBatch)
        {
            var batch = new object?[Math.Min(RowsPerBatch, end - start)][];
            for (int i = 0; i < batch.Length; i++)
            {
                batch[i] = rows[(int)(start + i)];
            }

            yield return batch;
        }
    }
}
