using System.Collections.Concurrent;
using System.Globalization;

namespace Odps.Net.Tunnel;

/// <summary>
/// The rows of an upsert writer on their way to the service, by bucket: several buckets at a time, and within a bucket one packet after another. What could not
/// be stored stays, in its order.
/// </summary>
internal sealed class UpsertLanes : IAsyncDisposable
{
    private readonly UpsertSession _session;
    private readonly PacketSender _sender;
    private readonly TransferCounter _counter;
    private readonly UpsertLane[] _lanes;
    private readonly SemaphoreSlim _gate;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<int, Exception> _failures = new();
    private long _rowsStored;
    private long _bytesStored;
    private long _packetsStored;
    private long _bufferedBytes;

    public UpsertLanes(UpsertSession session, UpsertWriterOptions options)
    {
        _session = session;
        _sender = new PacketSender(session);
        _counter = new TransferCounter(options.Progress);
        _lanes = [.. Enumerable.Range(0, session.BucketCount).Select(b => new UpsertLane(b))];
        _gate = new SemaphoreSlim(options.MaxConcurrency);
    }

    /// <summary>What the service has stored.</summary>
    public UpsertFlushResult Stored => new(Interlocked.Read(ref _packetsStored), Interlocked.Read(ref _rowsStored), Interlocked.Read(ref _bytesStored));

    /// <summary>The bytes of rows that wait or are under way.</summary>
    public long BufferedBytes => Interlocked.Read(ref _bufferedBytes);

    public bool HasFailed => !_failures.IsEmpty;

    /// <summary>The lane of a key's hash.</summary>
    public UpsertLane Of(int hash) => _lanes[hash % _lanes.Length];

    /// <summary>Counts a row that a lane has got; gives the bytes of all that wait.</summary>
    public long Take(int bytes) => Interlocked.Add(ref _bufferedBytes, bytes);

    public void ForgetFailures() => _failures.Clear();

    /// <summary>Drops what waits. Nothing is being sent any more.</summary>
    public void Drop()
    {
        foreach (UpsertLane lane in _lanes)
        {
            lane.Drop();
        }

        _failures.Clear();
        Interlocked.Exchange(ref _bufferedBytes, 0);
    }

    public void StartAll()
    {
        foreach (UpsertLane lane in _lanes)
        {
            Start(lane);
        }
    }

    /// <summary>Hands the rows that have gathered for a bucket over to the task that sends them, and begins it if it does not run.</summary>
    public void Start(UpsertLane lane)
    {
        lock (lane)
        {
            lane.Close();
            if (lane.Sending is null && lane.IsPending)
            {
                lane.Sending = Task.Run(() => SendLaneAsync(lane));
            }
        }
    }

    /// <summary>The end of all sending that has begun. It never fails: what went wrong is in <see cref="_failures"/>.</summary>
    public Task SendingAsync()
    {
        var tasks = new List<Task>();
        foreach (UpsertLane lane in _lanes)
        {
            lock (lane)
            {
                if (lane.Sending is { } task)
                {
                    tasks.Add(task);
                }
            }
        }

        return Task.WhenAll(tasks);
    }

    /// <summary>Sends what waits of a bucket, packet after packet, until there is nothing more or one fails.</summary>
    private async Task SendLaneAsync(UpsertLane lane)
    {
        bool isInside = false;
        try
        {
            await _gate.WaitAsync(_closing.Token).ConfigureAwait(false);
            isInside = true;
            while (await NextPacketAsync(lane).ConfigureAwait(false) is { } packet)
            {
                await _sender.SendAsync(packet, whenRepeated: () => _counter.Add(retries: 1), _closing.Token).ConfigureAwait(false);
                lane.Packet = null;
                Interlocked.Add(ref _bufferedBytes, -packet.RowBytes);
                Interlocked.Add(ref _rowsStored, packet.Rows);
                Interlocked.Add(ref _bytesStored, packet.Bytes);
                Interlocked.Increment(ref _packetsStored);
                _counter.Add(packet.Rows, packet.Bytes, blocks: 1);
                packet.Dispose();
            }
        }
#pragma warning disable CA1031 // Whatever it is, it is the caller's to see, at the next row or FlushAsync.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failures[lane.Bucket] = failure;
            lock (lane)
            {
                lane.Sending = null;
            }
        }
        finally
        {
            if (isInside)
            {
                _gate.Release();
            }
        }
    }

    private async ValueTask<UpsertPacket?> NextPacketAsync(UpsertLane lane)
    {
        if (lane.Packet is not null)
        {
            return lane.Packet;
        }

        BucketBuffer? buffer;
        lock (lane)
        {
            if (!lane.Full.TryPeek(out buffer))
            {
                lane.Sending = null;
                return null;
            }
        }

        lane.Packet = await buffer.SealAsync(_session.Options.Compression).ConfigureAwait(false);
        lock (lane)
        {
            lane.Full.Dequeue();
        }

        return lane.Packet;
    }

    /// <summary>Says what could not be stored.</summary>
    /// <param name="bufferedRows">How many rows of the writer are not stored.</param>
    public void Throw(long bufferedRows)
    {
        var failures = new SortedDictionary<int, Exception>(_failures);
        if (failures.Count == 0)
        {
            return;
        }

        string buckets = string.Join(", ", failures.Keys.Take(20)) + (failures.Count > 20 ? ", ..." : "");
        throw new OdpsUpsertFlushException(
            string.Create(CultureInfo.InvariantCulture, $"{_session}: packets of {failures.Count} buckets ({buckets}) could not be stored; {bufferedRows} rows of this writer are not stored and stay in it. Nothing of the session is visible. ")
            + $"The first failure: {failures.Values.First().Message} FlushAsync sends them again.",
            failures);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await SendingAsync().ConfigureAwait(false);
        Drop();
        _gate.Dispose();
        _closing.Dispose();
    }
}
