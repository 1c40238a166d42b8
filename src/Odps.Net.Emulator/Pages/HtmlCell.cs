using System.Globalization;

namespace Odps.Net.Emulator.Pages;

/// <summary>A cell of a table on a page.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="Link">An address below the emulator that it leads to; null for none.</param>
/// <param name="Style">How it looks: <c>n</c> for numbers, <c>t</c> for times, <c>id</c>, <c>w</c> for long texts, <c>null</c>, <c>bad</c>, <c>good</c>; null for plain text.</param>
internal readonly record struct HtmlCell(string Text, string? Link = null, string? Style = null)
{
    public static implicit operator HtmlCell(string? text) => new(text ?? "");

    public static implicit operator HtmlCell(long number) => new(number.ToString(CultureInfo.InvariantCulture), Style: "n");

    public static implicit operator HtmlCell(DateTimeOffset? time) => new(time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "", Style: "t");
}
