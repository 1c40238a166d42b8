using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace Odps.Net;

/// <summary>
/// Reads the service's error documents: XML first, then JSON, then whatever else the body is. It never throws for what the body holds.
/// </summary>
internal static class ServiceErrorReader
{
    /// <summary>How much of an error's body is read.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private const int MaxPlainTextChars = 400;
    private static readonly TimeSpan MaxHold = TimeSpan.FromSeconds(10);

    /// <summary>Reads the answer to a request.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="body">Its body, as far as it was read.</param>
    /// <param name="header">Looks a header up by its name.</param>
    /// <param name="now">The time, which a date in <c>Retry-After</c> is compared with.</param>
    public static ServiceError Read(HttpStatusCode status, ReadOnlyMemory<byte> body, Func<string, string?> header, DateTimeOffset now)
    {
        ServiceError? document = ReadXml(body) ?? ReadJson(body);
        ServiceError error = document ?? FromPlainText(status, body);
        string? headerId = NullIfBlank(header("x-odps-request-id"));
        return error with
        {
            StatusCode = status,
            RequestId = headerId ?? error.RequestId,
            RetryAfter = ParseRetryAfter(header("Retry-After"), now) ?? error.RetryAfter,
            LatestSchemaVersion = NullIfBlank(header("odps-tunnel-latest-schema-version")),
        };
    }

    /// <summary>Reads an XML error document that stands in another text, such as the result of a task; null when it is none.</summary>
    public static ServiceError? ReadXml(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> text = body.Span;
        body = body[(text.Length - text.TrimStart("\uFEFF \t\r\n"u8).Length)..];
        if (body.IsEmpty || body.Span[0] != (byte)'<')
        {
            return null;
        }

        string? code = null;
        string? message = null;
        string? requestId = null;
        string? hostId = null;
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaxBodyBytes,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            StringBuilder? value = null;
            string? name = null;
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when reader.Depth == 1:
                        name = reader.LocalName;
                        value = reader.IsEmptyElement ? null : new StringBuilder();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when reader.Depth == 2:
                        value?.Append(reader.Value);
                        break;
                    case XmlNodeType.EndElement when reader.Depth == 1:
                        string? content = NullIfBlank(value?.ToString());
                        switch (name)
                        {
                            case "Code":
                                code ??= content;
                                break;
                            case "Message":
                                message ??= content;
                                break;
                            case "RequestId":
                                requestId ??= content;
                                break;
                            case "HostId":
                                hostId ??= content;
                                break;
                        }

                        value = null;
                        break;
                }
            }
        }
        catch (XmlException)
        {
            // Not XML, cut off at the cap, or with a document type. What came before the fault still counts; with nothing of use, the
            // body is shown as plain text.
        }

        return code is null && message is null ? null : new ServiceError { Code = code, Message = message, RequestId = requestId, HostId = hostId };
    }

    private static ServiceError? ReadJson(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> text = body.Span.TrimStart("\uFEFF \t\r\n"u8);
        if (text.IsEmpty || text[0] != (byte)'{')
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 16 });
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            string? code = Text(root, "Code") ?? Text(root, "code") ?? Text(root, "reason");
            string? message = Text(root, "Message") ?? Text(root, "message");
            if (code is null && message is null)
            {
                return null;
            }

            TimeSpan? hold = root.TryGetProperty("HoldClientMillis", out JsonElement millis)
                && millis.ValueKind == JsonValueKind.Number && millis.TryGetInt64(out long value) && value > 0
                    ? TimeSpan.FromMilliseconds(Math.Min(value, (long)MaxHold.TotalMilliseconds))
                    : null;
            return new ServiceError
            {
                Code = code,
                Message = message,
                RequestId = Text(root, "RequestId"),
                HostId = Text(root, "HostId"),
                RetryAfter = hold,
            };
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Not JSON, or with a text that is no Unicode: shown as plain text.
            return null;
        }
    }

    /// <summary>A body that is no error document: the page of a proxy, a line of text, or nothing. The code is then what the status means.</summary>
    private static ServiceError FromPlainText(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        string? code = status switch
        {
            HttpStatusCode.NotFound => "NoSuchObject",
            HttpStatusCode.Unauthorized => "Unauthorized",
            HttpStatusCode.BadGateway => "BadGatewayError",
            _ => null,
        };

        string text = Encoding.UTF8.GetString(body.Span).Trim('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith('<'))
        {
            text = Title(text);
        }

        if (text.Length > MaxPlainTextChars)
        {
            text = string.Concat(text.AsSpan(0, MaxPlainTextChars), "...");
        }

        return new ServiceError { Code = code, Message = NullIfBlank(Printable(text)) };
    }

    /// <summary>What a person would read first of a page of markup: its title.</summary>
    private static string Title(string html)
    {
        int start = html.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        int end = start < 0 ? -1 : html.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? "" : html[(start + "<title>".Length)..end].Trim();
    }

    private static string Printable(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = char.IsControl(source[i]) ? ' ' : source[i];
        }
    });

    private static TimeSpan? ParseRetryAfter(string? text, DateTimeOffset now)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
        }

        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date > now ? date - now : TimeSpan.Zero
            : null;
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => NullIfBlank(value.GetString()),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
