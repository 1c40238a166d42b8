namespace Odps.Net.Arrow;

/// <summary>A time stamp: a count of a unit since 1970-01-01T00:00.</summary>
public sealed class TimestampType : ArrowType
{
    internal TimestampType(TimeUnit unit, string? timezone)
        : base(ArrowTypeId.Timestamp)
    {
        Unit = unit;
        Timezone = string.IsNullOrEmpty(timezone) ? null : timezone;
        Name = Timezone is null ? $"timestamp[{TimeUnits.Abbreviate(unit)}]" : $"timestamp[{TimeUnits.Abbreviate(unit)}, {Timezone}]";
    }

    /// <summary>The unit.</summary>
    public TimeUnit Unit { get; }

    /// <summary>The zone for display of an instant; <see langword="null"/> when the values are wall-clock times.</summary>
    public string? Timezone { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
