using Odps.Net.Emulator.Instances;

namespace Odps.Net.Emulator;

/// <summary>The instances of an emulator, and how they behave. Thread-safe.</summary>
public sealed class EmulatedInstances
{
    private readonly InstanceBehaviors _behaviors;

    internal EmulatedInstances(InstanceBehaviors behaviors) => _behaviors = behaviors;

    /// <summary>Makes instances that are submitted from now on queued, slow or failing. Of several behaviors that fit, the last one that was given counts.</summary>
    /// <param name="behavior">How they behave.</param>
    /// <exception cref="ArgumentException">A time is negative, or a number too small.</exception>
    public void Behave(InstanceBehavior behavior)
    {
        ArgumentNullException.ThrowIfNull(behavior);
        behavior.Check();
        _behaviors.Add(behavior);
    }

    /// <summary>Forgets all behaviors; instances that were submitted before keep theirs.</summary>
    public void Reset() => _behaviors.Clear();
}
