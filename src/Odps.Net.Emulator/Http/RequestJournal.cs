namespace Odps.Net.Emulator.Http;

/// <summary>The last requests in the order in which they came. Thread-safe.</summary>
internal sealed class RequestJournal(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _entries = new();

    public Entry Add(EmulatorRequest request)
    {
        var entry = new Entry(request);
        lock (_lock)
        {
            _entries.Enqueue(entry);
            while (_entries.Count > capacity)
            {
                _entries.Dequeue();
            }
        }

        return entry;
    }

    public IReadOnlyList<EmulatorRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _entries.Select(e => e.Request)];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    /// <summary>One request, whose answer is filled in before it is sent.</summary>
    internal sealed class Entry(EmulatorRequest request)
    {
        private volatile EmulatorRequest _request = request;

        public EmulatorRequest Request => _request;

        public void HasRead(byte[] body, int most)
        {
            if (most > 0)
            {
                _request = _request with { Body = body.AsSpan(0, Math.Min(most, body.Length)).ToArray() };
            }
        }

        public void Answered(int status, string? errorCode) => _request = _request with { Status = status, ErrorCode = errorCode };
    }
}
