using System.Collections.Concurrent;
using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel.Wire;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Upsert;

/// <summary>When packets are sent, in which order, and what becomes of them when something fails.</summary>
public class UpsertWriterTests
{
    [Fact]
    public async Task Row_without_its_key_is_refused_and_the_others_stay()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        writer.SetString(1, "no key");
        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(async () => await writer.UpsertRowAsync());
        Assert.Equal("k", failure.Column);
        Assert.Equal(1, failure.Row);
        writer.SetNull(0);
        await Assert.ThrowsAsync<OdpsDataException>(async () => await writer.DeleteRowAsync());
        await Assert.ThrowsAsync<OdpsDataException>(async () => await writer.UpsertAsync(session.NewRecord()));
        await UpsertService.UpsertAsync(writer, 1);

        Assert.Equal(2, (await writer.FlushAsync()).Rows);
        Assert.Equal("2", service.Packets.Single().Parameter("record_count"));
    }

    [Fact]
    public async Task Columns_that_are_not_null_are_needed_by_upserts_and_not_by_deletes()
    {
        await using var service = new UpsertService
        {
            Columns = """[{"name":"a","type":"array<string>","nullable":true},{"name":"k","type":"bigint","nullable":false},{"name":"x","type":"double","nullable":true},{"name":"v","type":"string","nullable":false}]""",
        };
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        writer.SetInt64(1, 1);
        await writer.DeleteRowAsync();
        writer.SetValue(0, new[] { "a" });
        writer.SetInt64(1, 1);
        writer.SetDouble(2, 1);
        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(async () => await writer.UpsertRowAsync());
        Assert.Equal("v", failure.Column);
        writer.SetInt64(1, 1);
        writer.SetString(3, "");
        await writer.UpsertRowAsync();

        Assert.Equal(2, (await writer.FlushAsync()).Rows);
    }

    [Fact]
    public async Task Value_that_does_not_fit_makes_the_row_unusable_until_it_is_dropped()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        writer.SetInt64(0, 1);
        Assert.Throws<OdpsDataException>(() => writer.SetInt64(2, long.MaxValue));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.UpsertRowAsync());
        writer.DiscardRow();
        await UpsertService.UpsertAsync(writer, 2);

        Assert.Equal(1, (await writer.FlushAsync()).Rows);
    }

    [Fact]
    public async Task Inner_columns_cannot_be_set()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        Assert.Equal(3, writer.Columns.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.SetInt64(3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.SetValue(5, 1L));
    }

    [Fact]
    public async Task Full_bucket_is_sent_by_itself_and_the_others_stay()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { BucketBytes = 45 });

        // 1 and -1 belong to bucket 3, 2 to bucket 2.
        await UpsertService.UpsertAsync(writer, 2, 1, 1, 1);
        await writer.FlushAsync();
        await UpsertService.UpsertAsync(writer, -1);
        UpsertFlushResult all = await writer.FlushAsync();

        Assert.Equal(["3:3", "2:1", "3:1"], service.Packets.OrderBy(p => p.Number).Select(p => $"{p.Parameter("bucketid")}:{p.Parameter("record_count")}").OrderByDescending(p => p == "3:3").ThenByDescending(p => p == "2:1"));
        Assert.Equal(new UpsertFlushResult(3, 5, service.Packets.Sum(p => p.Body.Length)), all);
    }

    [Fact]
    public async Task Rows_beyond_the_buffer_wait_until_all_are_stored()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { BufferBytes = 100 });
        for (int i = 0; i < 40; i++)
        {
            await UpsertService.UpsertAsync(writer, i);
            Assert.True(writer.BufferedRows < 8, writer.BufferedRows.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(40, (await writer.FlushAsync()).Rows);
    }

    [Fact]
    public async Task No_more_packets_are_under_way_than_allowed_and_never_two_of_a_bucket()
    {
        const int buckets = 16;
        int running = 0;
        int most = 0;
        var inBucket = new ConcurrentDictionary<string, bool>();
        bool twice = false;
        await using var service = new UpsertService
        {
            Slots = $$"""[{"slot_id":"0","buckets":[{{string.Join(',', Enumerable.Range(0, buckets))}}],"worker_addr":"h:1"}]""",
        };
        for (int i = 0; i < 500; i++)
        {
            service.Answer(async e =>
            {
                await e.ReadBodyAsync();
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                twice |= !inBucket.TryAdd(e.Parameter("bucketid")!, true);
                await Task.Yield();
                inBucket.TryRemove(e.Parameter("bucketid")!, out _);
                Interlocked.Decrement(ref running);
                await e.RespondAsync(200);
            });
        }

        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { BucketBytes = 100, MaxConcurrency = 3 });
        for (int i = 0; i < 1000; i++)
        {
            await UpsertService.UpsertAsync(writer, i);
        }

        await writer.FlushAsync();

        Assert.False(twice);
        Assert.InRange(most, 1, 3);
        Assert.Equal(1000, service.Packets.Sum(p => int.Parse(p.Parameter("record_count")!, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Progress_counts_packets_that_were_stored_and_attempts_after_the_first_and_never_goes_back()
    {
        await using var service = new UpsertService();
        service.Answer(503);
        service.Answer(500);
        var progress = new ProgressReports();
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { Progress = progress, MaxConcurrency = 3 });
        await UpsertService.UpsertAsync(writer, [.. Enumerable.Range(0, 100).Select(i => (long)i)]);
        UpsertFlushResult result = await writer.FlushAsync();

        progress.AssertNeverGoesBack();
        Assert.Equal((100, 4, 2), (progress.Last.Rows, progress.Last.Blocks, progress.Last.Retries));
        Assert.Equal(result.Packets, progress.Last.Blocks);
    }

    [Fact]
    public async Task Flushes_at_the_same_time_send_each_row_once()
    {
        await using var service = new UpsertService();
        await using UpsertSession session = await service.OpenAsync();
        UpsertWriter[] writers = [.. Enumerable.Range(0, 4).Select(_ => session.OpenWriter(new UpsertWriterOptions { BucketBytes = 200 }))];
        await Parallel.ForEachAsync(Enumerable.Range(0, writers.Length), async (number, cancellationToken) =>
        {
            for (int flush = 0; flush < 5; flush++)
            {
                await UpsertService.UpsertAsync(writers[number], [.. Enumerable.Range(0, 50).Select(i => (number * 1000L) + (flush * 50) + i)]);
                await writers[number].FlushAsync(cancellationToken);
            }
        });
        await session.CommitAsync();

        var stored = new List<long>();
        foreach (LoopbackExchange packet in service.Packets)
        {
            stored.AddRange(Odps.Net.Tests.Tunnel.Wire.RecordStreams.Read(packet.Body, new UpsertColumns(session.Columns, []).Wire).Select(r => r.GetInt64(0)));
        }

        Assert.Equal(Enumerable.Range(0, 4).SelectMany(n => Enumerable.Range(0, 250).Select(i => (n * 1000L) + i)), stored.Order());
        foreach (UpsertWriter writer in writers)
        {
            await writer.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(429, 0)]
    [InlineData(500, 0)]
    [InlineData(502, 1)]
    [InlineData(503, 0)]
    [InlineData(504, 1)]
    public async Task Packet_that_was_not_taken_is_sent_again(int status, int reloads)
    {
        await using var service = new UpsertService();
        service.Answer(status);
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        await writer.FlushAsync();

        Assert.Equal(2, service.Packets.Count);
        Assert.Equal(service.Packets[0].Body, service.Packets[1].Body);
        Assert.Equal(reloads, service.Reloads.Count);
    }

    [Fact]
    public async Task Packet_whose_answer_is_lost_is_sent_again_unchanged_before_the_next_of_its_bucket()
    {
        await using var service = new UpsertService();
        service.Answer(UpsertService.LoseAsync, UpsertService.LoseAsync);
        await using UpsertSession session = await service.OpenAsync(UpsertService.Quiet with { Compression = TunnelCompression.Deflate() });
        await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { BucketBytes = 1 });
        writer.SetInt64(0, 1);
        writer.SetString(1, "old");
        await writer.UpsertRowAsync();
        writer.SetInt64(0, 1);
        writer.SetString(1, "new");
        await writer.UpsertRowAsync();
        UpsertFlushResult result = await writer.FlushAsync();

        string[] bodies = [.. service.Packets.Select(p => System.Text.Encoding.Latin1.GetString(TunnelScript.Inflate(p.Body)))];
        Assert.Equal(4, bodies.Length);
        Assert.All(bodies[..3], b => Assert.Contains("old", b, StringComparison.Ordinal));
        Assert.Equal(bodies[0], bodies[2]);
        Assert.Contains("new", bodies[3], StringComparison.Ordinal);
        Assert.Equal(2, result.Packets);
    }

    [Fact]
    public async Task Slot_that_moved_takes_all_of_its_buckets_to_the_named_server()
    {
        await using var service = new UpsertService();
        service.Answer(308, "", "odps-tunnel-routed-server: 10.0.0.9:1");
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        await writer.FlushAsync();
        await UpsertService.UpsertAsync(writer, 2);
        await writer.FlushAsync();
        await UpsertService.UpsertAsync(writer, 3);
        await writer.FlushAsync();

        Assert.Equal(["3", "3", "2", "1"], service.Packets.Select(p => p.Parameter("bucketid")));
        Assert.Equal(["10.0.0.2:8093", "10.0.0.9:1", "10.0.0.9:1", "10.0.0.1:8093"], service.Packets.Select(p => p.Header("odps-tunnel-routed-server")));
        Assert.Empty(service.Reloads);
    }

    [Fact]
    public async Task Slot_that_moved_without_saying_where_is_looked_up()
    {
        await using var service = new UpsertService();
        service.Answer(308);
        await using UpsertSession session = await service.OpenAsync();
        service.Slots = UpsertService.TwoSlots.Replace("10.0.0.2", "10.0.0.7", StringComparison.Ordinal);
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        await writer.FlushAsync();

        Assert.Single(service.Reloads);
        Assert.Equal(["10.0.0.2:8093", "10.0.0.7:8093"], service.Packets.Select(p => p.Header("odps-tunnel-routed-server")));
    }

    [Fact]
    public async Task Packet_that_is_refused_stays_and_is_sent_by_the_next_flush_before_later_rows()
    {
        await using var service = new UpsertService();
        service.Answer(400, TunnelScript.Error("MalformedDataStream"));
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1, 1);
        OdpsUpsertFlushException failure = await Assert.ThrowsAsync<OdpsUpsertFlushException>(async () => await writer.FlushAsync());

        Assert.Equal([3], failure.Failures.Keys);
        Assert.False(failure.IsTransient);
        Assert.Equal("MalformedDataStream", Assert.IsType<OdpsServiceException>(failure.InnerException).ErrorCode);
        Assert.Contains("upsert session u1 to table p.t", failure.Message, StringComparison.Ordinal);
        Assert.Contains("1 buckets (3)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2 rows of this writer are not stored", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, writer.BufferedRows);

        writer.SetInt64(0, -1);
        await Assert.ThrowsAsync<OdpsUpsertFlushException>(async () =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => session.CommitAsync());
            writer.DiscardRow();
            service.Answer(400, TunnelScript.Error("MalformedDataStream"));
            await writer.FlushAsync();
        });
        await Assert.ThrowsAsync<OdpsUpsertFlushException>(() => UpsertService.UpsertAsync(writer, -1));
        UpsertFlushResult result = await writer.FlushAsync();

        Assert.Equal(3, result.Rows);
        Assert.Equal(["2", "2", "2", "1"], service.Packets.Select(p => p.Parameter("record_count")));
        Assert.Equal(service.Packets[0].Body, service.Packets[2].Body);
    }

    [Fact]
    public async Task Failure_of_one_bucket_does_not_keep_the_others()
    {
        await using var service = new UpsertService();
        for (int i = 0; i < 4; i++)
        {
            service.Answer(e => e.Parameter("bucketid") is "2" or "3" ? e.RespondAsync(403, TunnelScript.Error("NoPermission")) : e.RespondAsync(200));
        }

        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1, 2, 3, 10);
        OdpsUpsertFlushException failure = await Assert.ThrowsAsync<OdpsUpsertFlushException>(async () => await writer.FlushAsync());

        Assert.Equal([2, 3], failure.Failures.Keys);
        Assert.Equal(2, writer.BufferedRows);
    }

    [Fact]
    public async Task Refusals_that_last_too_long_are_reported_with_their_cause()
    {
        await using var service = new UpsertService();
        for (int i = 0; i < 100; i++)
        {
            service.Answer(503, TunnelScript.Error("ServiceUnavailable"));
        }

        await using UpsertSession session = await service.OpenAsync(UpsertService.Quiet with { RetryTimeout = TimeSpan.FromSeconds(5) });
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        OdpsUpsertFlushException failure = await Assert.ThrowsAsync<OdpsUpsertFlushException>(async () => await writer.FlushAsync());

        Assert.True(failure.IsTransient);
        Assert.Contains("bucket 3", failure.InnerException!.Message, StringComparison.Ordinal);
        Assert.Contains("1 rows", failure.InnerException.Message, StringComparison.Ordinal);
        Assert.InRange(service.Packets.Count, 3, 20);
    }

    [Fact]
    public async Task Cancelled_flush_loses_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        await using var service = new UpsertService();
        service.Answer(async e =>
        {
            await e.ReadBodyAsync();
            await cancel.CancelAsync();
            await release.Task;
            await e.RespondAsync(200);
        });
        await using UpsertSession session = await service.OpenAsync();
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.FlushAsync(cancel.Token));
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
        release.SetResult();
        await writer.FlushAsync();

        Assert.Single(service.Packets);
        Assert.Equal(0, writer.BufferedRows);
    }

    [Fact]
    public async Task Table_that_gets_another_number_of_buckets_ends_the_session()
    {
        await using var service = new UpsertService();
        service.Answer(502);
        await using UpsertSession session = await service.OpenAsync();
        service.Slots = """[{"slot_id":"0","buckets":[0,1],"worker_addr":"10.0.0.1:8093"}]""";
        await using UpsertWriter writer = session.OpenWriter();
        await UpsertService.UpsertAsync(writer, 1);
        OdpsUpsertFlushException failure = await Assert.ThrowsAsync<OdpsUpsertFlushException>(async () => await writer.FlushAsync());
        Assert.Contains("had 4 buckets and now has 2", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OdpsUpsertFlushException>(async () => await writer.FlushAsync());
        await writer.DiscardAsync();
        await Assert.ThrowsAsync<OdpsException>(() => session.CommitAsync());

        Assert.Single(service.Packets);
        Assert.Empty(service.Commits);
    }

    [Fact]
    public async Task Random_rows_arrive_in_the_order_of_each_key_whatever_fails()
    {
        const int seed = 99;
        var random = new Random(seed);
        var applied = new ConcurrentQueue<(string Bucket, byte[] Body)>();
        await using var service = new UpsertService();
        for (int i = 0; i < 4000; i++)
        {
            int fault = random.Next(6);
            service.Answer(async e =>
            {
                await e.ReadBodyAsync();
                switch (fault)
                {
                    case 0:
                        await e.RespondAsync(503);
                        break;
                    case 1:
                        e.Abort();
                        break;
                    case 2:
                        applied.Enqueue((e.Parameter("bucketid")!, e.Body));
                        e.Abort();
                        break;
                    default:
                        applied.Enqueue((e.Parameter("bucketid")!, e.Body));
                        await e.RespondAsync(200);
                        break;
                }
            });
        }

        await using UpsertSession session = await service.OpenAsync(UpsertService.Quiet with { RetryTimeout = TimeSpan.FromDays(1) });
        await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { BucketBytes = 300, BufferBytes = 3000, MaxConcurrency = 4 });
        var expected = new Dictionary<long, string?>();
        for (int i = 0; i < 3000; i++)
        {
            long key = random.Next(60);
            writer.SetInt64(0, key);
            if (random.Next(4) == 0)
            {
                await writer.DeleteRowAsync();
                expected[key] = null;
            }
            else
            {
                string value = i.ToString(CultureInfo.InvariantCulture);
                writer.SetString(1, value);
                await writer.UpsertRowAsync();
                expected[key] = value;
            }
        }

        await writer.FlushAsync();

        var actual = new Dictionary<long, string?>();
        var columns = new UpsertColumns(session.Columns, []).Wire;
        foreach ((_, byte[] body) in applied)
        {
            foreach (Record row in RecordStreams.Read(body, columns))
            {
                actual[(long)row[0]!] = (sbyte)row[5]! == 'U' ? (string?)row[1] : null;
            }
        }

        Assert.True(expected.OrderBy(p => p.Key).SequenceEqual(actual.OrderBy(p => p.Key)), string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
