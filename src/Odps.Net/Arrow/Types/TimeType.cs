namespace Odps.Net.Arrow;

/// <summary>A time of day: 32 bits for seconds and milliseconds, 64 bits for microseconds and nanoseconds.</summary>
public sealed class TimeType : ArrowType
{
    internal TimeType(ArrowTypeId typeId, TimeUnit unit)
        : base(typeId)
    {
        Unit = unit;
        Name = $"{(typeId == ArrowTypeId.Time32 ? "time32" : "time64")}[{TimeUnits.Abbreviate(unit)}]";
    }

    /// <summary>The unit.</summary>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
