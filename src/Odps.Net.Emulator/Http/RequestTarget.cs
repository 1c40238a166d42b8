namespace Odps.Net.Emulator.Http;

/// <summary>A request target taken apart: the path and the query, both decoded once.</summary>
internal sealed class RequestTarget
{
    private readonly Dictionary<string, string> _query = new(StringComparer.Ordinal);

    private RequestTarget(string path) => Path = path;

    /// <summary>The decoded path; it starts with <c>/</c>. An encoded slash has become a slash.</summary>
    public string Path { get; }

    /// <summary>The decoded query. Of a repeated key the last value counts; a key without a value has the value <c>""</c>.</summary>
    public IReadOnlyDictionary<string, string> Query => _query;

    public static RequestTarget Parse(string rawTarget)
    {
        string text = rawTarget;
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && !text.StartsWith('/'))
        {
            // The absolute form, which a client sends through a proxy.
            int slash = text.IndexOf('/', scheme + 3);
            text = slash < 0 ? "/" : text[slash..];
        }

        int question = text.IndexOf('?', StringComparison.Ordinal);
        var target = new RequestTarget(PercentEncoding.Decode(question < 0 ? text : text[..question], plusIsSpace: false));
        if (question >= 0)
        {
            target.ParseQuery(text[(question + 1)..]);
        }

        return target;
    }

    private void ParseQuery(string text)
    {
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string key = PercentEncoding.Decode(equals < 0 ? pair : pair[..equals], plusIsSpace: true);
            _query[key] = equals < 0 ? "" : PercentEncoding.Decode(pair[(equals + 1)..], plusIsSpace: true);
        }
    }
}
