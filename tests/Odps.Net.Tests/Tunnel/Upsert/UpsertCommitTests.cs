using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Upsert;

/// <summary>Commit, abort, and keeping a session alive.</summary>
public class UpsertCommitTests
{
    [Fact]
    public async Task Commit_goes_to_the_server_of_bucket_0_and_is_asked_for_until_it_is_done()
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var service = new UpsertService(clock);
        service.AnswerCommit("COMMITTING", "normal", "committing", "committing", "committing");
        await using UpsertSession session = await service.OpenAsync();
        TunnelSessionStatus status = await session.CommitAsync();

        Assert.Equal(TunnelSessionStatus.Committed, status);
        Assert.Equal(TunnelSessionStatus.Committed, session.Status);
        Assert.Equal(6, service.Commits.Count);
        Assert.All(service.Commits, c =>
        {
            Assert.Equal("curr_project=p&upsertid=u1", c.Query());
            Assert.Equal("10.0.0.1:8093", c.Header("odps-tunnel-routed-server"));
            Assert.Equal("0", c.Header("Content-Length"));
        });
        Assert.Equal([1, 2, 4, 8, 8], clock.Waits.Select(w => (int)w.TotalSeconds));
        Assert.Equal(TunnelSessionStatus.Committed, await session.CommitAsync());
        Assert.Equal(6, service.Commits.Count);
        Assert.Throws<InvalidOperationException>(() => session.OpenWriter());
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.AbortAsync());
    }

    [Fact]
    public async Task Commit_without_waiting_returns_what_the_service_says_first()
    {
        await using var service = new UpsertService();
        service.AnswerCommit("committing");
        await using UpsertSession session = await service.OpenAsync();

        Assert.Equal(TunnelSessionStatus.Committing, await session.CommitAsync(new UpsertCommitOptions { Wait = false }));
        Assert.Single(service.Commits);
        Assert.Equal(TunnelSessionStatus.Committed, await session.CommitAsync());
    }

    [Fact]
    public async Task Commit_whose_answer_says_nothing_looks_at_the_session()
    {
        await using var service = new UpsertService { OnReload = e => e.RespondAsync(200, """{"id":"u1"}""") };
        service.OnReload = _ => null;
        service.AnswerCommit(e => e.RespondAsync(200));
        await using UpsertSession session = await service.OpenAsync();
        await session.CommitAsync();

        Assert.Single(service.Reloads);
        Assert.Equal(2, service.Commits.Count);
    }

    [Fact]
    public async Task Session_that_is_gone_after_the_commit_was_accepted_is_committed()
    {
        await using var service = new UpsertService();
        service.AnswerCommit("committing");
        service.AnswerCommit(e => e.RespondAsync(404, TunnelScript.Error("UpsertSessionNotFound")));
        await using UpsertSession session = await service.OpenAsync();

        Assert.Equal(TunnelSessionStatus.Committed, await session.CommitAsync());
    }

    [Fact]
    public async Task Session_that_is_gone_before_the_commit_is_an_error()
    {
        await using var service = new UpsertService();
        service.AnswerCommit(e => e.RespondAsync(404, TunnelScript.Error("UpsertSessionNotFound")));
        await using UpsertSession session = await service.OpenAsync();

        await Assert.ThrowsAsync<OdpsNotFoundException>(() => session.CommitAsync());
        Assert.NotEqual(TunnelSessionStatus.Committed, session.Status);
    }

    [Fact]
    public async Task Session_that_is_gone_after_the_answer_was_lost_leaves_the_outcome_open()
    {
        await using var service = new UpsertService();
        service.AnswerCommit(UpsertService.LoseAsync, e => e.RespondAsync(404, TunnelScript.Error("UpsertSessionNotFound")));
        await using UpsertSession session = await service.OpenAsync();
        OdpsOutcomeUnknownException failure = await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(() => session.CommitAsync());

        Assert.Contains("upsert session u1", failure.Message, StringComparison.Ordinal);
        Assert.IsType<OdpsNotFoundException>(failure.InnerException);
    }

    [Fact]
    public async Task Lost_answer_to_a_commit_is_asked_for_again()
    {
        await using var service = new UpsertService();
        service.AnswerCommit(UpsertService.LoseAsync, e => e.RespondAsync(503), e => e.RespondAsync(308, "", "odps-tunnel-routed-server: 10.0.0.8:1"));
        await using UpsertSession session = await service.OpenAsync();

        Assert.Equal(TunnelSessionStatus.Committed, await session.CommitAsync());
        Assert.Equal(["10.0.0.1:8093", "10.0.0.1:8093", "10.0.0.1:8093", "10.0.0.8:1"], service.Commits.Select(c => c.Header("odps-tunnel-routed-server")));
    }

    [Theory]
    [InlineData("critical")]
    [InlineData("expired")]
    [InlineData("aborted")]
    public async Task Session_that_ends_otherwise_is_an_error_that_says_that_nothing_is_visible(string status)
    {
        await using var service = new UpsertService();
        service.AnswerCommit("committing", status);
        await using UpsertSession session = await service.OpenAsync();
        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => session.CommitAsync());

        Assert.Contains(status, failure.Message, StringComparison.Ordinal);
        Assert.Contains("nothing of it is visible", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commit_that_takes_too_long_goes_on_and_can_be_waited_for_again()
    {
        await using var service = new UpsertService();
        service.AnswerCommit([.. Enumerable.Repeat("committing", 4)]);
        await using UpsertSession session = await service.OpenAsync();
        OdpsTimeoutException failure = await Assert.ThrowsAsync<OdpsTimeoutException>(() => session.CommitAsync(new UpsertCommitOptions { Timeout = TimeSpan.FromSeconds(10) }));

        Assert.Contains("UpsertCommitOptions.Timeout", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, service.Commits.Count);
        Assert.Equal(TunnelSessionStatus.Committed, await session.CommitAsync());
    }

    [Fact]
    public async Task Commit_that_nobody_answers_leaves_the_outcome_open()
    {
        await using var service = new UpsertService();
        service.AnswerCommit([.. Enumerable.Repeat<Func<LoopbackExchange, Task>>(UpsertService.LoseAsync, 50)]);
        await using UpsertSession session = await service.OpenAsync();

        await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(() => session.CommitAsync());
    }

    [Fact]
    public async Task Session_with_rows_that_are_not_stored_is_not_committed()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await using (UpsertWriter writer = session.OpenWriter())
        {
            await UpsertService.UpsertAsync(writer, 1, 2, 3);
            InvalidOperationException waiting = await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
            Assert.Contains("3 rows", waiting.Message, StringComparison.Ordinal);
        }

        InvalidOperationException abandoned = await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
        Assert.Contains("disposed of with 3 rows", abandoned.Message, StringComparison.Ordinal);
        Assert.Empty(service.Commits);
    }

    [Fact]
    public async Task Rows_that_were_discarded_do_not_keep_the_session_from_its_commit()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await using (UpsertWriter writer = session.OpenWriter())
        {
            await UpsertService.UpsertAsync(writer, 1, 2, 3);
            Assert.Equal(3, await writer.DiscardAsync());
            await UpsertService.UpsertAsync(writer, 4);
            await writer.FlushAsync();
        }

        await session.CommitAsync();
        Assert.Equal("1", service.Packets.Single().Parameter("record_count"));
    }

    [Fact]
    public async Task Abort_drops_the_session_and_bears_that_it_is_gone()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await session.AbortAsync();

        LoopbackExchange request = service.Server.Requests.Last();
        Assert.Equal("DELETE", request.Method);
        Assert.Equal("curr_project=p&upsertid=u1", request.Query());
        Assert.Equal("10.0.0.1:8093", request.Header("odps-tunnel-routed-server"));
        Assert.Equal(TunnelSessionStatus.Aborted, session.Status);
        Assert.Throws<InvalidOperationException>(() => session.OpenWriter());
    }

    [Fact]
    public async Task Open_session_is_looked_at_every_half_minute_until_it_is_disposed()
    {
        var clock = new ManualTimeProvider();
        var looks = new SemaphoreSlim(0);
        await using var service = new UpsertService(clock);
        service.OnReload = async e =>
        {
            await e.RespondAsync(200, service.SessionJson());
            looks.Release();
        };
        UpsertSession session = await service.OpenAsync(new UpsertSessionOptions());
        for (int i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            Assert.True(await looks.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await session.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(3, service.Reloads.Count);
    }

    [Fact]
    public async Task Looking_at_a_session_ends_when_it_is_gone()
    {
        var clock = new ManualTimeProvider();
        var looks = new SemaphoreSlim(0);
        await using var service = new UpsertService(clock);
        service.OnReload = async e =>
        {
            await e.RespondAsync(404, TunnelScript.Error("UpsertSessionNotFound"));
            looks.Release();
        };
        await using UpsertSession session = await service.OpenAsync(new UpsertSessionOptions());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(await looks.WaitAsync(TimeSpan.FromSeconds(30)));
        await session.DisposeAsync();
        clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Single(service.Reloads);
    }
}
