using System.Xml;
using System.Xml.Linq;

namespace Odps.Net.Emulator.Http;

/// <summary>XML documents in request bodies, read without DTDs and other resources and with a limit.</summary>
internal static class XmlRequest
{
    private const int MaxCharacters = 64 * 1024 * 1024;

    public static async Task<XElement> ReadXmlAsync(this ServiceRequest request, string rootName, CancellationToken cancellationToken)
    {
        byte[] body = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        using var reader = XmlReader.Create(
            new MemoryStream(body),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxCharacters });
        XElement root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        return root.Name.LocalName == rootName
            ? root
            : throw new EmulatorException("MalformedXML", $"The request body is to be a <{rootName}> document; it is <{root.Name.LocalName}>.");
    }

    /// <summary>The text of a child element; null when it is absent or blank.</summary>
    public static string? Text(this XElement parent, string name)
    {
        string? text = parent.Element(name)?.Value.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
