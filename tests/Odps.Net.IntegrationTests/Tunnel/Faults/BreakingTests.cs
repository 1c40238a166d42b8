using System.Globalization;
using Odps.Net.Emulator;
using Odps.Net.Tunnel;
using Xunit.Abstractions;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>
/// What a user does to a transfer: the key changes, the server goes, the session ends, the table changes. Each message has to name what it was about and what is not
/// committed, and to say what to do.
/// </summary>
public sealed class BreakingTests(ITestOutputHelper output) : IAsyncLifetime
{
    private OdpsEmulator _emulator = null!;
    private OdpsClient _client = null!;
    private Table _table = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync();
        _client = new OdpsClient(_emulator.ClientOptions with { TimeProvider = new ScaledTimeProvider(100), NetworkTimeout = Timeout.InfiniteTimeSpan });
        _table = await _client.Tables.CreateAsync("orders", "id bigint, name string", "dt string");
        await _table.Partitions.CreateAsync("dt=1");
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Key_that_becomes_wrong_within_an_upload()
    {
        var key = new ChangingKey(_emulator.AccessId, _emulator.AccessKey);
        await using var client = new OdpsClient(_emulator.ClientOptions with { Credential = key });
        await using TableUploadSession session = await client.Tunnel.CreateUploadSessionAsync(client.Tables["orders"], "dt=1");
        await WriteBlockAsync(session, 0, 1, 2);
        key.Secret = "wrong-secret";
        OdpsAuthenticationException block = await Assert.ThrowsAsync<OdpsAuthenticationException>(() => WriteBlockAsync(session, 1, 3));
        Names(block, "block 1", session.Id, "dt='1'", "orders", "Nothing of the session is committed", block.RequestId!, "Check the access key");
        OdpsAuthenticationException commit = await Assert.ThrowsAsync<OdpsAuthenticationException>(() => session.CommitAsync());
        Names(commit, session.Id, "dt='1'", "orders", "nothing of the session is committed", commit.RequestId!);
        Assert.DoesNotContain("wrong-secret", block.ToString(), StringComparison.Ordinal);
        Assert.Empty(await _table.ReadAsync("dt=1").ToListAsync());
    }

    [Fact]
    public async Task Key_that_becomes_wrong_within_a_download()
    {
        await WriteRowsAsync(100);
        var key = new ChangingKey(_emulator.AccessId, _emulator.AccessKey);
        await using var client = new OdpsClient(_emulator.ClientOptions with { Credential = key });
        TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(client.Tables["orders"], "dt=1");
        key.Secret = "wrong-secret";
        OdpsAuthenticationException error = await Assert.ThrowsAsync<OdpsAuthenticationException>(() => session.OpenRecordReaderAsync(new RecordReaderOptions { Start = 40 }));
        Names(error, "rows 40 to 100", session.Id, "dt='1'", "orders", error.RequestId!);
    }

    [Fact]
    public async Task Server_that_goes_away_within_a_transfer()
    {
        await WriteRowsAsync(100);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(_table, "dt=1");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(_table, "dt=1");
        await using RecordWriter writer = await upload.OpenRecordWriterAsync(0);
        await writer.WriteAsync(new Record(upload.Columns, 1L, "a"));
        await writer.FlushAsync();
        await using RecordWriter buffered = upload.OpenBufferedRecordWriter();
        await buffered.WriteAsync(new Record(upload.Columns, 1L, "a"));
        await _emulator.DisposeAsync();

        OdpsConnectionException read = await Assert.ThrowsAsync<OdpsConnectionException>(() => download.OpenRecordReaderAsync());
        Names(read, "rows 0 to 100", download.Id, "dt='1'", "orders", "Nothing listens at that address");
        OdpsConnectionException block = await Assert.ThrowsAsync<OdpsConnectionException>(async () =>
        {
            // The first bytes may still find room in the machine's own buffers.
            for (int i = 0; i < 100_000; i++)
            {
                await writer.WriteAsync(new Record(upload.Columns, 1L, new string('x', 1000)));
            }

            await writer.CompleteAsync();
        });
        Names(block, "block 0", upload.Id, "dt='1'", "orders", "Nothing of the session is committed", "write the block again");
        OdpsConnectionException kept = await Assert.ThrowsAsync<OdpsConnectionException>(async () => await buffered.CompleteAsync());
        Names(kept, "block 1 (1 rows)", upload.Id, "dt='1'", "orders", "Nothing of the session is committed");
    }

    [Fact]
    public async Task Session_that_has_expired()
    {
        await WriteRowsAsync(100);
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(_table, "dt=1");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(_table, "dt=1");
        await WriteBlockAsync(upload, 0, 1);
        using (_emulator.Faults.Add(Fault.ExpireSession().When(RequestMatch.DownloadData)))
        {
            OdpsNotFoundException read = await Assert.ThrowsAsync<OdpsNotFoundException>(() => download.OpenRecordReaderAsync());
            Names(read, "rows 0 to 100", download.Id, "dt='1'", "orders", "24 hours", "Create a new session", read.RequestId!);
        }

        using (_emulator.Faults.Add(Fault.ExpireSession().When(RequestMatch.UploadReload)))
        {
            OdpsException commit = await Assert.ThrowsAnyAsync<OdpsException>(() => upload.CommitAsync());
            Names(commit, upload.Id, "dt='1'", "orders", "24 hours");
        }

        OdpsNotFoundException block = await Assert.ThrowsAsync<OdpsNotFoundException>(() => WriteBlockAsync(upload, 1, 2));
        Names(block, "block 1", upload.Id, "dt='1'", "orders", "24 hours", "Nothing of the session is committed", block.RequestId!);
        Assert.Equal(100, await _table.ReadAsync("dt=1").CountAsync());
    }

    [Fact]
    public async Task Table_that_is_altered_between_the_session_and_its_commit()
    {
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(_table, "dt=1");
        await WriteBlockAsync(upload, 0, 1);
        await _client.Sql.ExecuteAsync("alter table orders add columns (price double)");
        OdpsServiceException error = await Assert.ThrowsAsync<OdpsServiceException>(() => upload.CommitAsync());
        Names(error, "TableModified", upload.Id, "(1 blocks)", "dt='1'", "orders", "Create a new session", error.RequestId!);
        Assert.Empty(await _table.ReadAsync("dt=1").ToListAsync());
    }

    [Fact]
    public async Task Row_that_does_not_fit()
    {
        await using TableWriter writer = await _table.OpenWriterAsync("dt=1");
        await writer.WriteAsync(new Record(writer.Columns, 1L, "a"));
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(async () => await writer.WriteAsync(new Record(writer.Columns, 1L, new string('x', 9 * 1024 * 1024))));
        Names(error, "row 1", "'name'", "STRING", writer.Session.Id, "dt='1'", "orders", "8388608");
        await writer.CompleteAsync();
        Assert.Single(await _table.ReadAsync("dt=1").ToListAsync());
    }

    [Fact]
    public async Task Commit_whose_answer_never_comes_back()
    {
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(_table, "dt=1");
        await WriteBlockAsync(upload, 0, 1);
        using (_emulator.Faults.Add(Fault.DropAnswer().When(RequestMatch.UploadCommit).Always()))
        using (_emulator.Faults.Add(Fault.Status(503).When(RequestMatch.UploadReload).OnCall(2).Always()))
        {
            OdpsOutcomeUnknownException unknown = await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(() => upload.CommitAsync());
            Names(unknown, upload.Id, "(1 blocks)", "dt='1'", "orders", "It is not known whether", "Call CommitAsync again");
        }

        await upload.CommitAsync();
        Assert.Single(await _table.ReadAsync("dt=1").ToListAsync());
    }

    private static async Task WriteBlockAsync(TableUploadSession session, int blockId, params long[] ids)
    {
        await using RecordWriter writer = await session.OpenRecordWriterAsync(blockId);
        foreach (long id in ids)
        {
            await writer.WriteAsync(new Record(session.Columns, id, "x"));
        }

        await writer.CompleteAsync();
    }

    private async Task WriteRowsAsync(int count)
    {
        await using TableWriter writer = await _table.OpenWriterAsync("dt=1");
        for (int i = 0; i < count; i++)
        {
            await writer.WriteAsync(new Record(writer.Columns, (long)i, i.ToString(CultureInfo.InvariantCulture)));
        }

        await writer.CompleteAsync();
    }

    private void Names(Exception error, params string[] parts)
    {
        output.WriteLine(error.Message);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class ChangingKey(string id, string secret) : OdpsCredential
    {
        public string Secret { get; set; } = secret;

        public override ValueTask<OdpsCredentialValue> GetAsync(CancellationToken cancellationToken = default) => new(OdpsCredentialValue.AccessKey(id, Secret));
    }
}
