using System.Collections;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator;

/// <summary>The stubs of an emulator. Of several that a request meets, the first that was added and is not used up answers it. Thread-safe.</summary>
public sealed class StubCollection : IReadOnlyCollection<StubHandle>
{
    private readonly Lock _lock = new();

    /// <summary>Never changed in place, so that requests read it without the lock.</summary>
    private volatile StubHandle[] _handles = [];

    internal StubCollection()
    {
    }

    /// <summary>The number of stubs, those included that are used up.</summary>
    public int Count => _handles.Length;

    /// <summary>Adds a stub, for the requests that come from now on.</summary>
    /// <param name="stub">The stub.</param>
    /// <returns>How often it answered; disposing it removes the stub.</returns>
    public StubHandle Add(Stub stub)
    {
        ArgumentNullException.ThrowIfNull(stub);
        var handle = new StubHandle(this, stub);
        lock (_lock)
        {
            _handles = [.. _handles, handle];
        }

        return handle;
    }

    /// <summary>Removes all stubs.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _handles = [];
        }
    }

    /// <summary>The stubs that there are now, in the order in which they were added.</summary>
    public IEnumerator<StubHandle> GetEnumerator() => ((IEnumerable<StubHandle>)_handles).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Remove(StubHandle handle)
    {
        lock (_lock)
        {
            _handles = Array.FindAll(_handles, h => h != handle);
        }
    }

    /// <summary>The answer of a stub; null when none meets the request.</summary>
    internal ServiceResponse? Answer(EmulatorRequest request)
    {
        foreach (StubHandle handle in _handles)
        {
            if (handle.Takes(request))
            {
                var response = new ServiceResponse { Status = handle.Stub.StatusCode, ContentType = handle.Stub.ContentType, Body = handle.Stub.Body };
                foreach ((string name, string value) in handle.Stub.Headers)
                {
                    response.With(name, value);
                }

                return response;
            }
        }

        return null;
    }
}
