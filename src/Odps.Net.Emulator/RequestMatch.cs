using System.Collections.Immutable;
using System.Text;

namespace Odps.Net.Emulator;

/// <summary>
/// Which requests are meant: by method, path, query and any condition on the request; all of them have to hold. The tunnel's requests have names, such
/// as <see cref="UploadCommit"/>. Immutable.
/// </summary>
/// <example><code>
/// RequestMatch.BlockUpload(3)
/// RequestMatch.Get("/api/projects/*/tables/orders")
/// RequestMatch.DownloadData.WithQuery("columns", "id").Where(r => r.Headers.ContainsKey("Accept-Encoding"))
/// </code></example>
public sealed partial record RequestMatch
{
    private RequestMatch()
    {
    }

    /// <summary>All requests.</summary>
    public static RequestMatch Any { get; } = new();

    /// <summary>The HTTP method in capitals; <see langword="null"/> for any.</summary>
    public string? Method { get; private init; }

    /// <summary>
    /// The pattern of the decoded path (<see cref="EmulatorRequest.Path"/>); <see langword="null"/> for any. <c>*</c> stands for any part of one segment,
    /// <c>**</c> for any number of segments: <c>/api/projects/*/tables/orders</c>, <c>**/tables/t_*</c>.
    /// </summary>
    public string? Path { get; private init; }

    /// <summary>The parameters that the query must have; a value of <see langword="null"/> is any value or none.</summary>
    public ImmutableDictionary<string, string?> Query { get; private init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The parameters that the query must not have.</summary>
    public ImmutableHashSet<string> AbsentQuery { get; private init; } = [];

    private ImmutableArray<Func<EmulatorRequest, bool>> Conditions { get; init; } = [];

    /// <summary>GET requests, on a path if one is given.</summary>
    /// <param name="path">The pattern of the path, see <see cref="Path"/>.</param>
    public static RequestMatch Get(string? path = null) => OfMethod("GET", path);

    /// <summary>POST requests, on a path if one is given.</summary>
    /// <param name="path">The pattern of the path, see <see cref="Path"/>.</param>
    public static RequestMatch Post(string? path = null) => OfMethod("POST", path);

    /// <summary>PUT requests, on a path if one is given.</summary>
    /// <param name="path">The pattern of the path, see <see cref="Path"/>.</param>
    public static RequestMatch Put(string? path = null) => OfMethod("PUT", path);

    /// <summary>DELETE requests, on a path if one is given.</summary>
    /// <param name="path">The pattern of the path, see <see cref="Path"/>.</param>
    public static RequestMatch Delete(string? path = null) => OfMethod("DELETE", path);

    /// <summary>Requests on a path, with any method.</summary>
    /// <param name="path">The pattern of the path, see <see cref="Path"/>.</param>
    public static RequestMatch On(string path) => Any.WithPath(path);

    /// <summary>The same, on a path only.</summary>
    /// <param name="path">The pattern of the path, see <see cref="Path"/>; it takes the place of an earlier one.</param>
    public RequestMatch WithPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return this with { Path = path };
    }

    /// <summary>The same, with a parameter in the query only.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The decoded value; <see langword="null"/> for any value or none.</param>
    public RequestMatch WithQuery(string name, string? value = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return this with { Query = Query.SetItem(name, value) };
    }

    /// <summary>The same, without a parameter in the query only.</summary>
    /// <param name="name">The name.</param>
    public RequestMatch WithoutQuery(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return this with { AbsentQuery = AbsentQuery.Add(name) };
    }

    /// <summary>The same, with one more condition.</summary>
    /// <param name="condition">Whether a request is meant. It is called on the thread of the request and must be fast and thread-safe.</param>
    public RequestMatch Where(Func<EmulatorRequest, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return this with { Conditions = Conditions.Add(condition) };
    }

    /// <summary>Whether a request is one of those that are meant.</summary>
    /// <param name="request">The request.</param>
    public bool IsMatch(EmulatorRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (Method is null || Method == request.Method)
            && Query.All(p => request.Query.TryGetValue(p.Key, out string? value) && (p.Value is null || p.Value == value))
            && !AbsentQuery.Any(request.Query.ContainsKey)
            && (Path is null || PathPattern.IsMatch(Path, request.Path))
            && Conditions.All(c => c(request));
    }

    /// <summary>Method, path and query, for messages of tests.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Method ?? "any").Append(' ').Append(Path ?? "**");
        char separator = '?';
        foreach ((string name, string? value) in Query.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append(separator).Append(name).Append(value is null ? "" : "=").Append(value);
            separator = '&';
        }

        foreach (string name in AbsentQuery.Order(StringComparer.Ordinal))
        {
            text.Append(" without ").Append(name);
        }

        return Conditions.IsEmpty ? text.ToString() : text.Append(" with a condition").ToString();
    }

    private static RequestMatch OfMethod(string method, string? path) => path is null ? Any with { Method = method } : Any.WithPath(path) with { Method = method };
}
