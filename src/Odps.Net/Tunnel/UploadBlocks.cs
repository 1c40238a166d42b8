namespace Odps.Net.Tunnel;

/// <summary>
/// The blocks of an upload session as one object of it knows them: which ids are taken, which blocks are complete, and which writers are still at work. A row
/// can get lost only through a block that is replaced or left out, so all of that is decided here. Thread-safe.
/// </summary>
internal sealed class UploadBlocks
{
    private readonly Lock _lock = new();
    private readonly int _lastId;
    private readonly HashSet<int> _open = [];
    private readonly SortedSet<int> _written = [];
    private readonly HashSet<int> _buffered = [];
    private int _nextId;
    private int _bufferedWriters;
    private int _abandonedBlocks;

    public UploadBlocks(int firstId, int lastId)
    {
        _nextId = firstId;
        _lastId = lastId;
    }

    /// <summary>The ids of the blocks that are complete, in ascending order.</summary>
    public IReadOnlyList<int> Written
    {
        get
        {
            lock (_lock)
            {
                return [.. _written];
            }
        }
    }

    /// <summary>Gives an id that was not used before, neither here nor on the service.</summary>
    /// <exception cref="InvalidOperationException">None is left.</exception>
    public int Allot(TableUploadSession session)
    {
        lock (_lock)
        {
            while (_nextId <= _lastId)
            {
                int id = _nextId++;
                if (!_open.Contains(id) && !_written.Contains(id) && !session.IsOnService(id))
                {
                    return id;
                }
            }
        }

        throw new InvalidOperationException(
            $"{session} has no block id left: it may allot ids up to {_lastId}. A session has at most {TableUploadSession.MaxBlocks} blocks: make them larger (BufferedWriterOptions.BlockSize), or use another session.");
    }

    /// <summary>Takes a block for a writer that was opened for it by the caller.</summary>
    /// <exception cref="InvalidOperationException">Another writer has it.</exception>
    public void Open(int id, TableUploadSession session)
    {
        lock (_lock)
        {
            if (_buffered.Contains(id))
            {
                throw new InvalidOperationException(
                    $"Block {id} of {session} belongs to a buffered writer, whose rows it would replace. Take another id (AllotBlockId).");
            }

            if (!_open.Add(id))
            {
                throw new InvalidOperationException($"A writer for block {id} of {session} is open already; complete or dispose it first.");
            }

            // While it is being written again it is not complete.
            _written.Remove(id);
        }
    }

    /// <summary>A writer that was opened for a block has ended.</summary>
    public void Close(int id, bool isComplete)
    {
        lock (_lock)
        {
            if (_open.Remove(id) && isComplete)
            {
                _written.Add(id);
            }
        }
    }

    /// <summary>A buffered writer begins.</summary>
    public void BeginBuffered()
    {
        lock (_lock)
        {
            _bufferedWriters++;
        }
    }

    /// <summary>Allots the id of a block of a buffered writer.</summary>
    public int AllotBuffered(TableUploadSession session)
    {
        lock (_lock)
        {
            int id = Allot(session);
            _buffered.Add(id);
            return id;
        }
    }

    /// <summary>A buffered writer has ended; only when it was completed do its blocks count.</summary>
    public void EndBuffered(IReadOnlyCollection<int> ids, bool isComplete)
    {
        lock (_lock)
        {
            _bufferedWriters--;
            if (isComplete)
            {
                _written.UnionWith(ids);
            }
            else
            {
                _abandonedBlocks += ids.Count;
            }
        }
    }

    /// <summary>Throws unless every writer has come to its end.</summary>
    /// <exception cref="InvalidOperationException">A writer is still open, or a buffered one was abandoned after it had sent blocks.</exception>
    public void CheckAllEnded(TableUploadSession session)
    {
        lock (_lock)
        {
            if (_open.Count > 0)
            {
                throw new InvalidOperationException(
                    $"{session} cannot be committed while writers are open: block {string.Join(", ", _open.Order())}. Complete or dispose them first.");
            }

            if (_bufferedWriters > 0)
            {
                throw new InvalidOperationException(
                    $"{session} cannot be committed while {_bufferedWriters} buffered writers are open, since rows in them would be missing. Complete them (CompleteAsync) first.");
            }

            if (_abandonedBlocks > 0)
            {
                throw new InvalidOperationException(
                    $"{session} cannot be committed: a buffered writer was disposed of without CompleteAsync after it had sent {_abandonedBlocks} blocks, so that its rows would be there in part. "
                    + "Nothing is committed: create a new session and write the rows again.");
            }
        }
    }
}
