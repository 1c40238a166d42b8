using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Download;

/// <summary>Reading with several readers at a time: every row once, in order where asked, and no more in memory than allowed.</summary>
public class ParallelDownloadTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    [InlineData(false, 4)]
    public async Task Every_row_arrives_once_although_connections_break(bool ordered, int parallelism)
    {
        await using var service = new DownloadService(2000);
        service.AnswerData([.. Enumerable.Range(0, 10).Select(i => (Func<LoopbackExchange, Task>)(exchange => service.CutAsync(exchange, 100 + (i * 100))))]);
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        var reports = new List<TransferProgress>();
        List<long> keys = await session.ReadRecordsAsync(new ParallelDownloadOptions
        {
            Ordered = ordered,
            Parallelism = parallelism,
            RowsPerRange = 100,
            Progress = new Reports(reports),
        }).Select(r => r.GetInt64(0)).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (long)i), ordered ? keys : keys.Order());
        Assert.Equal((2000, 20), (reports[^1].Rows, reports[^1].Blocks));
        Assert.InRange(reports[^1].Retries, 1, 10);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.True(pair.First.Rows <= pair.Second.Rows && pair.First.Bytes <= pair.Second.Bytes));
    }

    [Fact]
    public async Task Range_that_fails_for_good_ends_the_reading_with_its_error()
    {
        await using var service = new DownloadService(1000);
        service.AnswerData(service.SendRowsAsync, exchange => exchange.RespondAsync(403, TunnelScript.Error("NoPermission")));
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        OdpsPermissionException error = await Assert.ThrowsAsync<OdpsPermissionException>(async () =>
            await session.ReadRecordsAsync(new ParallelDownloadOptions { RowsPerRange = 100, Parallelism = 2 }).CountAsync());

        Assert.Contains("read rows", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Slow_caller_does_not_make_more_rows_wait_than_the_bound_allows(bool ordered)
    {
        const int Bound = 2000;
        await using var service = new DownloadService(3000);
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        long taken = 0;
        long most = 0;
        var options = new ParallelDownloadOptions
        {
            Ordered = ordered,
            Parallelism = 3,
            RowsPerRange = 1500,
            MaxBufferedBytes = Bound,
            Progress = new Last(p => most = Math.Max(most, p.Rows - Interlocked.Read(ref taken))),
        };
        await foreach (Record row in session.ReadRecordsAsync(options))
        {
            Interlocked.Increment(ref taken);
            await Task.Yield();
        }

        // Rows are handed over in groups of 256, each of which is more than the bound here.
        Assert.InRange(most, 1, 2 * 256);
        Assert.Equal(3000, taken);
    }

    [Fact]
    public async Task Current_range_goes_above_the_bound_only_when_nothing_of_it_waits()
    {
        var budget = new DownloadBudget(10);
        budget.SetCurrent(0);
        ValueTask other = budget.TakeAsync(1, 10, CancellationToken.None);
        Assert.True(other.IsCompletedSuccessfully);
        ValueTask first = budget.TakeAsync(0, 5, CancellationToken.None);
        Assert.True(first.IsCompletedSuccessfully);
        Task second = budget.TakeAsync(0, 5, CancellationToken.None).AsTask();
        Assert.False(second.IsCompleted);
        budget.Give(5);
        await second.WaitAsync(TimeSpan.FromSeconds(30));

        // The next range has a piece waiting already, so that it has to wait for its turn to be taken.
        budget.Give(5);
        budget.SetCurrent(1);
        Task more = budget.TakeAsync(1, 5, CancellationToken.None).AsTask();
        Assert.False(more.IsCompleted);
        budget.Give(10);
        await more.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Pieces_taken_before_the_caller_begins_to_read_are_counted_as_those_of_its_range()
    {
        var budget = new DownloadBudget(10);
        await budget.TakeAsync(0, 5, CancellationToken.None);
        await budget.TakeAsync(1, 5, CancellationToken.None);
        budget.SetCurrent(0);
        Task own = budget.TakeAsync(0, 5, CancellationToken.None).AsTask();
        Task other = budget.TakeAsync(1, 5, CancellationToken.None).AsTask();
        Assert.False(own.IsCompleted);
        budget.Give(5);
        await own.WaitAsync(TimeSpan.FromSeconds(30));

        // The budget is full of the other range; the range that is read goes on all the same.
        Task next = budget.TakeAsync(0, 6, CancellationToken.None).AsTask();
        budget.Give(5);
        await next.WaitAsync(TimeSpan.FromSeconds(30));
        await other.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Enumeration_that_is_ended_early_ends_the_transfer()
    {
        await using var service = new DownloadService(10_000);
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        Assert.Equal(10, await session.ReadRecordsAsync(new ParallelDownloadOptions { RowsPerRange = 100, MaxBufferedBytes = 1000 }).Take(10).CountAsync());
        int requests = service.DataRequests.Count;

        Assert.InRange(requests, 1, 10);
    }

    [Fact]
    public async Task Table_is_read_in_one_call_with_rows_and_columns_as_asked_for()
    {
        await using var service = new DownloadService(100);
        List<string> rows = await service.Table.ReadAsync(options: new ParallelDownloadOptions { Start = 10, Count = 30, RowsPerRange = 7 })
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.GetInt64(0)}{r.GetString(1)}")).ToListAsync();
        Assert.Equal(Enumerable.Range(10, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i}v{i}")), rows);
        await using RecordReader reader = await service.Table.OpenReaderAsync(options: new RecordReaderOptions { Start = 98 });
        Assert.Equal(2, await reader.ReadRecordsAsync().CountAsync());
    }

    private sealed class Reports(List<TransferProgress> reports) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => reports.Add(value);
    }

    private sealed class Last(Action<TransferProgress> set) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => set(value);
    }
}
