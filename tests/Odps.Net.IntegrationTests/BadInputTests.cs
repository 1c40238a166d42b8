using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests;

/// <summary>What happens when something is wrong: the message says what, and nothing is half done.</summary>
public sealed class BadInputTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public void Client_without_an_endpoint_names_the_option()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new OdpsClient(new OdpsClientOptions { Credential = OdpsCredential.AccessKey("a", "b") }));
        Assert.Contains("Endpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_secret_is_an_authentication_error_that_names_the_key_id_and_no_secret()
    {
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with { Credential = OdpsCredential.AccessKey(fixture.Emulator.AccessId, "wrong-secret") });
        OdpsAuthenticationException error = await Assert.ThrowsAsync<OdpsAuthenticationException>(() => client.Tables.ExistsAsync("t"));
        Assert.Contains("emul...s-id", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.RequestId);
    }

    [Fact]
    public async Task Unknown_key_id_is_an_authentication_error()
    {
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with { Credential = OdpsCredential.AccessKey("nobody", "x") });
        await Assert.ThrowsAsync<OdpsAuthenticationException>(() => client.Tables.ExistsAsync("t"));
    }

    [Fact]
    public async Task Call_without_a_project_says_where_to_give_one()
    {
        await using var client = new OdpsClient(fixture.Emulator.ClientOptions with { Project = null });
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => client.Tables["t"]);
        Assert.Contains("OdpsClientOptions.Project", error.Message, StringComparison.Ordinal);
        Assert.True(await client.Projects.ExistsAsync(fixture.Emulator.Project));
    }

    [Fact]
    public async Task Missing_project_is_not_found_and_is_not_taken_for_a_missing_table()
    {
        OdpsClient other = _client.WithProject("no_such_project");
        OdpsNotFoundException error = await Assert.ThrowsAsync<OdpsNotFoundException>(() => other.Tables.ExistsAsync("t"));
        Assert.Contains("no_such_project", error.Message, StringComparison.Ordinal);
        Assert.False(await _client.Projects.ExistsAsync("no_such_project"));
    }

    [Fact]
    public async Task Values_that_do_not_fit_are_refused_before_anything_is_sent_and_the_writer_goes_on()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint not null, name varchar(3), price decimal(4,2), at datetime");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using RecordWriter writer = await upload.OpenRecordWriterAsync(0);

        Record record = upload.NewRecord();
        record["id"] = 1L;
        Assert.Contains("'nam'", Assert.Throws<ArgumentException>(() => record["nam"] = "x").Message, StringComparison.Ordinal);
        AssertNames("id", "BIGINT", () => record["id"] = "one");
        AssertNames("id", "NOT NULL", () => record["id"] = null);
        AssertNames("name", "VARCHAR(3)", () => record["name"] = "four");
        AssertNames("price", "DECIMAL(4,2)", () => record["price"] = 100m);
        AssertNames("price", "DECIMAL(4,2)", () => record["price"] = 0.125m);
        AssertNames("at", "DATETIME", () => record["at"] = new DateTime(2026, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OdpsTimestamp(253_402_300_800, 0));
        record["name"] = "数据😀";
        await writer.WriteAsync(record);

        OdpsDataException missing = await Assert.ThrowsAsync<OdpsDataException>(async () => await writer.WriteAsync(upload.NewRecord()));
        Assert.Equal("id", missing.Column);
        Assert.Equal(1, missing.Row);
        writer.SetInt64(0, 2);
        await writer.WriteRowAsync();
        RecordWriteResult written = await writer.CompleteAsync();
        Assert.Equal(2, written.Rows);
        await upload.CommitAsync();
        TableDownloadSession download = await _client.Tunnel.CreateDownloadSessionAsync(table);
        Assert.Equal(2, download.RecordCount);
    }

    [Fact]
    public async Task Text_over_the_limit_of_the_session_is_refused()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "v string");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using RecordWriter writer = await upload.OpenRecordWriterAsync(0);
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(
            async () => await writer.WriteAsync(new Record(upload.Columns, new string('x', upload.MaxFieldSize + 1))));
        Assert.Equal("v", error.Column);
    }

    [Fact]
    public async Task Record_of_another_table_is_refused()
    {
        Table table = await _client.Tables.CreateAsync(fixture.NewTableName(), "id bigint");
        await using TableUploadSession upload = await _client.Tunnel.CreateUploadSessionAsync(table);
        await using RecordWriter writer = await upload.OpenRecordWriterAsync(0);
        var foreign = new Record([new Column("id", OdpsType.String)], "1");
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(async () => await writer.WriteAsync(foreign));
        Assert.Contains("BIGINT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_call_carries_the_callers_token()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.Tables.ExistsAsync("t", cancel.Token));
        Assert.Equal(cancel.Token, error.CancellationToken);
    }

    [Fact]
    public async Task Disposed_client_says_so()
    {
        var client = new OdpsClient(fixture.Emulator.ClientOptions);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.Tables.ExistsAsync("t"));
    }

    private static void AssertNames(string column, string text, Action set)
    {
        OdpsDataException error = Assert.Throws<OdpsDataException>(set);
        Assert.Equal(column, error.Column);
        Assert.Contains($"'{column}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }
}
