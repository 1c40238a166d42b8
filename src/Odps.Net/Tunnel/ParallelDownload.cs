using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Odps.Net.Tunnel;

/// <summary>Reads the ranges of a session with several readers at a time and gives what they read to one caller, in order or as it arrives, under a bound of memory.</summary>
/// <typeparam name="T">The rows of a piece.</typeparam>
/// <param name="ranges">The ranges, in order.</param>
/// <param name="read">Reads a range to its end, piece by piece.</param>
/// <param name="drop">Gives back a piece that nobody takes any more.</param>
/// <param name="options">Parallelism, order, memory, progress.</param>
internal sealed class ParallelDownload<T>(
    List<(long Start, long Count)> ranges,
    Func<(long Start, long Count), CancellationToken, IAsyncEnumerable<DownloadedPiece<T>>> read,
    Action<T> drop,
    ParallelDownloadOptions options)
{
    private readonly TransferCounter _counter = new(options.Progress);
    private int _nextRange;
    private Exception? _failure;

    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var budget = new DownloadBudget(options.MaxBufferedBytes);
        Channel<DownloadedPiece<T>>[] channels = options.Ordered ? [.. ranges.Select(_ => NewChannel())] : [NewChannel()];
        Task readers = RunReadersAsync(channels, budget, stop);
        try
        {
            for (int i = 0; i < channels.Length; i++)
            {
                budget.SetCurrent(i);
                while (await NextAsync(channels[i].Reader, cancellationToken).ConfigureAwait(false) is { } piece)
                {
                    yield return piece.Rows;
                    budget.Give(piece.Bytes);
                }
            }
        }
        finally
        {
            // Also when the caller stops early: nothing may go on in the background.
            await stop.CancelAsync().ConfigureAwait(false);
            await readers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (Channel<DownloadedPiece<T>> channel in channels)
            {
                while (channel.Reader.TryRead(out DownloadedPiece<T> piece))
                {
                    drop(piece.Rows);
                }
            }
        }
    }

    /// <summary>The next piece, or null when there is none. What ended the readers is thrown as it is; a cancellation names the caller's token.</summary>
    private static async ValueTask<DownloadedPiece<T>?> NextAsync(ChannelReader<DownloadedPiece<T>> reader, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.TryRead(out DownloadedPiece<T> piece))
                {
                    return piece;
                }
            }

            return null;
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private static Channel<DownloadedPiece<T>> NewChannel() =>
        Channel.CreateUnbounded<DownloadedPiece<T>>(new UnboundedChannelOptions { SingleReader = true });

    private async Task RunReadersAsync(Channel<DownloadedPiece<T>>[] channels, DownloadBudget budget, CancellationTokenSource stop)
    {
        IEnumerable<Task> readers = Enumerable.Range(0, Math.Min(options.Parallelism, ranges.Count)).Select(_ => RunReaderAsync(channels, budget, stop));
        await Task.WhenAll(readers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Channel<DownloadedPiece<T>> channel in channels)
        {
            channel.Writer.TryComplete(_failure);
        }
    }

    private async Task RunReaderAsync(Channel<DownloadedPiece<T>>[] channels, DownloadBudget budget, CancellationTokenSource stop)
    {
        while (Interlocked.Increment(ref _nextRange) - 1 is int index && index < ranges.Count)
        {
            Channel<DownloadedPiece<T>> channel = channels[options.Ordered ? index : 0];
            try
            {
                await foreach (DownloadedPiece<T> piece in read(ranges[index], stop.Token).ConfigureAwait(false))
                {
                    await DeliverAsync(piece, index, channel.Writer, budget, stop.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                // The first failure is the cause of those that follow; no reader needs to go on after it.
                channel.Writer.TryComplete(Interlocked.CompareExchange(ref _failure, e, null) ?? e);
                await stop.CancelAsync().ConfigureAwait(false);
                return;
            }

            _counter.Add(blocks: 1);
            if (options.Ordered)
            {
                channel.Writer.TryComplete();
            }
        }
    }

    private async ValueTask DeliverAsync(DownloadedPiece<T> piece, int range, ChannelWriter<DownloadedPiece<T>> writer, DownloadBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            await budget.TakeAsync(options.Ordered ? range : 0, piece.Bytes, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            drop(piece.Rows);
            throw;
        }

        if (!writer.TryWrite(piece))
        {
            drop(piece.Rows);
        }

        _counter.Add(piece.RowCount, piece.Bytes, retries: piece.Retries);
    }
}
