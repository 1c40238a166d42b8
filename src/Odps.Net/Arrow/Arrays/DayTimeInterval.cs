namespace Odps.Net.Arrow;

/// <summary>An interval of days and milliseconds; each part has its own sign, and days are not turned into milliseconds.</summary>
/// <param name="Days">The days.</param>
/// <param name="Milliseconds">The milliseconds.</param>
public readonly record struct DayTimeInterval(int Days, int Milliseconds);
