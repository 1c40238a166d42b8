namespace Odps.Net.Arrow;

/// <summary>An interval of months, days and nanoseconds; each part has its own sign.</summary>
/// <param name="Months">The months.</param>
/// <param name="Days">The days.</param>
/// <param name="Nanoseconds">The nanoseconds.</param>
public readonly record struct MonthDayNanosecondInterval(int Months, int Days, long Nanoseconds);
