using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel.Wire;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Download;

/// <summary>The result of an interactive query, by one request without a session.</summary>
public class DirectDownloadTests
{
    private const string SchemaHeader = """odps-tunnel-schema: {"columns":[{"name":"k","type":"bigint","nullable":true},{"name":"v","type":"string","nullable":true}],"partitionKeys":[]}""";

    [Fact]
    public async Task Rows_arrive_with_the_schema_of_the_header_and_the_whole_result_is_not_truncated()
    {
        await using var service = new DownloadService(7);
        service.AnswerData(exchange => DownloadService.SendAsync(exchange, RecordStreams.Write(DownloadService.Columns, service.Rows), SchemaHeader + "\nodps-tunnel-record-count: 7"));
        await using DirectDownload download = await service.Client.Tunnel.OpenDirectDownloadAsync(service.Instance, new DirectDownloadOptions { QueryId = 3 });
        Assert.Equal(7, download.RecordCount);
        Assert.Null(download.IsTruncated);
        Assert.Equal(service.Rows, await download.ReadRecordsAsync().ToListAsync());
        Assert.False(download.IsTruncated);

        LoopbackExchange request = Assert.Single(service.Server.Requests);
        Assert.Equal("/projects/p/instances/i1", request.Path());
        Assert.Equal("cached&curr_project=p&data&queryid=3&schema_in_stream&taskname=console_sqlrt_task", request.Query());
    }

    [Fact]
    public async Task Schema_may_stand_before_the_rows()
    {
        RecordVector vector = RecordVector.Load("download-schema-in-stream");
        await using var service = new DownloadService(0);
        service.AnswerData(exchange => DownloadService.SendAsync(exchange, vector.Raw));
        await using DirectDownload download = await service.Client.Tunnel.OpenDirectDownloadAsync(service.Instance);
        int rows = await download.ReadRecordsAsync().CountAsync();

        Assert.True(rows > 0);
        Assert.Null(download.RecordCount);
        Assert.False(download.IsTruncated);
    }

    [Fact]
    public async Task Result_that_is_cut_says_so_by_the_count_of_the_service()
    {
        await using var service = new DownloadService(7);
        service.AnswerData(exchange => DownloadService.SendAsync(exchange, RecordStreams.Write(DownloadService.Columns, service.Rows.Skip(1).Take(4)), SchemaHeader + "\nodps-tunnel-record-count: 7"));
        await using DirectDownload download = await service.Client.Tunnel.OpenDirectDownloadAsync(
            service.Instance, new DirectDownloadOptions { Start = 1, Count = 4, SizeLimit = 1000, Limited = true, TaskName = "sql", Columns = ["k", "v"] });
        Assert.Equal(4, await download.ReadRecordsAsync().CountAsync());

        Assert.True(download.IsTruncated);
        Assert.Equal(
            "cached&columns=k,v&curr_project=p&data&instance_tunnel_limit_enabled&rowrange=(1,4)&schema_in_stream&sizelimit=1000&taskname=sql", service.Server.Requests.Single().Query());
    }

    [Fact]
    public async Task Stream_that_breaks_off_is_an_error_and_is_not_asked_for_again()
    {
        await using var service = new DownloadService(7);
        service.AnswerData(async exchange =>
        {
            byte[] body = RecordStreams.Write(DownloadService.Columns, service.Rows);
            await exchange.StartAsync(200, $"Content-Length: {body.Length}\n{SchemaHeader}");
            await exchange.WriteAsync(body[..40]);
            exchange.Close();
        });
        await using DirectDownload download = await service.Client.Tunnel.OpenDirectDownloadAsync(service.Instance);
        OdpsException error = await Assert.ThrowsAnyAsync<OdpsException>(async () => await download.ReadRecordsAsync().CountAsync());

        Assert.Contains("the result of instance i1 of project p", error.Message, StringComparison.Ordinal);
        Assert.Single(service.Server.Requests);
        Assert.Null(download.IsTruncated);
    }
}
