using System.Net;
using Odps.Net.Arrow;
using Odps.Net.IntegrationTests.Support;

namespace Odps.Net.IntegrationTests.Sql;

/// <summary>The ways in which a result is read.</summary>
public sealed class QueryResultTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const string ManyRows = "select explode(sequence(1, 10050)) as n";

    private const string AllTypes = """
        select 1Y as a, 2S as b, 3 as c, 4L as d, cast(1.5 as float) as e, 2.5 as f, 12.340BD as g, true as h, 'it''s' || ',"\n\\' as i, '' as j, cast(null as string) as k,
               date'2026-01-02' as l, datetime'2026-01-02 03:04:05.678' as m, timestamp'2026-01-02 03:04:05.123456789' as n, timestamp_ntz'2026-01-02 03:04:05.1' as o,
               array('a,b', '"x"', null, '[') as p, map('k:1', 1L, 'l', null) as q, named_struct('x', 1L, 'y', array(1L, 2L), 'z', '{') as r, array(array(1L), array(2L, 3L)) as s,
               cast(null as array<bigint>) as t, cast(1.0 as double) / 0 as u
        """;

    private static readonly SqlOptions Odps2 = new()
    {
        Hints = new Dictionary<string, string> { ["odps.sql.type.system.odps2"] = "true", ["odps.sql.timezone"] = "Asia/Shanghai" },
    };

    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Batches_have_all_rows_and_columns()
    {
        await using QueryResult result = await _client.Sql.QueryAsync(ManyRows);
        Assert.Equal(QueryResultChannel.Tunnel, result.Channel);
        Assert.False(result.IsTruncated);
        Assert.Equal(10_050, result.Count);
        long rows = 0;
        await foreach (RecordBatch batch in result.ReadBatchesAsync())
        {
            using (batch)
            {
                Assert.Equal("n", batch.Schema.Fields[0].Name);
                rows += batch.Length;
            }
        }

        Assert.Equal(10_050, rows);
    }

    [Fact]
    public async Task First_row_and_scalar_ask_for_one_row_only()
    {
        await using QueryResult result = await _client.Sql.QueryAsync("select 5L as a, 'x' as b union all select 6L, 'y' order by a limit 2");
        fixture.Emulator.ClearRequests();
        Assert.Equal("x", (await result.ReadFirstAsync())!.GetString("b"));
        Assert.Equal("(0,1)", Assert.Single(fixture.Emulator.Requests).Query["rowrange"]);
        Assert.Equal(5L, await result.ReadScalarAsync<long>());
        Assert.Equal(5m, await result.ReadScalarAsync<decimal>());
        Assert.Equal(5L, await result.ReadScalarAsync<long?>());
        await Assert.ThrowsAsync<InvalidCastException>(() => result.ReadScalarAsync<string>());
        Assert.Null(await _client.Sql.QueryScalarAsync<long?>("select cast(null as bigint)"));
        Assert.Null(await _client.Sql.QueryScalarAsync<string>("select 'a' from (select 1 as x) t where x = 2"));
        Assert.Null(await _client.Sql.QueryFirstAsync("select 'a' from (select 1 as x) t where x = 2"));
    }

    [Fact]
    public async Task Columns_are_known_before_a_row_is_asked_for()
    {
        await using QueryResult result = await _client.Sql.QueryAsync("select 1 as a, array('x') as b", Odps2);
        fixture.Emulator.ClearRequests();
        Assert.Equal(["a INT", "b ARRAY<STRING>"], result.Columns.Select(c => $"{c.Name} {c.Type.Name}"));
        Assert.Equal(1, result.Count);
        Assert.Empty(fixture.Emulator.Requests);
    }

    [Fact]
    public async Task Result_API_gives_the_values_that_the_tunnel_gives()
    {
        Instance instance = await _client.Sql.ExecuteAsync(AllTypes, Odps2);
        await using QueryResult tunnel = await instance.OpenResultAsync();
        await using QueryResult text = await instance.OpenResultAsync(new QueryResultOptions { Channel = QueryResultChannel.ResultApi });
        Assert.Equal(QueryResultChannel.ResultApi, text.Channel);
        Assert.False(text.IsTruncated);
        Assert.Equal(tunnel.Columns, text.Columns);
        Record expected = await tunnel.ReadRecordsAsync().SingleAsync();
        Record actual = await text.ReadRecordsAsync().SingleAsync();
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(NestedEqual(expected[i], actual[i]), $"column {expected.Columns[i]}: {expected[i]} became {actual[i]}");
        }

        Assert.Equal(expected, actual);
        Assert.StartsWith("\"a\",\"b\"", text.RawText, StringComparison.Ordinal);
        await foreach (RecordBatch batch in text.ReadBatchesAsync())
        {
            using (batch)
            {
                Assert.Equal(1, batch.Length);
            }
        }
    }

    [Fact]
    public async Task Result_API_refuses_what_its_text_does_not_determine()
    {
        Instance instance = await _client.Sql.ExecuteAsync("select unhex('00ff') as b");
        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(
            () => instance.OpenResultAsync(new QueryResultOptions { Channel = QueryResultChannel.ResultApi }));
        Assert.Contains("BINARY", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(QueryResultChannel.ResultApi)]
    [InlineData(QueryResultChannel.LimitedTunnel)]
    public async Task Limited_channel_says_that_it_is_cut_and_throws_when_that_is_not_wanted(QueryResultChannel channel)
    {
        Instance instance = await _client.Sql.ExecuteAsync(ManyRows);
        await using QueryResult part = await instance.OpenResultAsync(new QueryResultOptions { Channel = channel });
        Assert.True(part.IsTruncated);
        Assert.Equal(10_000, part.Count);
        Assert.Equal(10_000, await part.ReadRecordsAsync().CountAsync());
        OdpsDataException strict = await Assert.ThrowsAsync<OdpsDataException>(
            () => instance.OpenResultAsync(new QueryResultOptions { Channel = channel, RequireComplete = true }));
        Assert.Contains("10000 rows", strict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "InvalidProjectTable")]
    [InlineData(HttpStatusCode.BadRequest, "InvalidArgument")]
    [InlineData(HttpStatusCode.NotFound, "NoSuchProject")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalServerError")]
    public async Task Without_a_tunnel_the_result_API_stands_in_as_long_as_it_is_whole(HttpStatusCode status, string code)
    {
        await using OdpsClient client = WithTunnelAnswer(_ => ChangedAnswers.Error(status, code));
        await using QueryResult result = await client.Sql.QueryAsync("select 7L as n");
        Assert.Equal(QueryResultChannel.ResultApi, result.Channel);
        Assert.Equal(7L, await result.ReadScalarAsync<long>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => result.OpenReaderAsync());

        await Assert.ThrowsAsync<OdpsDataException>(() => client.Sql.QueryAsync(ManyRows));
        await using QueryResult part = await client.Sql.QueryAsync(ManyRows, new SqlOptions { Result = new QueryResultOptions { RequireComplete = false } });
        Assert.True(part.IsTruncated);

        OdpsException forced = await Assert.ThrowsAnyAsync<OdpsException>(
            () => client.Sql.QueryAsync("select 1", new SqlOptions { Result = new QueryResultOptions { Channel = QueryResultChannel.Tunnel } }));
        Assert.Contains(code, forced.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_right_to_download_is_an_error_unless_a_part_is_accepted()
    {
        await using OdpsClient client = WithTunnelAnswer(r => r.RequestUri!.Query.Contains("instance_tunnel_limit_enabled", StringComparison.Ordinal)
            ? null
            : ChangedAnswers.Error(HttpStatusCode.Forbidden, "NoPermission", "no right to download"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => client.Sql.QueryAsync("select 7L as n"));
        await using QueryResult part = await client.Sql.QueryAsync("select 7L as n", new SqlOptions { Result = new QueryResultOptions { RequireComplete = false } });
        Assert.Equal(QueryResultChannel.LimitedTunnel, part.Channel);
        Assert.Equal(7L, await part.ReadScalarAsync<long>());
    }

    [Fact]
    public async Task Statement_that_is_no_query_gives_text_through_every_channel()
    {
        Instance instance = await _client.Sql.ExecuteAsync("show tables");
        foreach (QueryResultChannel channel in (QueryResultChannel[])[QueryResultChannel.Auto, QueryResultChannel.Tunnel, QueryResultChannel.ResultApi])
        {
            await using QueryResult result = await instance.OpenResultAsync(new QueryResultOptions { Channel = channel });
            Assert.False(result.IsRowSet);
            Assert.Throws<InvalidOperationException>(() => result.ReadBatchesAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => result.ReadScalarAsync<string>());
        }
    }

    [Fact]
    public async Task Changed_rows_of_DML_are_in_the_summary()
    {
        string name = fixture.NewTableName();
        await _client.Tables.CreateAsync(name, "id bigint");
        Instance insert = await _client.Sql.ExecuteAsync($"insert into {new Identifier(name)} values (1), (2), (3)");
        InstanceTaskSummary summary = await insert.GetSummaryAsync();
        Assert.Equal(3, summary.OutputRecords);
        Assert.Equal(3, summary.Outputs[$"demo.{name}"]);
        Instance ddl = await _client.Sql.ExecuteAsync($"drop table {new Identifier(name)}");
        Assert.Null((await ddl.GetSummaryAsync()).OutputRecords);
    }

    private OdpsClient WithTunnelAnswer(Func<HttpRequestMessage, HttpResponseMessage?> answer) => new(fixture.Emulator.ClientOptions with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        HttpHandlerFactory = () => new ChangedAnswers(r =>
            r.Method == HttpMethod.Post && r.RequestUri!.Query.Contains("downloads", StringComparison.Ordinal) ? answer(r) : null),
    });

    private static bool NestedEqual(object? a, object? b) =>
        a is object?[] x && b is object?[] y ? x.Length == y.Length && x.Zip(y).All(p => NestedEqual(p.First, p.Second)) : Equals(a, b);
}
