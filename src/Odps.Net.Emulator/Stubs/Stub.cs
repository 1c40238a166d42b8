using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Odps.Net.Emulator;

/// <summary>
/// An answer that is given to some of the requests in place of the emulator's own, without a look at their signature. Without more it is given once, to the next
/// request of any kind; then requests are answered as ever. Immutable.
/// </summary>
/// <example><code>
/// emulator.Stubs.Add(Stub.Answer(200, "&lt;Projects/&gt;").When(RequestMatch.Get("/api/projects")).Times(2));
/// </code></example>
public sealed record Stub
{
    private Stub(int status, ReadOnlyMemory<byte> body, string contentType)
    {
        StatusCode = status;
        Body = body;
        ContentType = contentType;
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The type of the body.</summary>
    public string ContentType { get; }

    /// <summary>More headers. Default: none.</summary>
    public ImmutableDictionary<string, string> Headers { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The requests that are answered so. Default: all.</summary>
    public RequestMatch Match { get; private init; } = RequestMatch.Any;

    /// <summary>How many requests are answered so. Default: 1.</summary>
    public int Count { get; private init; } = 1;

    /// <summary>An answer with a text.</summary>
    /// <param name="status">The HTTP status, 200 to 599.</param>
    /// <param name="body">The body, sent as UTF-8. Default: none.</param>
    /// <param name="contentType">Its type. Default: XML.</param>
    public static Stub Answer(int status, string body = "", string contentType = "application/xml; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(body);
        return Answer(status, Encoding.UTF8.GetBytes(body), contentType);
    }

    /// <summary>An answer with bytes.</summary>
    /// <param name="status">The HTTP status, 200 to 599.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its type.</param>
    public static Stub Answer(int status, ReadOnlyMemory<byte> body, string contentType)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        ArgumentException.ThrowIfNullOrEmpty(contentType);
        return new Stub(status, body, contentType);
    }

    /// <summary>The same answer with one more header.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public Stub WithHeader(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return this with { Headers = Headers.SetItem(name, value) };
    }

    /// <summary>The same answer for some requests only.</summary>
    /// <param name="match">The requests.</param>
    public Stub When(RequestMatch match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return this with { Match = match };
    }

    /// <summary>The same answer so many times.</summary>
    /// <param name="count">How often, from 1.</param>
    public Stub Times(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return this with { Count = count };
    }

    /// <summary>The same answer until it is removed.</summary>
    public Stub Always() => this with { Count = int.MaxValue };

    /// <summary>What is answered, and to which requests, for messages of tests.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StatusCode} with {Body.Length} bytes for {Match}");
}
