namespace Odps.Net.Tunnel;

/// <summary>Which server takes which bucket. Thread-safe.</summary>
internal sealed class UpsertRoutes
{
    private readonly Lock _lock = new();
    private TunnelSlot[] _slots = [];
    private int[] _slotOfBucket = [];

    public UpsertRoutes(IReadOnlyList<UpsertSlot> slots)
    {
        BucketCount = slots.Sum(s => s.Buckets.Count);
        Replace(slots);
    }

    /// <summary>The number of buckets when the session was opened.</summary>
    public int BucketCount { get; }

    /// <summary>The slot of a bucket.</summary>
    public TunnelSlot Of(int bucket)
    {
        lock (_lock)
        {
            return _slots[_slotOfBucket[bucket]];
        }
    }

    /// <summary>Takes over what the service says, unless the number of buckets is another now, so that rows belong elsewhere: then it gives false.</summary>
    public bool Replace(IReadOnlyList<UpsertSlot> slots)
    {
        var slotOfBucket = new int[slots.Sum(s => s.Buckets.Count)];
        if (slotOfBucket.Length != BucketCount)
        {
            return false;
        }

        for (int i = 0; i < slots.Count; i++)
        {
            foreach (int bucket in slots[i].Buckets)
            {
                slotOfBucket[bucket] = i;
            }
        }

        lock (_lock)
        {
            _slots = [.. slots.Select(s => s.Slot)];
            _slotOfBucket = slotOfBucket;
            return true;
        }
    }

    /// <summary>Gives the slot of a bucket, with all of its buckets, the address that the service has named.</summary>
    public void Move(int bucket, string server)
    {
        lock (_lock)
        {
            int slot = _slotOfBucket[bucket];
            _slots[slot] = _slots[slot] with { Server = server };
        }
    }
}
