using System.Xml;
using System.Xml.Linq;

namespace Odps.Net.Http;

/// <summary>
/// Reads a small XML document of the service into a tree, going forward once. DTDs and external entities are refused, size and depth are
/// capped, comments and processing instructions dropped.
/// </summary>
internal static class XmlDocumentReader
{
    /// <summary>Deeper than any document of the protocol.</summary>
    private const int MaxDepth = 64;

    /// <returns>The root element, or null with the reason.</returns>
    public static XElement? TryRead(ReadOnlyMemory<byte> utf8, out string? failure)
    {
        ReadOnlySpan<byte> text = utf8.Span;
        utf8 = utf8[(text.Length - text.TrimStart(" \t\r\n"u8).Length)..];
        if (utf8.IsEmpty)
        {
            failure = "it is empty";
            return null;
        }

        try
        {
            using MemoryStream stream = BodyBuffer.AsStream(utf8);
            using var reader = XmlReader.Create(stream, Settings(utf8.Length));
            XElement? root = Build(reader);
            failure = root is null ? "it is nested too deeply" : null;
            return root;
        }
        catch (XmlException malformed)
        {
            // The parser's own text can repeat what it met; the place is enough.
            failure = FormattableString.Invariant($"it is malformed or has a document type at line {malformed.LineNumber}, column {malformed.LinePosition}");
            return null;
        }
    }

    internal static XmlReaderSettings Settings(long maxCharacters) => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = Math.Max(1, maxCharacters),
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = false,
    };

    private static XElement? Build(XmlReader reader)
    {
        XElement? root = null;
        XElement? current = null;
        int depth = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (++depth > MaxDepth)
                    {
                        return null;
                    }

                    bool empty = reader.IsEmptyElement;
                    var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
                    while (reader.MoveToNextAttribute())
                    {
                        if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                        {
                            element.SetAttributeValue(XName.Get(reader.LocalName, reader.NamespaceURI), reader.Value);
                        }
                    }

                    if (current is null)
                    {
                        root = element;
                    }
                    else
                    {
                        current.Add(element);
                    }

                    if (empty)
                    {
                        depth--;
                    }
                    else
                    {
                        current = element;
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    current?.Add(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    depth--;
                    current = current!.Parent;
                    break;
            }
        }

        return root;
    }
}
