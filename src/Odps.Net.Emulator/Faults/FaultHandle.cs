namespace Odps.Net.Emulator;

/// <summary>A fault that was added to an emulator: how often it happened, and its end. Thread-safe.</summary>
public sealed class FaultHandle : IDisposable
{
    private readonly FaultCollection _owner;
    private int _calls;
    private int _hits;

    internal FaultHandle(FaultCollection owner, Fault fault)
    {
        _owner = owner;
        Fault = fault;
    }

    /// <summary>The fault.</summary>
    public Fault Fault { get; }

    /// <summary>How many requests came that the fault meets, whether or not it happened to them.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>
    /// To how many requests the fault happened. A cut that lies behind the end of the answer, and a fault behind another that ended the request before,
    /// did not happen.
    /// </summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Removes the fault; requests that it happens to at the moment go on with it.</summary>
    public void Dispose() => _owner.Remove(this);

    /// <summary>Counts a request, and says whether the fault happens to it.</summary>
    internal bool Meets(EmulatorRequest request) => Fault.Match.IsMatch(request) && Fault.IsDue(Interlocked.Increment(ref _calls));

    internal void Hit() => Interlocked.Increment(ref _hits);
}
