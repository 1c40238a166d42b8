using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Download;

/// <summary>A reader goes on at the row after the last one that was verified, for as long as that brings rows.</summary>
public class RecordResumeTests
{
    [Fact]
    public async Task Stream_that_breaks_off_anywhere_is_gone_on_with_at_the_next_row()
    {
        for (int cut = 0; cut < 400; cut += 7)
        {
            await using var service = new DownloadService(25);
            int at = cut;
            service.AnswerData(exchange => service.CutAsync(exchange, at), exchange => service.CutAsync(exchange, at));
            TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
            await using RecordReader reader = await session.OpenRecordReaderAsync(new RecordReaderOptions { Start = 2, Count = 20 });
            List<long> keys = await reader.ReadRecordsAsync().Select(r => r.GetInt64(0)).ToListAsync();

            Assert.Equal(Enumerable.Range(2, 20).Select(i => (long)i), keys);
            Assert.InRange(reader.Resumes, 0, 2);
        }
    }

    [Fact]
    public async Task Footer_that_is_lost_is_not_missed_when_all_rows_have_arrived_but_one_that_contradicts_them_is_an_error()
    {
        await using var service = new DownloadService(10);
        service.AnswerData(exchange => service.CutAsync(exchange, 10_000), exchange => service.DamageAsync(exchange, -1));
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        await using RecordReader reader = await session.OpenRecordReaderAsync();
        Assert.Equal(10, await reader.ReadRecordsAsync().CountAsync());
        Assert.Single(service.DataRequests);
        Assert.False(await reader.ReadAsync());
        Assert.Equal(10, reader.RowsRead);
        await using RecordReader contradicted = await session.OpenRecordReaderAsync();
        await Assert.ThrowsAsync<OdpsChecksumException>(async () => await contradicted.ReadRecordsAsync().CountAsync());
        Assert.Equal(2, service.DataRequests.Count);
    }

    [Fact]
    public async Task Damage_that_a_checksum_finds_is_read_again_from_that_row()
    {
        await using var service = new DownloadService(10);
        service.AnswerData(exchange => service.DamageAsync(exchange, 5));
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        await using RecordReader reader = await session.OpenRecordReaderAsync();
        List<Record> rows = await reader.ReadRecordsAsync().ToListAsync();

        Assert.Equal(service.Rows, rows);
        Assert.Equal(["(0,10)", "(0,10)"], service.DataRequests.Select(r => r.Parameter("rowrange")));
    }

    [Fact]
    public async Task Stream_that_ends_in_good_order_too_early_is_gone_on_with()
    {
        await using var service = new DownloadService(10);
        service.AnswerData(exchange => service.SendFewerAsync(exchange, 4), exchange => service.SendFewerAsync(exchange, 3));
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        await using RecordReader reader = await session.OpenRecordReaderAsync();

        Assert.Equal(10, await reader.ReadRecordsAsync().CountAsync());
        Assert.Equal(["(0,10)", "(4,6)", "(7,3)"], service.DataRequests.Select(r => r.Parameter("rowrange")));
    }

    [Fact]
    public async Task Stream_that_never_brings_another_row_fails_after_the_retries_and_says_how_many_rows_were_read()
    {
        await using var service = new DownloadService(10);
        Func<LoopbackExchange, Task> nothing = exchange => service.SendFewerAsync(exchange, 0);
        service.AnswerData([exchange => service.SendFewerAsync(exchange, 6), .. Enumerable.Repeat(nothing, 20)]);
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        await using RecordReader reader = await session.OpenRecordReaderAsync();
        OdpsStreamTruncatedException error = await Assert.ThrowsAsync<OdpsStreamTruncatedException>(async () => await reader.ReadRecordsAsync().CountAsync());

        Assert.Equal(6, error.RowsRead);
        Assert.Contains("table p.t (download session d1)", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, service.DataRequests.Count);
    }

    [Fact]
    public async Task Progress_of_a_reader_never_goes_back_and_ends_with_all_rows()
    {
        await using var service = new DownloadService(20_000);
        service.AnswerData(exchange => service.CutAsync(exchange, 150_000));
        var reports = new List<TransferProgress>();
        TableDownloadSession session = await service.Client.Tunnel.CreateDownloadSessionAsync(service.Table);
        await using RecordReader reader = await session.OpenRecordReaderAsync(new RecordReaderOptions { Progress = new Reports(reports) });
        await reader.ReadRecordsAsync().CountAsync();

        Assert.True(reports.Count > 4);
        Assert.Equal(new TransferProgress(20_000, reader.BytesRead, 1, 1), reports[^1]);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.True(
            pair.First.Rows <= pair.Second.Rows && pair.First.Bytes <= pair.Second.Bytes && pair.First.Blocks <= pair.Second.Blocks && pair.First.Retries <= pair.Second.Retries));
    }

    private sealed class Reports(List<TransferProgress> reports) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => reports.Add(value);
    }
}
