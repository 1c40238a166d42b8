using System.Text;

namespace Odps.Net.Http;

/// <summary>Factories of request bodies, to give to <see cref="OdpsRequest.Content"/>.</summary>
internal static class RequestContent
{
    public static Func<HttpContent> Xml(string xml) => Bytes(Encoding.UTF8.GetBytes(xml), "application/xml");

    public static Func<HttpContent> Json(string json) => Bytes(Encoding.UTF8.GetBytes(json), "application/json");

    public static Func<HttpContent> Text(string text, string contentType = "text/plain") => Bytes(Encoding.UTF8.GetBytes(text), contentType);

    /// <summary>A body in memory; a null content type sends none, as the service's older calls want it.</summary>
    public static Func<HttpContent> Bytes(ReadOnlyMemory<byte> bytes, string? contentType) => () =>
    {
        var content = new ReadOnlyMemoryContent(bytes);
        if (contentType is not null)
        {
            // Not through the typed header: the signature covers the text exactly as it is sent.
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return content;
    };
}
