namespace Odps.Net.Arrow;

/// <summary>A length of time in a unit.</summary>
public sealed class DurationType : ArrowType
{
    internal DurationType(TimeUnit unit)
        : base(ArrowTypeId.Duration)
    {
        Unit = unit;
        Name = $"duration[{TimeUnits.Abbreviate(unit)}]";
    }

    /// <summary>The unit.</summary>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
