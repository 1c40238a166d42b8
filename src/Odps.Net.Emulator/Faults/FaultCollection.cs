using System.Collections;

namespace Odps.Net.Emulator;

/// <summary>
/// The faults of an emulator. All that are due happen to a request, in the order in which they were added: delays add up, and the first that ends the
/// request ends it. Without faults requests are as fast as ever. Thread-safe.
/// </summary>
public sealed class FaultCollection : IReadOnlyCollection<FaultHandle>
{
    private readonly Lock _lock = new();

    /// <summary>Never changed in place, so that requests read it without the lock.</summary>
    private volatile FaultHandle[] _handles = [];

    internal FaultCollection()
    {
    }

    /// <summary>The number of faults, those included that have happened as often as they should.</summary>
    public int Count => _handles.Length;

    /// <summary>Adds a fault, for the requests that come from now on.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>How often it happened; disposing it removes the fault.</returns>
    public FaultHandle Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var handle = new FaultHandle(this, fault);
        lock (_lock)
        {
            _handles = [.. _handles, handle];
        }

        return handle;
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _handles = [];
        }
    }

    /// <summary>The faults that there are now, in the order in which they were added.</summary>
    public IEnumerator<FaultHandle> GetEnumerator() => ((IEnumerable<FaultHandle>)_handles).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Remove(FaultHandle handle)
    {
        lock (_lock)
        {
            _handles = Array.FindAll(_handles, h => h != handle);
        }
    }

    /// <summary>The faults that happen to a request, which is counted for all that it meets.</summary>
    internal FaultHandle[] Due(EmulatorRequest request)
    {
        FaultHandle[] handles = _handles;
        return handles.Length == 0 ? handles : Array.FindAll(handles, h => h.Meets(request));
    }
}
