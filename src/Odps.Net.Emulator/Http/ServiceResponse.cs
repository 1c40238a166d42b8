using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;

namespace Odps.Net.Emulator.Http;

/// <summary>An answer before it is sent.</summary>
internal sealed class ServiceResponse
{
    private static readonly XmlWriterSettings XmlSettings = new() { Encoding = new UTF8Encoding(false), Indent = true, CheckCharacters = true };

    private static readonly JsonWriterOptions JsonSettings = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; init; } = 200;

    public Dictionary<string, string> Headers { get; } = [];

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Writes a body piece by piece; it is sent in chunks unless its length is known before.</summary>
    public Func<Stream, CancellationToken, Task>? WriteBody { get; init; }

    /// <summary>How many bytes <see cref="WriteBody"/> writes; null when that is not known.</summary>
    public long? BodyLength { get; init; }

    /// <summary>The error code, for the journal; null when the answer is not an error.</summary>
    public string? ErrorCode { get; init; }

    public static ServiceResponse Empty(int status = 200) => new() { Status = status };

    public static ServiceResponse Text(string text, string contentType = "text/plain; charset=utf-8") =>
        new() { ContentType = contentType, Body = Encoding.UTF8.GetBytes(text) };

    public static ServiceResponse Xml(Action<XmlWriter> write, int status = 200, string? errorCode = null)
    {
        using var body = new MemoryStream();
        using (var writer = XmlWriter.Create(body, XmlSettings))
        {
            writer.WriteStartDocument();
            write(writer);
        }

        return new ServiceResponse { Status = status, ContentType = "application/xml; charset=utf-8", Body = body.ToArray(), ErrorCode = errorCode };
    }

    public static ServiceResponse Json(Action<Utf8JsonWriter> write, int status = 200, string? errorCode = null) =>
        new() { Status = status, ContentType = "application/json", Body = JsonBytes(write), ErrorCode = errorCode };

    public static byte[] JsonBytes(Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, JsonSettings))
        {
            write(writer);
        }

        return body.ToArray();
    }

    public static string JsonText(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(JsonBytes(write));

    public ServiceResponse With(string header, string? value)
    {
        if (value is not null)
        {
            Headers[header] = value;
        }

        return this;
    }
}
