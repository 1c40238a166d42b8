using System.Globalization;
using System.Xml;

namespace Odps.Net.Emulator.Http;

/// <summary>Elements of the service's XML documents.</summary>
internal static class ServiceXml
{
    /// <summary>A child element with text; nothing when the value is null.</summary>
    public static void Element(this XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteElementString(name, Clean(value));
        }
    }

    public static void Element(this XmlWriter writer, string name, long value) =>
        writer.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Element(this XmlWriter writer, string name, DateTimeOffset? value) =>
        writer.Element(name, value is { } time ? HttpDate(time) : null);

    public static void CDataElement(this XmlWriter writer, string name, string value)
    {
        writer.WriteStartElement(name);
        writer.WriteCData(Clean(value));
        writer.WriteEndElement();
    }

    public static string HttpDate(DateTimeOffset time) => time.ToUniversalTime().ToString("R", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no form for most control characters: they become U+FFFD.</summary>
    public static string Clean(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (IsBad(value, i))
            {
                return string.Create(value.Length, value, static (span, text) =>
                {
                    for (int j = 0; j < text.Length; j++)
                    {
                        span[j] = IsBad(text, j) ? '\uFFFD' : text[j];
                    }
                });
            }
        }

        return value;
    }

    private static bool IsBad(string text, int i)
    {
        if (XmlConvert.IsXmlChar(text[i]))
        {
            return false;
        }

        bool isPair = (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            || (char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]));
        return !isPair;
    }
}
