namespace Odps.Net.Emulator;

/// <summary>A stub that was added to an emulator: how often it answered, and its end. Thread-safe.</summary>
public sealed class StubHandle : IDisposable
{
    private readonly StubCollection _owner;
    private int _hits;

    internal StubHandle(StubCollection owner, Stub stub)
    {
        _owner = owner;
        Stub = stub;
    }

    /// <summary>The stub.</summary>
    public Stub Stub { get; }

    /// <summary>How many requests it answered.</summary>
    public int Hits => Math.Min(Volatile.Read(ref _hits), Stub.Count);

    /// <summary>Removes the stub.</summary>
    public void Dispose() => _owner.Remove(this);

    /// <summary>Whether the stub answers the request, which is then counted.</summary>
    internal bool Takes(EmulatorRequest request) => _hits < Stub.Count && Stub.Match.IsMatch(request) && Interlocked.Increment(ref _hits) <= Stub.Count;
}
