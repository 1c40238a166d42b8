using System.Runtime.ExceptionServices;
using Odps.Net.Compression;

namespace Odps.Net.Tunnel;

/// <summary>
/// What a buffered writer writes into: fills one block in pooled memory while earlier ones are on their way. Blocks are sent in the background, a few
/// at a time; a block that fails for a passing reason is sent again, and one that fails for good fails the writer.
/// </summary>
internal sealed class BlockBuffer : Stream
{
    private readonly TableUploadSession _session;
    private readonly UploadBlocks _blocks;
    private readonly TunnelDataForm _form;
    private readonly TunnelCompression _compression;
    private readonly TransferCounter _counter;
    private readonly SemaphoreSlim _slots;
    private readonly List<Task> _sending = [];
    private readonly List<int> _ids = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _abort = new();
    private PooledBody _body = new();
    private CompressingStream _compressed;
    private TunnelMetrics? _metrics;

    // What the first block that failed for good has failed with: the others are given up then, and their cancellation says nothing.
    private ExceptionDispatchInfo? _failure;
    private bool _ended;
    private bool _disposed;

    public BlockBuffer(TableUploadSession session, UploadBlocks blocks, TunnelDataForm form, BufferedWriterOptions options, TunnelCompression compression)
    {
        _session = session;
        _blocks = blocks;
        _form = form;
        _compression = compression;
        BlockSize = options.BlockSize;
        _counter = new TransferCounter(options.Progress);
        _slots = new SemaphoreSlim(options.Parallelism);
        _compressed = Compress(_body);
        _blocks.BeginBuffered();
    }

    /// <summary>How the tunnel server spent its time on all blocks that it has accepted; null when it did not say.</summary>
    public TunnelMetrics? Metrics
    {
        get
        {
            lock (_lock)
            {
                return _metrics;
            }
        }
    }

    /// <summary>From how many bytes on a block is cut.</summary>
    public long BlockSize { get; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _compressed.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Nothing to flush: bytes leave in whole blocks.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hands the block, whose footer is written, to the background, and begins the next one. Waits while all senders are busy.</summary>
    public async ValueTask CutAsync(long rows, long bytes, CancellationToken cancellationToken)
    {
        await _compressed.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        _failure?.Throw();
        int blockId = _blocks.AllotBuffered(_session);
        _ids.Add(blockId);
        _sending.Add(SendAsync(blockId, _body, rows, bytes));
        await _compressed.DisposeAsync().ConfigureAwait(false);
        _body = new PooledBody();
        _compressed = Compress(_body);
    }

    /// <summary>Waits until the service has accepted every block.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_sending).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (_failure is not null && !cancellationToken.IsCancellationRequested)
        {
            _failure.Throw();
        }

        End(isComplete: true);
    }

    /// <summary>Gives up what is still on its way. Blocks that were accepted stay in the session, which then refuses to be committed, unless the writer is complete.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _abort.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        End(isComplete: false);
        await _compressed.DisposeAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        _abort.Dispose();
        _slots.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("An upload is written asynchronously.");

    private CompressingStream Compress(PooledBody body) => CompressionStreams.OpenWrite(_compression.Algorithm, body, _compression.Level, leaveOpen: true);

    private async Task SendAsync(int blockId, PooledBody body, long rows, long bytes)
    {
        try
        {
            TunnelMetrics? metrics = await _session.SendBlockAsync(
                blockId, body, rows, _form, _compression, whenRepeated: () => _counter.Add(retries: 1), _abort.Token).ConfigureAwait(false);
            lock (_lock)
            {
                _metrics = TunnelMetrics.Sum(_metrics, metrics);
            }

            _counter.Add(rows, bytes, blocks: 1);
            _slots.Release();
        }
        catch (Exception e)
        {
            // The other blocks are of no use without this one.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
            await _abort.CancelAsync().ConfigureAwait(false);
            _slots.Release();
            throw;
        }
        finally
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void End(bool isComplete)
    {
        if (!_ended)
        {
            _ended = true;
            _blocks.EndBuffered(_ids, isComplete);
        }
    }
}
