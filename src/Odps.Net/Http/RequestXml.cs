using System.Text;
using System.Xml;

namespace Odps.Net.Http;

/// <summary>Writes the XML documents of requests. Text is escaped, line ends are kept as they are.</summary>
internal static class RequestXml
{
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize };

    /// <param name="write">Writes the root element and all below it.</param>
    /// <exception cref="ArgumentException">A text holds a character that XML cannot carry.</exception>
    public static string Write(Action<XmlWriter> write)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Settings))
        {
            write(writer);
        }

        return """<?xml version="1.0" encoding="utf-8"?>""" + "\n" + text;
    }

    /// <summary>A child element with text.</summary>
    /// <param name="writer">The document.</param>
    /// <param name="name">The name of the element.</param>
    /// <param name="value">Its text; null writes nothing.</param>
    /// <exception cref="ArgumentException">The text holds a character that XML cannot carry.</exception>
    public static void Element(this XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteElementString(name, Check(name, value));
        }
    }

    private static string Check(string name, string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            bool isPair = char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            if (!isPair && !XmlConvert.IsXmlChar(value[i]))
            {
                throw new ArgumentException($"The {name} holds the character U+{(int)value[i]:X4} at position {i}, which a request cannot carry.", nameof(value));
            }

            i += isPair ? 1 : 0;
        }

        return value;
    }
}
