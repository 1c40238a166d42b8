using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.StreamUpload;

/// <summary>What becomes of a pack when the service refuses it, the connection breaks, or the answer is lost: never a row twice, never one lost silently.</summary>
public class StreamDeliveryTests
{
    [Theory]
    [InlineData(308, true)]
    [InlineData(429, false)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    public async Task Pack_that_was_not_accepted_is_sent_again_to_the_next_slot(int status, bool reloads)
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var service = new StreamService(clock);
        service.Answer(status);
        service.Answer(status);
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        StreamFlushResult result = await writer.FlushAsync();

        Assert.Equal(2, result.Rows);
        Assert.Equal(3, service.Packs.Count);
        Assert.All(service.Packs, p => Assert.Equal(StreamService.Body(1, 2), p.Body));
        Assert.NotEqual(service.Packs[0].Parameter("slotid"), service.Packs[1].Parameter("slotid"));
        Assert.Equal(reloads ? 2 : 0, service.Reloads.Count);
        Assert.Equal(2, clock.Waits.Count);
        Assert.All(clock.Waits, w => Assert.InRange(w, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Progress_counts_packs_that_were_stored_and_attempts_after_the_first_and_never_goes_back()
    {
        await using var service = new StreamService();
        service.Answer(503);
        service.Answer(429);
        var progress = new ProgressReports();
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter(new StreamWriterOptions { Progress = progress });
        await StreamService.WriteAsync(writer, 1, 2);
        await writer.FlushAsync();
        await StreamService.WriteAsync(writer, 3);
        StreamFlushResult last = await writer.FlushAsync();

        progress.AssertNeverGoesBack();
        Assert.Equal((3, 2, 2), (progress.Last.Rows, progress.Last.Blocks, progress.Last.Retries));
        Assert.Contains(progress.All, p => p is { Rows: 0, Retries: 1 });
        Assert.True(progress.Last.Bytes > last.Bytes);
    }

    [Fact]
    public async Task Wait_that_the_service_asks_for_is_obeyed()
    {
        var clock = new ManualTimeProvider { AutoAdvance = true };
        await using var service = new StreamService(clock);
        service.Answer(429, TunnelScript.Error("FlowExceeded"), "Retry-After: 7");
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        await writer.FlushAsync();

        Assert.Equal([TimeSpan.FromSeconds(7)], clock.Waits);
        Assert.Equal(2, service.Packs.Count);
    }

    [Fact]
    public async Task Pack_that_is_refused_for_too_long_stays_in_the_writer_and_can_be_sent_later()
    {
        await using var service = new StreamService();
        bool full = true;
        for (int i = 0; i < 100; i++)
        {
            service.Answer(e => full ? e.RespondAsync(429, TunnelScript.Error("SlotExceeded")) : StreamService.AcceptAsync(e));
        }

        await using StreamRecordWriter writer = (await service.OpenAsync(new StreamUploadOptions { RetryTimeout = TimeSpan.FromSeconds(10) })).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        OdpsThrottledException failure = await Assert.ThrowsAsync<OdpsThrottledException>(async () => await writer.FlushAsync());
        Assert.Contains("pack 1 (2 rows", failure.Message, StringComparison.Ordinal);
        Assert.Contains("stream upload session s1 to table p.t at slot", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, writer.BufferedRows);
        Assert.False(writer.HasUndecidedPack);
        await StreamService.WriteAsync(writer, 3);
        full = false;
        StreamFlushResult result = await writer.FlushAsync();

        Assert.Equal(2, result.Packs);
        Assert.Equal(3, result.Rows);
        Assert.Equal([StreamService.Body(1, 2), StreamService.Body(3)], service.Packs.TakeLast(2).Select(p => p.Body));
    }

    [Fact]
    public async Task Retries_are_off_when_the_client_says_so()
    {
        await using var service = new StreamService(change: o => o with { Retry = new RetryOptions { MaxRetries = 0 } });
        service.Answer(503);
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        await Assert.ThrowsAsync<OdpsServiceException>(async () => await writer.FlushAsync());

        Assert.Single(service.Packs);
        Assert.Equal(1, writer.BufferedRows);
    }

    [Fact]
    public async Task Lost_answer_is_an_error_that_says_that_the_outcome_is_not_known_and_nothing_is_sent_again()
    {
        await using var service = new StreamService();
        service.Answer(StreamService.LoseAsync);
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        OdpsOutcomeUnknownException failure = await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(async () => await writer.FlushAsync());

        Assert.Contains("It is not known whether", failure.Message, StringComparison.Ordinal);
        Assert.Contains("pack 1 (2 rows", failure.Message, StringComparison.Ordinal);
        Assert.Contains("s1", failure.Message, StringComparison.Ordinal);
        Assert.IsType<OdpsConnectionException>(failure.InnerException);
        Assert.False(failure.IsTransient);
        Assert.True(writer.HasUndecidedPack);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.FlushAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.CompleteAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteRowAsync());
        Assert.Single(service.Packs);
    }

    [Fact]
    public async Task Undecided_pack_is_sent_again_only_when_told_to()
    {
        await using var service = new StreamService();
        service.Answer(StreamService.LoseAsync);
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(async () => await writer.FlushAsync());
        StreamFlushResult result = await writer.ResendPackAsync();
        await StreamService.WriteAsync(writer, 3);
        RecordWriteResult all = await writer.CompleteAsync();

        Assert.Equal(2, result.Rows);
        Assert.Equal(3, all.Rows);
        Assert.Equal([StreamService.Body(1, 2), StreamService.Body(1, 2), StreamService.Body(3)], service.Packs.Select(p => p.Body));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.ResendPackAsync());
    }

    [Fact]
    public async Task Undecided_pack_can_be_dropped()
    {
        await using var service = new StreamService();
        service.Answer(StreamService.LoseAsync);
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(async () => await writer.FlushAsync());
        Assert.Equal(2, writer.DiscardPack());
        await StreamService.WriteAsync(writer, 3);
        RecordWriteResult all = await writer.CompleteAsync();

        Assert.Equal(1, all.Rows);
        Assert.Equal([StreamService.Body(1, 2), StreamService.Body(3)], service.Packs.Select(p => p.Body));
        Assert.Throws<InvalidOperationException>(() => writer.DiscardPack());
    }

    [Fact]
    public async Task Lost_answer_is_asked_for_again_with_at_least_once()
    {
        await using var service = new StreamService();
        service.Answer(StreamService.LoseAsync, e => e.RespondAsync(500));
        await using StreamRecordWriter writer = (await service.OpenAsync(new StreamUploadOptions { Delivery = StreamDelivery.AtLeastOnce })).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        await writer.FlushAsync();

        Assert.Equal(3, service.Packs.Count);
        Assert.All(service.Packs, p => Assert.Equal(StreamService.Body(1, 2), p.Body));
        Assert.Equal(2, writer.RowsStored);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(501)]
    public async Task Fault_of_the_service_leaves_the_outcome_open(int status)
    {
        await using var service = new StreamService();
        service.Answer(status);
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(async () => await writer.FlushAsync());

        Assert.True(writer.HasUndecidedPack);
        Assert.Single(service.Packs);
    }

    [Fact]
    public async Task Answer_without_the_slot_headers_leaves_the_outcome_open()
    {
        await using var service = new StreamService();
        service.Answer(200, "<html>hello from a proxy</html>");
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        await Assert.ThrowsAsync<OdpsOutcomeUnknownException>(async () => await writer.FlushAsync());

        Assert.True(writer.HasUndecidedPack);
    }

    [Fact]
    public async Task Answer_that_breaks_off_behind_its_head_is_an_acceptance()
    {
        await using var service = new StreamService();
        service.Answer(async e =>
        {
            await e.ReadBodyAsync();
            await e.StartAsync(200, "Content-Length: 10\n" + StreamService.Accepted + e.Header("odps-tunnel-routed-server"));
            await e.WriteAsync("half"u8.ToArray());
            e.Close();
        });
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        await writer.CompleteAsync();

        Assert.Equal(1, writer.RowsStored);
        Assert.Single(service.Packs);
    }

    [Fact]
    public async Task Pack_whose_sending_broke_off_was_not_stored_and_is_sent_again()
    {
        await using var service = new StreamService();
        service.Answer(e =>
        {
            // More than the buffers of the sockets hold is still to come.
            e.Abort();
            return Task.CompletedTask;
        });
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter(new StreamWriterOptions { PackBytes = int.MaxValue });
        string text = new('x', 8 * 1024 * 1024);
        for (int i = 0; i < 8; i++)
        {
            writer.SetString(1, text);
            await writer.WriteRowAsync();
        }

        await writer.FlushAsync();

        Assert.Equal(8, writer.RowsStored);
        Assert.Equal(2, service.Packs.Count);
        Assert.True(service.Packs[1].Body.Length > 64 * 1024 * 1024);
    }

    [Fact]
    public async Task Pack_that_finds_nobody_was_not_stored_and_stays_in_the_writer()
    {
        await using var service = new StreamService();

        // No connection is kept that the pack could go out on.
        service.OnSession = e => e.RespondAsync(200, service.SessionJson(), "Connection: close");
        StreamUploadSession session = await service.OpenAsync(new StreamUploadOptions { RetryTimeout = TimeSpan.FromSeconds(2) });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        await service.StopAsync();
        OdpsConnectionException failure = await Assert.ThrowsAsync<OdpsConnectionException>(async () => await writer.FlushAsync());

        Assert.Equal(1, writer.BufferedRows);
        Assert.False(writer.HasUndecidedPack);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task Cancelling_after_the_pack_was_sent_leaves_the_outcome_open()
    {
        using var cancel = new CancellationTokenSource();
        await using var service = new StreamService();
        service.Answer(async e =>
        {
            await e.ReadBodyAsync();
            await cancel.CancelAsync();
            await e.StaySilentAsync();
        });
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.FlushAsync(cancel.Token));

        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        Assert.True(writer.HasUndecidedPack);
    }

    [Fact]
    public async Task Cancelling_before_the_pack_was_sent_leaves_it_in_the_writer()
    {
        await using var service = new StreamService();
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.FlushAsync(new CancellationToken(canceled: true)));
        Assert.False(writer.HasUndecidedPack);
        Assert.Equal(1, writer.BufferedRows);
        await writer.CompleteAsync();

        Assert.Equal(StreamService.Body(1), service.Packs.Single().Body);
    }

    [Fact]
    public async Task Newer_schema_of_the_table_is_an_error_of_its_own_with_the_version()
    {
        await using var service = new StreamService();
        service.Answer(412, TunnelScript.Error("SchemaModified"), "odps-tunnel-latest-schema-version: 8");
        StreamUploadSession session = await service.OpenAsync(new StreamUploadOptions { AllowSchemaMismatch = false, SchemaVersion = 3 });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        OdpsSchemaModifiedException failure = await Assert.ThrowsAsync<OdpsSchemaModifiedException>(async () => await writer.FlushAsync());

        Assert.Equal(8, failure.LatestSchemaVersion);
        Assert.Equal("R-SchemaModified", failure.RequestId);
        Assert.Contains("schema version 8", failure.Message, StringComparison.Ordinal);
        Assert.Single(service.Packs);
        Assert.Equal("true", service.Packs[0].Parameter("check_latest_schema"));
        Assert.False(writer.HasUndecidedPack);
        Assert.Equal(2, writer.DiscardPack());
    }

    [Fact]
    public async Task Refusal_for_good_is_thrown_at_once_and_the_pack_stays()
    {
        await using var service = new StreamService();
        service.Answer(403, TunnelScript.Error("NoPermission"));
        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        await StreamService.WriteAsync(writer, 1, 2);
        await Assert.ThrowsAsync<OdpsPermissionException>(async () => await writer.FlushAsync());

        Assert.Equal(2, writer.BufferedRows);
        await writer.CompleteAsync();
        Assert.Equal(2, service.Packs.Count);
    }

    [Fact]
    public async Task Many_packs_under_random_faults_are_stored_exactly_once_or_reported()
    {
        const int seed = 20260304;
        var random = new Random(seed);
        await using var service = new StreamService();
        var stored = new List<string>();
        for (int i = 0; i < 400; i++)
        {
            int fault = random.Next(8);
            service.Answer(async e =>
            {
                await e.ReadBodyAsync();
                string body = Convert.ToHexString(e.Body);
                switch (fault)
                {
                    case 0:
                        await e.RespondAsync(429);
                        break;
                    case 1:
                        await e.RespondAsync(308);
                        break;
                    case 2:
                        stored.Add(body);
                        e.Abort();
                        break;
                    case 3:
                        e.Abort();
                        break;
                    default:
                        stored.Add(body);
                        await StreamService.AcceptAsync(e);
                        break;
                }
            });
        }

        await using StreamRecordWriter writer = (await service.OpenAsync()).OpenRecordWriter();
        var unknown = new HashSet<string>();
        for (int key = 0; key < 150; key++)
        {
            await StreamService.WriteAsync(writer, key);
            try
            {
                await writer.FlushAsync();
            }
            catch (OdpsOutcomeUnknownException)
            {
                unknown.Add(Convert.ToHexString(StreamService.Body(key)));
                writer.DiscardPack();
            }
        }

        string told = string.Create(CultureInfo.InvariantCulture, $"seed {seed}");
        Assert.True(stored.Distinct().Count() == stored.Count, told);
        Assert.True(unknown.Count is > 10 and < 100, told);
        for (int key = 0; key < 150; key++)
        {
            string body = Convert.ToHexString(StreamService.Body(key));
            Assert.True(stored.Contains(body) || unknown.Contains(body), told);
        }
    }
}
