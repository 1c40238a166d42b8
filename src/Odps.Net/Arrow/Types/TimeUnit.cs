namespace Odps.Net.Arrow;

/// <summary>The unit of a time stamp, a time of day or a duration. The numbers are those of the Arrow format.</summary>
public enum TimeUnit
{
    /// <summary>Seconds.</summary>
    Second = 0,

    /// <summary>Milliseconds, 1/1,000 s.</summary>
    Millisecond = 1,

    /// <summary>Microseconds, 1/1,000,000 s.</summary>
    Microsecond = 2,

    /// <summary>Nanoseconds, 1/1,000,000,000 s.</summary>
    Nanosecond = 3,
}
