namespace Odps.Net.Emulator.Http;

/// <summary>Answers one kind of request.</summary>
internal delegate Task<ServiceResponse> ServiceHandler(ServiceRequest request, CancellationToken cancellationToken);

/// <summary>
/// Finds the handler of a request by method, path and the flags of its query. Of several routes that fit, the first that was added is taken, so
/// routes with flags go before those without.
/// </summary>
internal sealed class RouteTable
{
    private readonly List<Route> _routes = [];

    /// <summary>What there is: pattern, method and flag of each route that is not there only to refuse.</summary>
    public IEnumerable<(string Pattern, string Method, string? Flag)> Calls => _routes.Select(route => (string.Join('/', route.Pattern), route.Method, route.Flag));

    /// <param name="method">The HTTP method; GET is also found for HEAD.</param>
    /// <param name="pattern">The path below the endpoint, for example <c>projects/{project}/tables/{table}</c>.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="flag">A query key that must be there.</param>
    public void Map(string method, string pattern, ServiceHandler handler, string? flag = null) =>
        _routes.Add(new Route(method, pattern.Split('/'), handler, flag));

    /// <summary>A handler that has nothing to wait for.</summary>
    public void Map(string method, string pattern, Func<ServiceRequest, ServiceResponse> handler, string? flag = null) =>
        Map(method, pattern, (request, _) => Task.FromResult(handler(request)), flag);

    /// <summary>Refuses calls that the service has and the emulator does not, which would otherwise be taken for the call without the flag.</summary>
    public void Refuse(string method, string pattern, params ReadOnlySpan<string> flags)
    {
        foreach (string flag in flags)
        {
            Map(method, pattern, request => throw NotOffered($"{request.Method} '{request.Path}?{flag}'"), flag);
        }
    }

    public Task<ServiceResponse> DispatchAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string[] segments = request.Path.Trim('/').Split('/');
        string method = request.Method == "HEAD" ? "GET" : request.Method;
        bool isPathKnown = false;
        foreach (Route route in _routes)
        {
            if ((route.Flag is null || request.Has(route.Flag)) && Match(route.Pattern, segments) is { } values)
            {
                isPathKnown = true;
                if (route.Method == method)
                {
                    request.RouteValues = values;
                    return route.Handler(request, cancellationToken);
                }
            }
        }

        throw isPathKnown
            ? new EmulatorException("MethodNotAllowed", $"{request.Method} is not possible on '{request.Path}'.", 405)
            : NotOffered($"{request.Method} '{request.Path}'");
    }

    private static EmulatorException NotOffered(string call) => new("NotImplemented", $"The emulator does not offer {call}.", 501);

    private static Dictionary<string, string>? Match(string[] pattern, string[] segments)
    {
        if (pattern.Length != segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>();
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i].StartsWith('{'))
            {
                values[pattern[i].Trim('{', '}')] = segments[i];
            }
            else if (pattern[i] != segments[i])
            {
                return null;
            }
        }

        return values;
    }

    private sealed record Route(string Method, string[] Pattern, ServiceHandler Handler, string? Flag);
}
