using System.Globalization;

namespace Odps.Net;

/// <summary>The arithmetic that the two time stamp types share: whole seconds rounded down, and nanoseconds after them.</summary>
internal static class SecondsAndNanoseconds
{
    /// <summary>0001-01-01T00:00:00.</summary>
    public const long MinSeconds = -62_135_596_800;

    /// <summary>9999-12-31T23:59:59.</summary>
    public const long MaxSeconds = 253_402_300_799;

    private const int NanosecondsPerTick = 100;

    /// <summary>Whether the numbers are a time in the years 1 to 9999.</summary>
    public static bool IsValid(long seconds, int nanoseconds) =>
        seconds is >= MinSeconds and <= MaxSeconds && nanoseconds is >= 0 and <= 999_999_999;

    public static void Check(long seconds, int nanoseconds, string typeName)
    {
        if (seconds is < MinSeconds or > MaxSeconds)
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, $"A {typeName} lies in the years 1 to 9999.");
        }

        if (nanoseconds is < 0 or > 999_999_999)
        {
            throw new ArgumentOutOfRangeException(nameof(nanoseconds), nanoseconds, "The nanoseconds after a second are 0 to 999,999,999.");
        }
    }

    public static (long Seconds, int Nanoseconds) FromTicks(long ticks)
    {
        (long seconds, long rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return (seconds + MinSeconds, (int)rest * NanosecondsPerTick);
    }

    public static long TruncateToTicks(long seconds, int nanoseconds) =>
        ((seconds - MinSeconds) * TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerTick);

    public static long ToTicks<T>(long seconds, int nanoseconds, T value) =>
        nanoseconds % NanosecondsPerTick == 0
            ? TruncateToTicks(seconds, nanoseconds)
            : throw new OverflowException($"{value} has nanoseconds, which a .NET time (units of 100 ns) cannot hold. Use the truncating conversion or the value itself.");

    public static bool TryFormat(long seconds, int nanoseconds, string suffix, Span<char> destination, out int charsWritten)
    {
        var time = new DateTime((seconds - MinSeconds) * TimeSpan.TicksPerSecond);
        return destination.TryWrite(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss}.{nanoseconds:D9}{suffix}", out charsWritten);
    }
}
