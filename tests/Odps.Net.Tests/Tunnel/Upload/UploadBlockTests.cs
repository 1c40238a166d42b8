using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Upload;

/// <summary>Block ids, and the writers that have them: no block is replaced or left out unnoticed.</summary>
public class UploadBlockTests
{
    [Fact]
    public async Task Ids_are_allotted_once_across_threads_and_within_the_range_that_was_given()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync(new UploadSessionOptions { FirstBlockId = 100, LastBlockId = 1099 });
        var ids = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(0, 1000, _ => ids.Add(session.AllotBlockId()));

        Assert.Equal(Enumerable.Range(100, 1000), ids.Order());
        InvalidOperationException none = Assert.Throws<InvalidOperationException>(() => session.AllotBlockId());
        Assert.Contains("up to 1099", none.Message, StringComparison.Ordinal);
        Assert.Contains("20000 blocks", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_that_the_caller_or_the_service_uses_are_passed_over()
    {
        await using var service = new UploadService();
        service.Blocks[1] = [];
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);

        Assert.Equal(2, session.AllotBlockId());
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(5, 4)]
    [InlineData(0, 20_000)]
    public async Task Range_of_ids_that_the_service_does_not_have_is_refused(int first, int last)
    {
        await using var service = new UploadService();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => service.OpenAsync(new UploadSessionOptions { FirstBlockId = first, LastBlockId = last }));
    }

    [Fact]
    public async Task Block_of_a_buffered_writer_cannot_be_replaced_by_its_id()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await using RecordWriter writer = session.OpenBufferedRecordWriter();
        await UploadService.WriteAsync(writer, 1);
        await writer.CompleteAsync();
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.OpenRecordWriterAsync(0));

        Assert.Contains("belongs to a buffered writer", error.Message, StringComparison.Ordinal);
        Assert.Equal([0], session.WrittenBlocks);
    }

    [Fact]
    public async Task Buffered_writer_that_is_open_keeps_the_session_from_being_committed()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await using RecordWriter writer = session.OpenBufferedRecordWriter();
        await UploadService.WriteAsync(writer, 1);
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());

        Assert.Contains("buffered writers are open", error.Message, StringComparison.Ordinal);
        await writer.CompleteAsync();
        await session.CommitAsync();
        Assert.Single(service.Commits);
    }

    [Fact]
    public async Task Buffered_writer_that_was_abandoned_after_a_block_was_sent_keeps_the_session_from_being_committed()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await using (RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 1 }))
        {
            await UploadService.WriteAsync(writer, 1);
            await writer.FlushAsync();
            await UploadService.WriteAsync(writer, 2);
        }

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
        Assert.Contains("without CompleteAsync", error.Message, StringComparison.Ordinal);
        Assert.Empty(session.WrittenBlocks);
        Assert.Empty(service.Commits);
    }

    [Fact]
    public async Task Block_that_fails_for_good_fails_the_buffered_writer_and_the_error_names_it_and_what_is_not_committed()
    {
        await using var service = new UploadService();
        service.AnswerBlocks(service.AcceptBlockAsync, exchange => exchange.RespondAsync(403, TunnelScript.Error("NoPermission"), "x-odps-request-id: R1"));
        await using TableUploadSession session = await service.OpenAsync();
        RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 1, Parallelism = 1 });
        await using (writer)
        {
            OdpsPermissionException error = await Assert.ThrowsAsync<OdpsPermissionException>(async () =>
            {
                for (long key = 0; key < 10; key++)
                {
                    await UploadService.WriteAsync(writer, key);
                    await writer.FlushAsync();
                }

                await writer.CompleteAsync();
            });

            Assert.Contains("write block 1 (1 rows) of upload session u1 to table p.t", error.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing of the session is committed", error.Message, StringComparison.Ordinal);
            Assert.Contains("R1", error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Block_that_fails_for_good_is_the_error_also_when_others_are_given_up_for_it(bool waitsForASender)
    {
        for (int run = 0; run < 5; run++)
        {
            await using var service = new UploadService();
            var underWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            service.AnswerBlocks(
                async exchange =>
                {
                    underWay.SetResult();
                    await exchange.StaySilentAsync();
                },
                async exchange =>
                {
                    await underWay.Task;
                    await exchange.RespondAsync(403, TunnelScript.Error("NoPermission"));
                });
            await using TableUploadSession session = await service.OpenAsync();
            await using RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 1, Parallelism = 2 });
            for (long key = 0; key < 2; key++)
            {
                await UploadService.WriteAsync(writer, key);
                await writer.FlushAsync();
            }

            OdpsPermissionException error = await Assert.ThrowsAsync<OdpsPermissionException>(async () =>
            {
                if (waitsForASender)
                {
                    await UploadService.WriteAsync(writer, 2);
                    await writer.FlushAsync();
                }

                await writer.CompleteAsync();
            });
            Assert.Contains("Nothing of the session is committed", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(429, "FlowExceeded")]
    [InlineData(400, "CorruptedDataStream")]
    public async Task Block_of_a_buffered_writer_is_sent_again_after_a_failure_that_passes_and_progress_tells(int status, string code)
    {
        await using var service = new UploadService();
        service.AnswerBlocks(exchange => exchange.RespondAsync(status, TunnelScript.Error(code)));
        var reports = new List<TransferProgress>();
        await using TableUploadSession session = await service.OpenAsync();
        await using RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { Progress = new Reports(reports) });
        await UploadService.WriteAsync(writer, 1, 2, 3);
        RecordWriteResult result = await writer.CompleteAsync();
        await session.CommitAsync();

        Assert.Equal(2, service.Puts.Count);
        Assert.Equal(service.Puts[0].Body, service.Puts[1].Body);
        Assert.Equal(3, result.Rows);
        Assert.Equal([new TransferProgress(0, 0, 0, 1), new TransferProgress(3, result.Bytes, 1, 1)], reports);
    }

    [Fact]
    public async Task Time_that_the_server_spent_is_summed_over_the_blocks()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await using RecordWriter writer = session.OpenBufferedRecordWriter(new BufferedWriterOptions { BlockSize = 1 });
        await UploadService.WriteAsync(writer, 1);
        await writer.FlushAsync();
        await UploadService.WriteAsync(writer, 2);
        RecordWriteResult result = await writer.CompleteAsync();

        Assert.Equal(2, service.Blocks.Count);
        Assert.Equal(TimeSpan.FromMicroseconds(200), result.Metrics!.TotalTime);
        Assert.Equal(TimeSpan.FromMicroseconds(20), result.Metrics.StorageTime);
        await using RecordWriter single = await session.OpenRecordWriterAsync(session.AllotBlockId());
        await UploadService.WriteAsync(single, 3);
        Assert.Equal(TimeSpan.FromMicroseconds(100), (await single.CompleteAsync()).Metrics!.TotalTime);
    }

    [Fact]
    public async Task Block_that_was_left_silent_too_long_fails_with_the_limit_that_was_met()
    {
        var clock = new ManualTimeProvider();
        await using var service = new UploadService(clock, o => o with { Retry = new RetryOptions { MaxRetries = 0 } });
        var opened = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        service.AnswerBlocks(async exchange =>
        {
            opened.SetResult();
            await end.Task;
            exchange.Abort();
        });
        await using TableUploadSession session = await service.OpenAsync();
        await using RecordWriter writer = await session.OpenRecordWriterAsync(0);
        await UploadService.WriteAsync(writer, 1);
        await writer.FlushAsync();
        await opened.Task;
        clock.Advance(TimeSpan.FromSeconds(130));
        end.SetResult();
        await UploadService.WriteAsync(writer, 2);
        OdpsConnectionException error = await Assert.ThrowsAsync<OdpsConnectionException>(async () => await writer.CompleteAsync());

        Assert.Contains("write block 0 of upload session u1 to table p.t", error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was written for 130 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("buffered writer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_writer_commits_when_it_is_completed_and_not_otherwise()
    {
        await using var service = new UploadService();
        await using (TableWriter abandoned = await service.Table.OpenWriterAsync())
        {
            await abandoned.WriteAsync(new Record(abandoned.Columns, 1L, "a"));
        }

        Assert.Empty(service.Commits);
        await using TableWriter writer = await service.Table.OpenWriterAsync();
        Record row = writer.NewRecord();
        row[0] = 1L;
        await writer.WriteAsync(row);
        writer.Rows.SetInt64(0, 2);
        await writer.Rows.WriteRowAsync();
        RecordWriteResult result = await writer.CompleteAsync();

        Assert.Equal(2, result.Rows);
        Assert.Single(service.Commits);
    }

    private sealed class Reports(List<TransferProgress> reports) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => reports.Add(value);
    }
}
