using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Odps.Net.Tunnel;

/// <summary>
/// Reads the ranges of a session with several readers at a time. The work is cut into more ranges than there are readers; each reader takes the next
/// range in order, so that ordered reading never waits for a range that nobody works on.
/// </summary>
internal sealed class ParallelDownload
{
    /// <summary>Rows are handed over in groups: large enough that handing over costs nothing, small enough for the budget.</summary>
    private const int RowsPerGroup = 256;

    private readonly DownloadSession _session;
    private readonly ParallelDownloadOptions _options;
    private readonly List<(long Start, long Count)> _ranges = [];
    private readonly TransferCounter _counter;
    private int _nextRange;
    private Exception? _failure;

    public ParallelDownload(DownloadSession session, ParallelDownloadOptions options, long start, long count)
    {
        _session = session;
        _options = options;
        _counter = new TransferCounter(options.Progress);
        long size = Math.Max(1, options.RowsPerRange ?? Math.Clamp(count / ((long)options.Parallelism * 4), 10_000, 1_000_000));
        for (long row = start; row < start + count; row += size)
        {
            _ranges.Add((row, Math.Min(size, start + count - row)));
        }
    }

    /// <summary>Gives each range's reader to the callback, several at a time.</summary>
    public async Task ForEachRangeAsync(Func<RecordReader, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            _ranges,
            new ParallelOptions { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = cancellationToken },
            async (range, token) =>
            {
                RecordReader reader = await OpenAsync(range, token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    await read(reader, token).ConfigureAwait(false);
                    _counter.Add(reader.RowsRead, reader.BytesRead, blocks: 1, reader.Resumes);
                }
            }).ConfigureAwait(false);
    }

    /// <summary>Gives the rows as objects.</summary>
    public async IAsyncEnumerable<Record> ReadRecordsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var budget = new DownloadBudget(_options.MaxBufferedBytes);
        Channel<Group>[] channels = _options.Ordered ? [.. _ranges.Select(_ => NewChannel())] : [NewChannel()];
        Task readers = RunReadersAsync(channels, budget, stop);
        try
        {
            for (int i = 0; i < channels.Length; i++)
            {
                budget.SetCurrent(i);
                while (await NextAsync(channels[i].Reader, cancellationToken).ConfigureAwait(false) is { } group)
                {
                    foreach (Record row in group.Rows)
                    {
                        yield return row;
                    }

                    budget.Give(group.Bytes);
                }
            }
        }
        finally
        {
            // Also when the caller stops early: nothing may go on in the background.
            await stop.CancelAsync().ConfigureAwait(false);
            await readers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The next group, or null when there is none. What ended the readers is thrown as it is; a cancellation names the caller's token.</summary>
    private static async ValueTask<Group?> NextAsync(ChannelReader<Group> reader, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.TryRead(out Group? group))
                {
                    return group;
                }
            }

            return null;
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private static Channel<Group> NewChannel() => Channel.CreateUnbounded<Group>(new UnboundedChannelOptions { SingleReader = true });

    private async Task RunReadersAsync(Channel<Group>[] channels, DownloadBudget budget, CancellationTokenSource stop)
    {
        IEnumerable<Task> readers = Enumerable.Range(0, Math.Min(_options.Parallelism, _ranges.Count)).Select(_ => RunReaderAsync(channels, budget, stop));
        await Task.WhenAll(readers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Channel<Group> channel in channels)
        {
            channel.Writer.TryComplete(_failure);
        }
    }

    private async Task RunReaderAsync(Channel<Group>[] channels, DownloadBudget budget, CancellationTokenSource stop)
    {
        while (Interlocked.Increment(ref _nextRange) - 1 is int index && index < _ranges.Count)
        {
            Channel<Group> channel = channels[_options.Ordered ? index : 0];
            try
            {
                await ReadRangeAsync(index, channel.Writer, budget, stop.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The first failure is the cause of those that follow; no reader needs to go on after it.
                channel.Writer.TryComplete(Interlocked.CompareExchange(ref _failure, e, null) ?? e);
                await stop.CancelAsync().ConfigureAwait(false);
                return;
            }

            if (_options.Ordered)
            {
                channel.Writer.TryComplete();
            }
        }
    }

    private async Task ReadRangeAsync(int index, ChannelWriter<Group> writer, DownloadBudget budget, CancellationToken cancellationToken)
    {
        RecordReader reader = await OpenAsync(_ranges[index], cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<Record>(RowsPerGroup);
            long bytesBefore = 0;
            int resumesBefore = 0;
            bool more;
            do
            {
                more = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (more)
                {
                    rows.Add(reader.GetRecord());
                }

                if (rows.Count == RowsPerGroup || (!more && rows.Count > 0))
                {
                    long bytes = reader.BytesRead - bytesBefore;
                    bytesBefore = reader.BytesRead;
                    await budget.TakeAsync(_options.Ordered ? index : int.MinValue, bytes, cancellationToken).ConfigureAwait(false);
                    writer.TryWrite(new Group(rows, bytes));
                    _counter.Add(rows.Count, bytes, retries: reader.Resumes - resumesBefore);
                    resumesBefore = reader.Resumes;
                    rows = new List<Record>(RowsPerGroup);
                }
            }
            while (more);
        }

        _counter.Add(blocks: 1);
    }

    private Task<RecordReader> OpenAsync((long Start, long Count) range, CancellationToken cancellationToken) => _session.OpenRecordReaderAsync(
        new RecordReaderOptions { Start = range.Start, Count = range.Count, Columns = _options.Columns, Compression = _options.Compression }, cancellationToken);

    /// <summary>Rows on their way from a reader to the caller.</summary>
    private sealed record Group(List<Record> Rows, long Bytes);
}
