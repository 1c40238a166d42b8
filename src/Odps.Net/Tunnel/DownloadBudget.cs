namespace Odps.Net.Tunnel;

/// <summary>
/// How much of a parallel download may wait for the caller. The range that the caller reads from may go on above the bound when nothing of it waits, or ordered
/// reading could come to a stand with the budget full of rows that are not their turn yet: at most one piece is above the bound.
/// </summary>
internal sealed class DownloadBudget(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = new();

    /// <summary>How many pieces of the ranges whose turn has not come wait.</summary>
    private readonly Dictionary<int, int> _waiting = [];
    private long _used;

    /// <summary>The range that the caller reads from; none until it says so, since readers begin before.</summary>
    private int _current = -1;
    private int _currentPieces;

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

    /// <summary>The caller has taken a piece of the current range, of so many bytes.</summary>
    public void Give(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            _currentPieces--;
            Wake();
        }
    }

    /// <summary>The caller reads from this range now.</summary>
    public void SetCurrent(int range)
    {
        lock (_lock)
        {
            _current = range;
            _waiting.Remove(range, out _currentPieces);
            Wake();
        }
    }

    private bool MayTake(int range, long bytes) => _used == 0 || _used + bytes <= maxBytes || (range == _current && _currentPieces == 0);

    private void Take(int range, long bytes)
    {
        _used += bytes;
        if (range == _current)
        {
            _currentPieces++;
        }
        else
        {
            _waiting[range] = _waiting.GetValueOrDefault(range) + 1;
        }
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
