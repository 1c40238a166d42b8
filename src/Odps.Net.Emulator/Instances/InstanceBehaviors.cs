namespace Odps.Net.Emulator.Instances;

/// <summary>The behaviors that were asked for. Thread-safe.</summary>
internal sealed class InstanceBehaviors
{
    private readonly Lock _lock = new();
    private readonly List<(InstanceBehavior Behavior, int Left)> _behaviors = [];

    public void Add(InstanceBehavior behavior)
    {
        lock (_lock)
        {
            _behaviors.Add((behavior, behavior.Times ?? int.MaxValue));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _behaviors.Clear();
        }
    }

    /// <summary>Takes the behavior of a submission; the plain one when none fits.</summary>
    public InstanceBehavior Take(string? sql, bool isInteractive)
    {
        lock (_lock)
        {
            int index = _behaviors.FindLastIndex(b => b.Behavior.AppliesTo(sql, isInteractive));
            if (index < 0)
            {
                return new InstanceBehavior();
            }

            (InstanceBehavior behavior, int left) = _behaviors[index];
            if (left == 1)
            {
                _behaviors.RemoveAt(index);
            }
            else if (left < int.MaxValue)
            {
                _behaviors[index] = (behavior, left - 1);
            }

            return behavior;
        }
    }
}
