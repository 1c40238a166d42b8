namespace Odps.Net.Tunnel;

/// <summary>
/// The rows of one bucket on their way: those that gather, buffers that are full, and the packet that is being sent. Everything is in the order of the rows,
/// and one packet is under way at a time. Members are used under a lock on the lane, except for <see cref="Open"/>, which belongs to the writer's
/// caller, and <see cref="Packet"/>, which belongs to the task that sends.
/// </summary>
internal sealed class UpsertLane(int bucket)
{
    public int Bucket => bucket;

    /// <summary>The rows that gather.</summary>
    public BucketBuffer Open { get; private set; } = new(bucket);

    /// <summary>Buffers that wait to be sent.</summary>
    public Queue<BucketBuffer> Full { get; } = new();

    /// <summary>The packet that is being sent, or that could not be.</summary>
    public UpsertPacket? Packet { get; set; }

    /// <summary>The task that sends; null when there is none.</summary>
    public Task? Sending { get; set; }

    /// <summary>Whether there is anything to send.</summary>
    public bool IsPending => Full.Count > 0 || Packet is not null;

    /// <summary>Moves the rows that have gathered to those that wait.</summary>
    public void Close()
    {
        if (Open.Rows > 0)
        {
            Full.Enqueue(Open);
            Open = new BucketBuffer(bucket);
        }
    }

    /// <summary>Drops everything. Nothing is being sent any more.</summary>
    public void Drop()
    {
        Open.Dispose();
        while (Full.TryDequeue(out BucketBuffer? buffer))
        {
            buffer.Dispose();
        }

        Packet?.Dispose();
        Packet = null;
    }
}
