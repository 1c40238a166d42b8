using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests;

public sealed class SqlTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Query_gives_its_columns_its_count_and_its_rows()
    {
        await using QueryResult result = await _client.Sql.QueryAsync("select 1 as id, 'a' as name union all select 2, null order by id limit 10");
        Assert.True(result.IsRowSet);
        Assert.Equal(["id", "name"], result.Columns.Select(c => c.Name));
        Assert.Equal(2, result.Count);
        List<Record> rows = await result.ReadRecordsAsync().ToListAsync();
        Assert.Equal("a", rows[0].GetString("name"));
        Assert.True(rows[1].IsNull("name"));
    }

    [Fact]
    public async Task Rows_can_be_read_again_and_with_the_cursor()
    {
        await using QueryResult result = await _client.Sql.QueryAsync("select 'x' as a, 'y' as b");
        Assert.Single(await result.ReadRecordsAsync().ToListAsync());
        await using RecordReader reader = await result.OpenReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal("y"u8, reader.GetUtf8(1));
        Assert.False(await reader.ReadAsync());
        Assert.Equal(1, reader.RowsRead);
    }

    [Fact]
    public async Task Empty_result_has_columns_and_no_rows()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint, v string");
        await using QueryResult result = await _client.Sql.QueryAsync($"select * from {new Identifier(name)}");
        Assert.Equal(["id", "v"], result.Columns.Select(c => c.Name));
        Assert.Equal(0, result.Count);
        Assert.Empty(await result.ReadRecordsAsync().ToListAsync());
    }

    [Fact]
    public async Task Statement_that_is_no_query_gives_text()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint comment 'the key'");
        await using QueryResult described = await _client.Sql.QueryAsync($"desc {new Identifier(name)}");
        Assert.False(described.IsRowSet);
        Assert.Contains("id", described.RawText, StringComparison.Ordinal);
        Assert.Contains("bigint", described.RawText, StringComparison.OrdinalIgnoreCase);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => described.ReadRecordsAsync());
        Assert.Contains(described.Instance.Id, error.Message, StringComparison.Ordinal);

        await using QueryResult shown = await _client.Sql.QueryAsync("show tables");
        Assert.Contains(name, shown.RawText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_statement_throws_the_error_of_its_task()
    {
        OdpsInstanceFailedException error = await Assert.ThrowsAsync<OdpsInstanceFailedException>(
            () => _client.Sql.QueryAsync("select * from no_such_table"));
        Assert.Equal("ODPS-0130131", error.ErrorCode);
        Assert.Contains("no_such_table", error.Message, StringComparison.Ordinal);
        Assert.Equal("AnonymousSQLTask", error.TaskName);
        Assert.Equal("Failed", error.TaskStatus);
        Assert.Equal("select * from no_such_table", error.Sql);
        Assert.True(await _client.Instances.ExistsAsync(error.InstanceId!));
    }

    [Fact]
    public async Task Syntax_error_has_its_code()
    {
        OdpsServiceException error = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _client.Sql.ExecuteAsync("selec 1"));
        Assert.Equal("ODPS-0130161", error.ErrorCode);
    }

    [Fact]
    public async Task Instance_is_reached_by_its_id_and_tells_its_tasks_and_times()
    {
        Instance submitted = await _client.Sql.SubmitAsync("select 1 as x");
        Instance same = _client.Instances[submitted.Id];
        InstanceInfo info = await same.WaitAsync();
        Assert.True(info.IsTerminated);
        Assert.NotNull(info.StartTime);
        Assert.NotNull(info.EndTime);
        await same.WaitForSuccessAsync();
        InstanceTask task = Assert.Single(await same.GetTasksAsync());
        Assert.Equal(InstanceTaskStatus.Success, task.Status);
        await using QueryResult result = await same.OpenResultAsync();
        Assert.Equal(1, result.Count);
        Assert.Contains(submitted.Id, await _client.Instances.ListAsync().Select(i => i.Id).ToListAsync());
    }

    [Fact]
    public async Task Missing_instance_is_not_found()
    {
        Assert.False(await _client.Instances.ExistsAsync("20260101000000000gnothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Instances["20260101000000000gnothing"].GetAsync());
    }

    [Fact]
    public async Task Same_unique_id_is_the_same_instance()
    {
        var options = new SqlOptions { UniqueId = Guid.NewGuid().ToString() };
        Instance first = await _client.Sql.SubmitAsync("select 1", options);
        Instance second = await _client.Sql.SubmitAsync("select 1", options);
        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task Statement_with_markup_quotes_and_line_breaks_arrives_as_it_was_written()
    {
        await using QueryResult result = await _client.Sql.QueryAsync("select '<a>&amp;]]>\r\n \"数据\" 😀' as v");
        Record row = await result.ReadRecordsAsync().SingleAsync();
        Assert.Equal("<a>&amp;]]>\r\n \"数据\" 😀", row.GetString(0));
    }

    [Fact]
    public async Task Statement_that_a_request_cannot_carry_is_refused_before_it_is_sent()
    {
        ArgumentException control = await Assert.ThrowsAsync<ArgumentException>(() => _client.Sql.SubmitAsync("select '\u0001'"));
        Assert.Contains("U+0001", control.Message, StringComparison.Ordinal);
        ArgumentException half = await Assert.ThrowsAsync<ArgumentException>(() => _client.Sql.SubmitAsync("select '\ud800'"));
        Assert.Contains("U+D800", half.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_wait_carries_the_callers_token()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        Instance instance = await _client.Sql.SubmitAsync("select 1");
        OperationCanceledException error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => instance.WaitAsync(cancellationToken: cancel.Token));
        Assert.Equal(cancel.Token, error.CancellationToken);
    }
}
