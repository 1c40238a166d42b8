using System.Text;
using Microsoft.AspNetCore.Http;

namespace Odps.Net.Emulator.Security;

/// <summary>
/// The bytes that a request's signature covers, from what was received: header values byte for byte, path and query decoded once.
/// Method, content MD5, content type and date each on a line; then the <c>x-odps-</c> headers and parameters by name; then path and sorted query.
/// </summary>
internal static class StringToSign
{
    private const string ServicePrefix = "x-odps-";

    /// <param name="method">The HTTP method.</param>
    /// <param name="headers">The headers, one character for each byte.</param>
    /// <param name="path">The decoded path below the endpoint.</param>
    /// <param name="query">The decoded query.</param>
    /// <param name="headerEncoding">
    /// How header characters become bytes: Latin-1 gives the bytes that came. A client that can only send Latin-1 text signs the same text in UTF-8.
    /// </param>
    public static byte[] Build(string method, IHeaderDictionary headers, string path, IReadOnlyDictionary<string, string> query, Encoding headerEncoding)
    {
        using var text = new MemoryStream();
        void Write(string part, Encoding encoding) => text.Write(encoding.GetBytes(part));

        Write(method + "\n", Encoding.UTF8);
        foreach (string name in (string[])["content-md5", "content-type", "date"])
        {
            Write(headers[name] + "\n", headerEncoding);
        }

        var named = new SortedDictionary<string, (string Value, Encoding Encoding)>(StringComparer.Ordinal);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in headers)
        {
            if (name.StartsWith(ServicePrefix, StringComparison.OrdinalIgnoreCase))
            {
                named[name.ToLowerInvariant()] = (string.Join(',', value.ToArray()), headerEncoding);
            }
        }

        foreach ((string name, string value) in query)
        {
            if (name.StartsWith(ServicePrefix, StringComparison.Ordinal))
            {
                named[name.ToLowerInvariant()] = (value, Encoding.UTF8);
            }
        }

        foreach ((string name, (string value, Encoding encoding)) in named)
        {
            Write(name + ":", Encoding.UTF8);
            Write(value + "\n", encoding);
        }

        Write(path, Encoding.UTF8);
        string separator = "?";
        foreach ((string key, string value) in query.OrderBy(q => q.Key, StringComparer.Ordinal))
        {
            Write(separator + key + (value.Length > 0 ? "=" + value : ""), Encoding.UTF8);
            separator = "&";
        }

        return text.ToArray();
    }
}
