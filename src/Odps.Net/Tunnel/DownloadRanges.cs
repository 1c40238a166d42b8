namespace Odps.Net.Tunnel;

/// <summary>
/// The ranges into which a parallel download is cut: more of them than there are readers, taken in order, so that ordered reading never waits for a range that
/// nobody works on.
/// </summary>
internal static class DownloadRanges
{
    public static List<(long Start, long Count)> Cut(ParallelDownloadOptions options, long start, long count)
    {
        var ranges = new List<(long Start, long Count)>();
        long size = Math.Max(1, options.RowsPerRange ?? Math.Clamp(count / ((long)options.Parallelism * 4), 10_000, 1_000_000));
        for (long row = start; row < start + count; row += size)
        {
            ranges.Add((row, Math.Min(size, start + count - row)));
        }

        return ranges;
    }
}
