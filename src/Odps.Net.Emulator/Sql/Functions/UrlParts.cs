namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The parts of an address, as PARSE_URL names them.</summary>
internal static class UrlParts
{
    /// <param name="url">The address.</param>
    /// <param name="part">HOST, PATH, QUERY, QUERY:key, REF, PROTOCOL, AUTHORITY, FILE or USERINFO.</param>
    /// <returns>Null when the address has no such part.</returns>
    public static string? Find(string url, string part)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri))
        {
            return null;
        }

        string query = uri.Query.TrimStart('?');
        return part.StartsWith("QUERY:", StringComparison.Ordinal) ? Value(query, part["QUERY:".Length..]) : part switch
        {
            "HOST" => uri.Host,
            "PATH" => uri.AbsolutePath,
            "QUERY" => NullIfEmpty(query),
            "REF" => NullIfEmpty(uri.Fragment.TrimStart('#')),
            "PROTOCOL" => uri.Scheme,
            "AUTHORITY" => (uri.UserInfo.Length > 0 ? uri.UserInfo + "@" : "") + uri.Authority,
            "FILE" => uri.PathAndQuery,
            "USERINFO" => NullIfEmpty(uri.UserInfo),
            _ => throw SqlErrors.InvalidValue($"parse_url: '{part}' is no part of an address"),
        };
    }

    public static string? Value(string query, string key)
    {
        foreach (string pair in query.Split('&'))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at >= 0 && pair.AsSpan(0, at).SequenceEqual(key))
            {
                return pair[(at + 1)..];
            }
        }

        return null;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
