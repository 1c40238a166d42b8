using System.Globalization;

namespace Odps.Net.Http;

/// <summary>Points in time as the REST service writes them. A text that is no time is null: it never fails a whole answer.</summary>
internal static class WireTime
{
    /// <summary>A time such as <c>Wed, 04 Mar 2026 05:06:07 GMT</c>.</summary>
    public static DateTimeOffset? Rfc1123(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>Seconds since 1970; 0 and below stand for "never".</summary>
    public static DateTimeOffset? UnixSeconds(long? seconds) =>
        seconds is > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
