using System.Globalization;
using System.Security.Cryptography;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel;

namespace Odps.Net.Tests.Resources;

/// <summary>Content that is longer than a part.</summary>
public class ResourceUploadTests
{
    [Fact]
    public async Task Long_content_goes_in_parts_that_are_then_merged()
    {
        await using var service = new ScriptedRest { Status = 201 };
        await service.Client.WithSchema("s").Resources.CreateAsync(
            "big.jar", ResourceType.Jar, new MemoryStream("0123456789"u8.ToArray()), new ResourceOptions { PartSize = 4, Comment = "c" });

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal(4, requests.Length);
        Assert.All(service.Lines[..3], line => Assert.Equal("POST /projects/p/resources?curr_project=p&curr_schema=s&rIsPart=true", line));
        Assert.Equal(["0123", "4567", "89"], requests[..3].Select(ScriptedRest.Text));
        string[] names = [.. requests[..3].Select(r => r.Header("x-odps-resource-name")!)];
        Assert.All(names, (name, i) => Assert.Matches($@"^big\.jar\.part\.tmp\.[0-9]{{6}}\.00000{i}$", name));
        Assert.Single(names.Select(n => n[..^7]).Distinct());
        Assert.All(requests[..3], (part, i) =>
        {
            Assert.Equal(("file", "true", null), (part.Header("x-odps-resource-type"), part.Header("x-odps-resource-istemp"), part.Header("x-odps-comment")));
            Assert.Equal($"attachment;filename={names[i]}", part.Header("Content-Disposition"));
        });

        LoopbackExchange merge = requests[3];
        Assert.Equal("POST /projects/p/resources?curr_project=p&curr_schema=s&rOpMerge=true", service.Lines[3]);
        Assert.Equal($"781e5e245d69b566979b86e28d23f2c7|{string.Join(',', names)}", ScriptedRest.Text(merge));
        Assert.Equal(("jar", "big.jar", "10", "c"), (merge.Header("x-odps-resource-type"), merge.Header("x-odps-resource-name"), merge.Header("x-odps-resource-merge-total-bytes"), merge.Header("x-odps-comment")));
        Assert.Equal("application/octet-stream", merge.Header("Content-Type"));
        Assert.Null(merge.Header("x-odps-resource-istemp"));
    }

    [Fact]
    public async Task Replacing_sends_parts_by_post_and_merges_by_put()
    {
        await using var service = new ScriptedRest { Headers = "x-odps-resource-type: archive" };
        await service.Client.Resources["a.zip"].UpdateAsync(new MemoryStream(new byte[5]), new ResourceOptions { PartSize = 4 });

        Assert.Equal(
            [
                "GET /projects/p/resources/a.zip?curr_project=p&meta", "POST /projects/p/resources?curr_project=p&rIsPart=true", "POST /projects/p/resources?curr_project=p&rIsPart=true",
                "PUT /projects/p/resources/a.zip?curr_project=p&rOpMerge=true",
            ],
            service.Lines);
        Assert.Equal("archive", service.Last.Header("x-odps-resource-type"));
    }

    [Theory]
    [InlineData(0, 4, 1)]
    [InlineData(3, 4, 1)]
    [InlineData(4, 4, 1)]
    [InlineData(5, 4, 3)]
    [InlineData(8, 4, 3)]
    [InlineData(9, 4, 4)]
    [InlineData(3, 1, 4)]
    [InlineData(400_000, 150_000, 4)]
    public async Task Part_boundaries_lose_and_double_nothing_with_and_without_a_known_length(int length, int partSize, int requests)
    {
        byte[] content = new byte[length];
        new Random(7).NextBytes(content);
        foreach (bool seekable in new[] { true, false })
        {
            await using var service = new ScriptedRest { Status = 201 };
            Stream source = seekable ? new MemoryStream(content) : new TrickleStream(content);
            await service.Client.Resources.CreateAsync("f", ResourceType.File, source, new ResourceOptions { PartSize = partSize });

            LoopbackExchange[] sent = [.. service.Server.Requests];
            Assert.Equal(requests, sent.Length);
            byte[] received = [.. (requests == 1 ? sent : sent[..^1]).SelectMany(r => r.Body)];
            Assert.Equal(content, received);
            if (requests > 1)
            {
#pragma warning disable CA5351 // The protocol says MD5.
                Assert.StartsWith(Convert.ToHexStringLower(MD5.HashData(content)) + "|", ScriptedRest.Text(sent[^1]), StringComparison.Ordinal);
#pragma warning restore CA5351
                Assert.Equal(length.ToString(CultureInfo.InvariantCulture), sent[^1].Header("x-odps-resource-merge-total-bytes"));
            }
        }
    }

    [Fact]
    public async Task Content_is_read_no_further_than_one_part_and_a_byte_ahead_of_what_was_sent()
    {
        const int PartSize = 100_000;
        var source = new TrickleStream(new byte[1_000_000]);
        long received = 0;
        long farthest = 0;
        await using var service = new ScriptedRest();
        service.OnRequest = exchange =>
        {
            farthest = Math.Max(farthest, source.Count - received);
            received += exchange.Body.Length;
            return exchange.RespondAsync(201);
        };
        await service.Client.Resources.CreateAsync("f", ResourceType.File, source, new ResourceOptions { PartSize = PartSize });
        Assert.InRange(farthest, 1, PartSize + 1);
    }

    [Fact]
    public async Task Upload_begins_where_the_stream_is()
    {
        await using var service = new ScriptedRest { Status = 201 };
        var source = new MemoryStream("skipped and sent"u8.ToArray()) { Position = 12 };
        await service.Client.Resources.CreateAsync("f", ResourceType.File, source);
        Assert.Equal("sent", ScriptedRest.Text(service.Last));
        Assert.True(source.CanRead);
    }

    [Fact]
    public async Task Part_whose_answer_is_lost_is_sent_again_and_a_merge_is_not()
    {
        await using var service = new ScriptedRest();
        service.OnRequest = exchange =>
        {
            if (exchange.Number is 1 or 4)
            {
                exchange.Abort();
                return Task.CompletedTask;
            }

            return exchange.RespondAsync(201);
        };
        await Assert.ThrowsAsync<OdpsConnectionException>(
            () => service.Client.Resources.CreateAsync("f", ResourceType.File, new MemoryStream([1, 2, 3]), new ResourceOptions { PartSize = 2 }));

        LoopbackExchange[] requests = [.. service.Server.Requests];
        Assert.Equal([true, true, true, false], requests.Select(r => r.HasParameter("rIsPart")));
        Assert.Equal(requests[0].Header("x-odps-resource-name"), requests[1].Header("x-odps-resource-name"));
        Assert.Equal(requests[0].Body, requests[1].Body);
    }

    [Fact]
    public async Task Source_that_fails_is_reported_as_it_is_and_nothing_is_merged()
    {
        await using var service = new ScriptedRest { Status = 201 };
        var source = new TrickleStream(new byte[100]) { FailsAt = 50 };
        IOException error = await Assert.ThrowsAsync<IOException>(
            () => service.Client.Resources.CreateAsync("f", ResourceType.File, source, new ResourceOptions { PartSize = 20 }));
        Assert.Equal("disk", error.Message);
        Assert.All(service.Server.Requests, r => Assert.True(r.HasParameter("rIsPart")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task Impossible_part_size_is_refused(int partSize)
    {
        await using var service = new ScriptedRest();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => service.Client.Resources.CreateAsync("f", ResourceType.File, Stream.Null, new ResourceOptions { PartSize = partSize }));
        Assert.Empty(service.Server.Requests);
    }

    /// <summary>Gives its bytes in small pieces of different sizes and has no length.</summary>
    private sealed class TrickleStream(byte[] bytes) : Stream
    {
        public int Count { get; private set; }

        public int FailsAt { get; init; } = int.MaxValue;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Count >= FailsAt)
            {
                throw new IOException("disk");
            }

            int length = Math.Min(Math.Min(buffer.Length, bytes.Length - Count), 1 + (Count % 8191));
            bytes.AsMemory(Count, length).CopyTo(buffer);
            Count += length;
            return new(length);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
