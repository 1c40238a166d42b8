using System.Text;

namespace Odps.Net.Http;

/// <summary>Writes the string that a request's signature covers. It is the same for V2 and V4.</summary>
internal static class CanonicalRequest
{
    private const string Prefix = "x-odps-";

    /// <param name="method">The method, in upper case.</param>
    /// <param name="path">The path below the endpoint, unescaped.</param>
    /// <param name="query">The query, unescaped. Its <c>x-odps-</c> keys count as headers too.</param>
    /// <param name="headers">The headers exactly as they are sent; those that are not covered may be among them.</param>
    public static string Build(
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string?>> query,
        IEnumerable<KeyValuePair<string, string>> headers)
    {
        string md5 = "";
        string type = "";
        string date = "";
        var named = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in headers)
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                named[name.ToLowerInvariant()] = value;
            }
            else if (name.Equals("Content-MD5", StringComparison.OrdinalIgnoreCase))
            {
                md5 = value;
            }
            else if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                type = value;
            }
            else if (name.Equals("Date", StringComparison.OrdinalIgnoreCase))
            {
                date = value;
            }
        }

        var parameters = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string key, string? value) in query)
        {
            parameters[key] = value;
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                named[key] = value ?? "";
            }
        }

        var text = new StringBuilder(256);
        text.Append(method).Append('\n').Append(md5).Append('\n').Append(type).Append('\n').Append(date).Append('\n');
        foreach ((string name, string value) in named)
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        text.Append(path);
        char separator = '?';
        foreach ((string key, string? value) in parameters)
        {
            text.Append(separator).Append(key);
            if (!string.IsNullOrEmpty(value))
            {
                text.Append('=').Append(value);
            }

            separator = '&';
        }

        return text.ToString();
    }
}
