namespace Odps.Net.Tunnel;

/// <summary>
/// How much of a parallel download may wait for the caller. A quarter is kept for the range that the caller reads from, and that range may go on even with a
/// full budget when nothing of it is waiting; otherwise ordered reading could come to a stand with the budget full of rows that are not their turn yet.
/// </summary>
internal sealed class DownloadBudget(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly Dictionary<int, long> _usedByRange = [];
    private long _used;
    private int _current;

    /// <summary>Waits until a range may hand over so many bytes.</summary>
    public async ValueTask TakeAsync(int range, long bytes, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter>? node;
        lock (_lock)
        {
            if (MayTake(range, bytes))
            {
                Take(range, bytes);
                return;
            }

            node = _waiters.AddLast(new Waiter(range, bytes));
        }

        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static (state, token) => ((Waiter)state!).Turn.TrySetCanceled(token), node.Value);
        await using (registration.ConfigureAwait(false))
        {
            try
            {
                await node.Value.Turn.Task.ConfigureAwait(false);
            }
            finally
            {
                lock (_lock)
                {
                    if (node.List is not null)
                    {
                        _waiters.Remove(node);
                    }
                }
            }
        }
    }

    /// <summary>The caller has taken rows of so many bytes out of its range.</summary>
    public void Give(long bytes)
    {
        lock (_lock)
        {
            Take(_current, -bytes);
            Wake();
        }
    }

    /// <summary>The caller reads from this range now, and has taken all rows of the one before.</summary>
    public void SetCurrent(int range)
    {
        lock (_lock)
        {
            _usedByRange.Remove(_current);
            _current = range;
            Wake();
        }
    }

    /// <summary>A piece may be larger than the budget; then the first one of a range is let through while there is room for any.</summary>
    private bool MayTake(int range, long bytes)
    {
        bool isCurrent = range == _current;
        long limit = isCurrent ? maxBytes : maxBytes - (maxBytes / 4);
        return _used == 0 || _used + bytes <= limit || (_usedByRange.GetValueOrDefault(range) == 0 && (isCurrent || _used < limit));
    }

    private void Take(int range, long bytes)
    {
        _used += bytes;
        _usedByRange[range] = _usedByRange.GetValueOrDefault(range) + bytes;
    }

    private void Wake()
    {
        LinkedListNode<Waiter>? node = _waiters.First;
        while (node is not null)
        {
            LinkedListNode<Waiter>? next = node.Next;
            if (MayTake(node.Value.Range, node.Value.Bytes))
            {
                _waiters.Remove(node);
                if (node.Value.Turn.TrySetResult())
                {
                    Take(node.Value.Range, node.Value.Bytes);
                }
            }

            node = next;
        }
    }

    private sealed class Waiter(int range, long bytes)
    {
        public int Range { get; } = range;

        public long Bytes { get; } = bytes;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
