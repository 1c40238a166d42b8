using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Odps.Net.Emulator.Security;

namespace Odps.Net.Emulator.Http;

/// <summary>A request on its way through the emulator.</summary>
internal sealed class ServiceRequest(HttpRequest request, RequestTarget target, string requestId, long maxBodyBytes)
{
    private const int MinReadBytes = 16 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public string Method => request.Method;

    public string RequestId => requestId;

    /// <summary>The path below the endpoint, decoded; it starts with <c>/</c>.</summary>
    public string Path { get; set; } = target.Path;

    public IReadOnlyDictionary<string, string> Query => target.Query;

    /// <summary>Header values as they came, one character for each byte.</summary>
    public IHeaderDictionary RawHeaders => request.Headers;

    /// <summary>Who asks; set once the signature was checked.</summary>
    public Caller Caller { get; set; } = null!;

    /// <summary>The parts of the path that the route names.</summary>
    public IReadOnlyDictionary<string, string> RouteValues { get; set; } = new Dictionary<string, string>();

    /// <summary>The faults that the handler of the request carries out.</summary>
    public IReadOnlyList<FaultHandle> Faults { get; set; } = [];

    /// <summary>Told of the whole body when it was read.</summary>
    public Action<byte[]>? BodyRead { get; init; }

    public string Route(string name) => RouteValues[name];

    /// <summary>Whether the query has the key, with or without a value.</summary>
    public bool Has(string key) => Query.ContainsKey(key);

    /// <summary>The value of a query key; null when it is absent or empty.</summary>
    public string? Find(string key) => Query.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>Whether a switch is on: the key is there, with any value but <c>false</c>.</summary>
    public bool IsOn(string key) => Query.TryGetValue(key, out string? value) && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number from the query, or the default when it is absent or empty.</summary>
    public long Number(string key, long defaultValue)
    {
        string? text = Find(key);
        if (text is null)
        {
            return defaultValue;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new EmulatorException("InvalidArgument", $"The parameter '{key}' is to be a whole number; it is '{text}'.");
    }

    /// <summary>The value of a header as text; null when it is absent.</summary>
    public string? Header(string name)
    {
        string? raw = request.Headers[name];
        if (string.IsNullOrEmpty(raw) || Ascii.IsValid(raw))
        {
            return raw;
        }

        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(raw));
        }
        catch (DecoderFallbackException)
        {
            return raw;
        }
    }

    public async Task<byte[]> ReadBodyAsync(CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBodyBytes)
        {
            throw TooLong();
        }

        var body = new ArrayBufferWriter<byte>(Math.Max((int)(request.ContentLength ?? 0), 1));
        int read;
        while ((read = await request.Body.ReadAsync(body.GetMemory(MinReadBytes), cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > maxBodyBytes)
            {
                throw TooLong();
            }
        }

        byte[] bytes = body.WrittenSpan.ToArray();
        BodyRead?.Invoke(bytes);
        return bytes;
    }

    private EmulatorException TooLong() => new("MaxMessageLengthExceeded", $"The request body is longer than {maxBodyBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
}
