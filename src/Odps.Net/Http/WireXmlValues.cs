using System.Globalization;
using System.Xml.Linq;

namespace Odps.Net.Http;

/// <summary>Values other than texts in child elements. What is absent, or not of the kind, is null: it never fails a whole answer.</summary>
internal static class WireXmlValues
{
    /// <summary>Whether a child element is true.</summary>
    public static bool? Flag(this XElement element, string name) => element.Text(name)?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => null,
    };

    /// <summary>A number with a fraction in a child element.</summary>
    public static double? Fraction(this XElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    /// <summary>Milliseconds since 1970 in a child element.</summary>
    public static DateTimeOffset? UnixMilliseconds(this XElement element, string name) =>
        element.Number(name) is > 0 and < 253_402_300_800_000 and long milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
