using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Odps.Net.Http;

/// <summary>Small readings of the service's XML documents. Elements that are absent or empty are null; unknown ones are not looked at.</summary>
internal static class WireXml
{
    /// <summary>The text of a child element; null when it is absent or empty.</summary>
    public static string? Text(this XElement element, string name) => element.Element(name)?.Value is { Length: > 0 } text ? text : null;

    /// <summary>A whole number in a child element; null when it is absent or not a number.</summary>
    public static long? Number(this XElement element, string name) =>
        long.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>One page of a listing: the items stand below the root, beside the marker.</summary>
    public static Page<T> ReadPage<T>(this XElement document, string itemName, Func<XElement, T> read) =>
        new([.. document.Elements(itemName).Select(read)], document.Text("Marker"));

    /// <summary>A document to send. Line breaks in texts survive.</summary>
    public static string ToDocumentText(this XElement root)
    {
        var text = new StringBuilder("""<?xml version="1.0" encoding="utf-8"?>""").Append('\n');
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
        {
            root.WriteTo(writer);
        }

        return text.ToString();
    }
}
