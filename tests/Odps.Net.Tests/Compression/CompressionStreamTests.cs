using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

public sealed class CompressionStreamTests
{
    public static TheoryData<string> Formats => new(CompressionBytes.Formats.Select(format => format.ToString()));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Only_asynchronous_calls_are_supported(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        await using Stream read = CompressionStreams.OpenRead(algorithm, new MemoryStream());
        Assert.True(read.CanRead);
        Assert.False(read.CanWrite);
        Assert.False(read.CanSeek);
        Assert.Throws<NotSupportedException>(() => read.Read(new byte[1], 0, 1));
        Assert.Throws<NotSupportedException>(() => read.ReadByte());
        Assert.Throws<NotSupportedException>(() => read.Length);
        await using CompressingStream write = CompressionStreams.OpenWrite(algorithm, new MemoryStream());
        Assert.True(write.CanWrite);
        Assert.Throws<NotSupportedException>(() => write.Write(new byte[1], 0, 1));
        Assert.Throws<NotSupportedException>(() => write.WriteByte(1));
        Assert.Throws<NotSupportedException>(write.Flush);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Disposing_without_completing_writes_no_valid_end(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        byte[] data = CompressionBytes.Text(400_000, 1);
        foreach (bool asynchronous in new[] { true, false })
        {
            using var target = new MemoryStream();
            CompressingStream stream = CompressionStreams.OpenWrite(algorithm, target, leaveOpen: true);
            await stream.WriteAsync(data);
            if (asynchronous)
            {
                await stream.DisposeAsync();
            }
            else
            {
#pragma warning disable CA1849, VSTHRD103 // The synchronous disposal is what is tested.
                stream.Dispose();
#pragma warning restore CA1849, VSTHRD103
            }

            if (algorithm == CompressionAlgorithm.Snappy)
            {
                // The format has no end mark; what shows is that not everything is there.
                Assert.True((await CompressionBytes.DecompressAsync(algorithm, target.ToArray())).Length < data.Length);
            }
            else
            {
                await Assert.ThrowsAsync<EndOfStreamException>(() => CompressionBytes.DecompressAsync(algorithm, target.ToArray()));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_flush_makes_everything_written_readable(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        byte[] data = CompressionBytes.Text(100_000, 1);
        using var target = new MemoryStream();
        await using CompressingStream stream = CompressionStreams.OpenWrite(algorithm, target, leaveOpen: true);
        await stream.FlushAsync(default);
        for (int round = 1; round <= 5; round++)
        {
            await stream.WriteAsync(data.AsMemory((round - 1) * 20_000, 20_000));
            await stream.FlushAsync(default);
            await using Stream reader = CompressionStreams.OpenRead(algorithm, new MemoryStream(target.ToArray()));
            byte[] read = new byte[round * 20_000];
            await reader.ReadExactlyAsync(read);
            Assert.Equal(data[..read.Length], read);
        }

        await stream.CompleteAsync();
        Assert.Equal(data, await CompressionBytes.DecompressAsync(algorithm, target.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Nothing_can_be_written_after_the_end(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        CompressingStream stream = CompressionStreams.OpenWrite(algorithm, new MemoryStream());
        await stream.CompleteAsync();
        Assert.False(stream.CanWrite);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.WriteAsync(new byte[1]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.CompleteAsync());
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.WriteAsync(new byte[1]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_inner_stream_is_disposed_unless_it_is_left_open(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        foreach (bool leaveOpen in new[] { false, true })
        {
            var source = new FragmentedStream([], 1);
            await CompressionStreams.OpenRead(algorithm, source, leaveOpen).DisposeAsync();
            Assert.Equal(!leaveOpen, source.Disposed);
            var target = new MemoryStream();
            await CompressionStreams.OpenWrite(algorithm, target, leaveOpen: leaveOpen).DisposeAsync();
            Assert.Equal(leaveOpen, target.CanWrite);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task An_empty_inner_stream_is_an_error(string format)
        => await Assert.ThrowsAsync<EndOfStreamException>(() => CompressionBytes.DecompressAsync(Enum.Parse<CompressionAlgorithm>(format), []));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_damaged_stream_stays_damaged(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        await using Stream stream = CompressionStreams.OpenRead(algorithm, new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8]));
        byte[] buffer = new byte[10];
        for (int attempt = 0; attempt < 3; attempt++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(async () => await stream.ReadExactlyAsync(buffer));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_failure_of_the_inner_stream_is_passed_on_as_it_is(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        await using Stream read = CompressionStreams.OpenRead(algorithm, new FailingStream());
        IOException readError = await Assert.ThrowsAsync<IOException>(async () => await read.ReadExactlyAsync(new byte[1]));
        Assert.Equal("The network is gone.", readError.Message);

        await using CompressingStream write = CompressionStreams.OpenWrite(algorithm, new FailingStream());
        byte[] noise = CompressionBytes.Random(600_000, 1);
        IOException writeError = await Assert.ThrowsAsync<IOException>(async () => await write.WriteAsync(noise));
        Assert.Equal("The network is gone.", writeError.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await write.WriteAsync(noise));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await write.CompleteAsync());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_cancelled_token_cancels(string format)
    {
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        byte[] data = await CompressionBytes.CompressAsync(algorithm, CompressionBytes.Text(100, 1));
        await using Stream read = CompressionStreams.OpenRead(algorithm, new FragmentedStream(data, 10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read.ReadExactlyAsync(new byte[1], source.Token));
        // Nothing was lost: the read can be repeated.
        byte[] text = new byte[100];
        await read.ReadExactlyAsync(text);
        Assert.Equal(CompressionBytes.Text(100, 1), text);

        await using CompressingStream write = CompressionStreams.OpenWrite(algorithm, new MemoryStream());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await write.WriteAsync(new byte[1], source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await write.CompleteAsync(source.Token));
        await write.CompleteAsync();
    }

    [Fact]
    public async Task Without_compression_bytes_pass_through()
    {
        byte[] data = CompressionBytes.Text(1000, 1);
        using var source = new MemoryStream(data);
        Assert.Same(source, CompressionStreams.OpenRead(CompressionAlgorithm.None, source));
        Assert.Equal(data, await CompressionBytes.CompressAsync(CompressionAlgorithm.None, data));
    }

    [Fact]
    public async Task Deflate_writes_a_zlib_container_at_the_fastest_level()
    {
        byte[] data = await CompressionBytes.CompressAsync(CompressionAlgorithm.Deflate, CompressionBytes.Text(1000, 1));
        Assert.Equal(new byte[] { 0x78, 0x01 }, data[..2]);
        byte[] best = await CompressionBytes.CompressAsync(CompressionAlgorithm.Deflate, CompressionBytes.Text(1000, 1), level: 9);
        Assert.Equal(new byte[] { 0x78, 0xDA }, best[..2]);
        byte[] empty = await CompressionBytes.CompressAsync(CompressionAlgorithm.Deflate, ReadOnlyMemory<byte>.Empty);
        Assert.Equal(new byte[] { 0x78, 0x01, 0x03, 0, 0, 0, 0, 1 }, empty);
        Assert.Empty(await CompressionBytes.DecompressAsync(CompressionAlgorithm.Deflate, empty));
    }

    private sealed class FailingStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => ValueTask.FromException<int>(new IOException("The network is gone."));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            => ValueTask.FromException(new IOException("The network is gone."));

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
