using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Upload;

/// <summary>A session is committed once, whatever happens to the answer; where that cannot be known, the error says so.</summary>
public class UploadCommitTests
{
    [Fact]
    public async Task Commit_whose_answer_is_lost_is_found_committed_and_not_asked_for_again()
    {
        await using var service = new UploadService();
        service.AnswerCommits(service.CommitAndLoseAsync);
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await session.CommitAsync();

        Assert.Single(service.Commits);
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
    }

    [Fact]
    public async Task Commit_that_is_answered_500_and_took_place_is_found_committed()
    {
        await using var service = new UploadService();
        service.AnswerCommits(exchange =>
        {
            service.Status = "closed";
            return exchange.RespondAsync(500, TunnelScript.Error("InternalServerError"));
        });
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await session.CommitAsync();

        Assert.Single(service.Commits);
    }

    [Fact]
    public async Task Commit_that_did_not_take_place_is_asked_for_again()
    {
        await using var service = new UploadService();
        service.AnswerCommits(
            exchange => exchange.RespondAsync(500, TunnelScript.Error("InternalServerError")),
            async exchange =>
            {
                await exchange.ReadBodyAsync();
                exchange.Abort();
            });
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await session.CommitAsync();

        Assert.Equal(3, service.Commits.Count);
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
    }

    [Fact]
    public async Task Commit_that_the_service_is_still_at_is_waited_for()
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var service = new UploadService(clock);
        service.AnswerCommits(async exchange =>
        {
            await exchange.ReadBodyAsync();
            service.Status = "closing";
            exchange.Abort();
        });
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        int looks = 0;
        Func<LoopbackExchange, Task> look = exchange =>
        {
            service.Status = ++looks > 8 ? "closed" : service.Status;
            return exchange.RespondAsync(200, service.SessionJson());
        };
        service.AnswerLooks([.. Enumerable.Repeat(look, 9)]);
        await session.CommitAsync();

        Assert.Single(service.Commits);
        Assert.Equal(9, looks);
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
        Assert.Equal(TimeSpan.FromSeconds(5), clock.Waits.Max());
    }

    [Fact]
    public async Task Refusal_of_a_repeated_commit_for_its_state_leads_to_another_look()
    {
        await using var service = new UploadService();
        service.AnswerCommits(
            async exchange =>
            {
                await exchange.ReadBodyAsync();
                exchange.Abort();
            },
            exchange =>
            {
                service.Status = "closed";
                return exchange.RespondAsync(409, TunnelScript.Error("StatusConflict"));
            });
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await session.CommitAsync();

        Assert.Equal(2, service.Commits.Count);
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
    }

    [Fact]
    public async Task Outcome_that_cannot_be_learned_is_said_to_be_unknown_and_a_later_call_looks_first()
    {
        await using var service = new UploadService();
        service.AnswerCommits(service.CommitAndLoseAsync);
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await UploadService.WriteBlockAsync(session, 3, 2);
        Func<LoopbackExchange, Task> down = exchange => exchange.RespondAsync(503, TunnelScript.Error("ServiceUnavailable"));
        service.AnswerLooks([exchange => exchange.RespondAsync(200, service.SessionJson()), .. Enumerable.Repeat(down, 25)]);
        OdpsOutcomeUnknownException unknown = await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(() => session.CommitAsync());

        Assert.Contains("upload session u1 to table p.t (2 blocks)", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("It is not known whether", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("R-ServiceUnavailable", unknown.Message, StringComparison.Ordinal);
        Assert.Single(service.Commits);
        await session.CommitAsync();
        Assert.Single(service.Commits);
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
    }

    [Fact]
    public async Task Session_that_is_gone_after_a_lost_answer_leaves_the_outcome_unknown()
    {
        await using var service = new UploadService();
        service.AnswerCommits(service.CommitAndLoseAsync);
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        service.AnswerLooks(exchange => exchange.RespondAsync(200, service.SessionJson()), exchange => exchange.RespondAsync(404, TunnelScript.Error("NoSuchUpload")));
        OdpsOutcomeUnknownException unknown = await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(() => session.CommitAsync());

        Assert.IsType<OdpsNotFoundException>(unknown.InnerException);
        Assert.Contains("NoSuchUpload", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_commit_keeps_its_kind_and_is_not_repeated()
    {
        await using var service = new UploadService();
        service.AnswerCommits(exchange => exchange.RespondAsync(403, TunnelScript.Error("NoPermission")));
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        OdpsPermissionException refused = await Assert.ThrowsAsync<OdpsPermissionException>(() => session.CommitAsync());

        Assert.Contains("commit upload session u1 to table p.t (1 blocks)", refused.Message, StringComparison.Ordinal);
        Assert.Single(service.Commits);
    }

    [Theory]
    [InlineData("expired", "24 hours")]
    [InlineData("canceled", "cancelled")]
    [InlineData("critical", "given it up")]
    public async Task Session_that_has_ended_is_not_committed_and_the_error_says_so(string status, string reason)
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        service.Status = status;
        OdpsException error = await Assert.ThrowsAsync<OdpsException>(() => session.CommitAsync());

        Assert.Contains("was not committed", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(service.Commits);
    }

    [Fact]
    public async Task Session_that_is_committed_does_nothing_when_it_is_committed_again()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await session.CommitAsync();
        int requests = service.Server.Requests.Count;
        await session.CommitAsync();

        Assert.Equal(requests, service.Server.Requests.Count);
    }

    [Fact]
    public async Task Two_calls_at_a_time_commit_once()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await Task.WhenAll(session.CommitAsync(), session.CommitAsync());

        Assert.Single(service.Commits);
    }

    [Fact]
    public async Task Session_that_another_process_committed_with_other_blocks_is_an_error()
    {
        await using var service = new UploadService();
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 5, 1);
        service.Blocks.Clear();
        service.Status = "closed";
        OdpsException error = await Assert.ThrowsAsync<OdpsException>(() => session.CommitAsync());

        Assert.Contains("committed already, by another", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_confirms_the_commit_in_words_that_are_not_understood_leads_to_a_look()
    {
        await using var service = new UploadService();
        service.AnswerCommits(exchange =>
        {
            service.Status = "closed";
            return exchange.RespondAsync(200, "{}");
        });
        await using TableUploadSession session = await service.OpenAsync();
        await UploadService.WriteBlockAsync(session, 0, 1);
        await session.CommitAsync();

        Assert.Single(service.Commits);
        Assert.Equal(TunnelSessionStatus.Closed, session.Status);
    }
}
