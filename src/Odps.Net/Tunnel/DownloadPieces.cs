using System.Runtime.CompilerServices;
using Odps.Net.Arrow;

namespace Odps.Net.Tunnel;

/// <summary>Cuts what a reader gives into pieces for a parallel download.</summary>
internal static class DownloadPieces
{
    /// <summary>Rows are handed over in groups: large enough that handing over costs nothing, small enough for the budget.</summary>
    private const int RowsPerGroup = 256;

    /// <summary>Rows may be large, so a group also ends at this size.</summary>
    private const long BytesPerGroup = 256 * 1024;

    public static async IAsyncEnumerable<DownloadedPiece<List<Record>>> ReadAsync(RecordReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long bytes = 0;
        int resumes = 0;
        bool more = true;
        while (more)
        {
            var rows = new List<Record>(RowsPerGroup);
            while (rows.Count < RowsPerGroup && reader.BytesRead - bytes < BytesPerGroup && (more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false)))
            {
                rows.Add(reader.GetRecord());
            }

            if (rows.Count > 0)
            {
                yield return new(rows, rows.Count, reader.BytesRead - bytes, reader.Resumes - resumes);
                (bytes, resumes) = (reader.BytesRead, reader.Resumes);
            }
        }
    }

    public static async IAsyncEnumerable<DownloadedPiece<RecordBatch>> ReadAsync(ArrowReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long bytes = 0;
        int resumes = 0;
        while (await reader.ReadNextRecordBatchAsync(cancellationToken).ConfigureAwait(false) is { } batch)
        {
            yield return new(batch, batch.Length, reader.BytesRead - bytes, reader.Resumes - resumes);
            (bytes, resumes) = (reader.BytesRead, reader.Resumes);
        }
    }
}
