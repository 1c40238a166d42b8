namespace Odps.Net.Emulator;

/// <summary>
/// The faults of an emulator. All that are due happen to a request, in the order in which they were added: delays add up, and the first that ends the
/// request ends it. Without faults requests are as fast as ever. Thread-safe.
/// </summary>
public sealed class FaultCollection : HandleCollection<FaultHandle>
{
    internal FaultCollection()
    {
    }

    /// <summary>Adds a fault, for the requests that come from now on.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>How often it happened; disposing it removes the fault.</returns>
    public FaultHandle Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Append(new FaultHandle(this, fault));
    }

    /// <summary>The faults that happen to a request, which is counted for all that it meets.</summary>
    internal FaultHandle[] Due(EmulatorRequest request)
    {
        FaultHandle[] handles = Handles;
        return handles.Length == 0 ? handles : Array.FindAll(handles, h => h.Meets(request));
    }
}
