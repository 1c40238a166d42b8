using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;

namespace Odps.Net.Http;

/// <summary>
/// A successful answer. The body is in memory, or a stream guarded by the idle timeout when the request was
/// <see cref="OdpsRequest.Streaming"/>. Dispose it: that gives the connection back.
/// </summary>
internal sealed class OdpsResponse : IAsyncDisposable
{
    private readonly HttpResponseMessage _message;
    private readonly OdpsRequest _request;
    private readonly ReadOnlyMemory<byte> _buffered;
    private readonly ResponseBodyStream? _stream;

    internal OdpsResponse(OdpsRequest request, HttpResponseMessage message, ReadOnlyMemory<byte> buffered, ResponseBodyStream? stream)
    {
        _request = request;
        _message = message;
        _buffered = buffered;
        _stream = stream;
        RequestId = Header("x-odps-request-id");
    }

    public HttpStatusCode Status => _message.StatusCode;

    /// <summary>The id to quote to support.</summary>
    public string? RequestId { get; }

    /// <summary>The request's operation, for the messages of those who read the body.</summary>
    public string Operation => _request.Operation;

    public HttpResponseHeaders Headers => _message.Headers;

    public HttpContentHeaders ContentHeaders => _message.Content.Headers;

    /// <summary>
    /// The body. Asynchronous reads only; each read re-arms the idle timeout. Failures are the SDK's own: a broken connection is an
    /// <see cref="OdpsConnectionException"/>, silence an <see cref="OdpsTimeoutException"/>.
    /// </summary>
    public Stream Body => _stream is not null ? _stream : BodyBuffer.AsStream(_buffered);

    /// <summary>A header of the answer or of its content, by its name in any case; <see langword="null"/> when it is absent.</summary>
    public string? Header(string name)
    {
        if (_message.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values)
            || _message.Content.Headers.NonValidated.TryGetValues(name, out values))
        {
            return values.ToString();
        }

        return null;
    }

    /// <summary>A header that the operation cannot do without.</summary>
    public string RequiredHeader(string name) => Header(name) is { Length: > 0 } value ? value : throw Malformed($"has no header {name}");

    /// <summary>The whole body.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadBytesAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (_stream is null)
        {
            return _buffered.Length <= maxBytes ? _buffered : throw BodyBuffer.TooLarge(_request, maxBytes);
        }

        return await BodyBuffer.ReadAsync(_stream, _request, maxBytes, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await ReadBytesAsync(_request.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        ReadOnlySpan<byte> text = body.Span;
        return Encoding.UTF8.GetString(text.StartsWith("\uFEFF"u8) ? text[3..] : text);
    }

    /// <summary>The root of an XML document.</summary>
    /// <exception cref="OdpsDataException">It is not XML, has a DTD, or is nested too deeply.</exception>
    public async ValueTask<XElement> ReadXmlAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await ReadBytesAsync(_request.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        return XmlDocumentReader.TryRead(body, out string? failure) ?? throw Malformed($"is not the XML document that was expected: {failure}");
    }

    /// <summary>A JSON document, which the caller disposes.</summary>
    /// <exception cref="OdpsDataException">It is not JSON.</exception>
    public async ValueTask<JsonDocument> ReadJsonAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await ReadJsonBytesAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException failure)
        {
            throw MalformedJson(failure);
        }
    }

    /// <summary>A JSON document as an object of a source-generated type.</summary>
    /// <exception cref="OdpsDataException">It is not JSON of that shape.</exception>
    public async ValueTask<T> ReadJsonAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        ReadOnlyMemory<byte> body = await ReadJsonBytesAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw Malformed("is an empty JSON value");
        }
        catch (JsonException failure)
        {
            throw MalformedJson(failure);
        }
    }

    /// <summary>The error for an answer that is not what the protocol says; <paramref name="fault"/> follows "The answer".</summary>
    public OdpsDataException Malformed(string fault, Exception? innerException = null) =>
        new($"Could not {Operation}: the answer {fault} (HTTP {(int)Status}, request id {RequestId ?? "unknown"}). "
            + "Check that the endpoint is a MaxCompute service and that no proxy answers in its place." + (_request.Note is null ? "" : " " + _request.Note), innerException);

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }

        HttpRequestMessage? sent = _message.RequestMessage;
        _message.Dispose();
        sent?.Dispose();
    }

    /// <summary>The body without a byte order mark; some services wrap a document that is not ASCII in RFC 2047 words.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ReadJsonBytesAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await ReadBytesAsync(_request.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        return body.Span.StartsWith("=?"u8) ? Encoding.UTF8.GetBytes(EncodedWord.Decode(Encoding.UTF8.GetString(body.Span))) : body;
    }

    // The parser's own text can repeat what it met, which may be a token; the place is enough.
    private OdpsDataException MalformedJson(JsonException failure) =>
        Malformed(FormattableString.Invariant($"is not the JSON document that was expected (line {failure.LineNumber + 1}, byte {failure.BytePositionInLine})"));
}
