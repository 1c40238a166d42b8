using System.Collections;

namespace Odps.Net.Emulator;

/// <summary>What was added to an emulator to change its answers, in the order in which it was added. Thread-safe.</summary>
/// <typeparam name="THandle">What stands for one addition: it counts, and removes it.</typeparam>
public abstract class HandleCollection<THandle> : IReadOnlyCollection<THandle>
    where THandle : class
{
    private readonly Lock _lock = new();

    /// <summary>Never changed in place, so that requests read it without the lock.</summary>
    private volatile THandle[] _handles = [];

    private protected HandleCollection()
    {
    }

    /// <summary>How many there are, those included that have happened as often as they should.</summary>
    public int Count => _handles.Length;

    private protected THandle[] Handles => _handles;

    /// <summary>Removes all of them.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _handles = [];
        }
    }

    /// <summary>Those that there are now, in the order in which they were added.</summary>
    public IEnumerator<THandle> GetEnumerator() => ((IEnumerable<THandle>)_handles).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Remove(THandle handle)
    {
        lock (_lock)
        {
            _handles = Array.FindAll(_handles, h => h != handle);
        }
    }

    private protected THandle Append(THandle handle)
    {
        lock (_lock)
        {
            _handles = [.. _handles, handle];
        }

        return handle;
    }
}
