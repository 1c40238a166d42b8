namespace Odps.Net.Tunnel;

/// <summary>The slots of a stream upload session, which packs take in turn. Thread-safe.</summary>
internal sealed class StreamSlots
{
    private readonly Lock _lock = new();
    private TunnelSlot[] _slots;
    private int _next;

    public StreamSlots(IReadOnlyList<TunnelSlot> slots)
    {
        _slots = [.. slots];

        // Sessions that begin together are not all to begin with the same server.
        _next = Random.Shared.Next(_slots.Length);
    }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _slots.Length;
            }
        }
    }

    /// <summary>The slot of the next attempt, and how many slots are known.</summary>
    public TunnelSlot Next(out int count)
    {
        lock (_lock)
        {
            count = _slots.Length;
            return _slots[(int)((uint)_next++ % (uint)count)];
        }
    }

    public void Replace(IReadOnlyList<TunnelSlot> slots)
    {
        lock (_lock)
        {
            _slots = [.. slots];
            _next %= _slots.Length;
        }
    }

    /// <summary>Gives a slot the address that the service has named.</summary>
    public void Move(string id, string server)
    {
        lock (_lock)
        {
            int index = Array.FindIndex(_slots, s => s.Id == id);
            if (index >= 0)
            {
                _slots[index] = _slots[index] with { Server = server };
            }
        }
    }
}
