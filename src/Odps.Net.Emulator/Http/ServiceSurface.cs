namespace Odps.Net.Emulator.Http;

/// <summary>One of the services behind the emulator's port: what stands before its paths, what it answers, and in which form it reports errors.</summary>
/// <param name="Prefix">The path of the endpoint, for example <c>/api</c>; <c>""</c> for none.</param>
/// <param name="Routes">Its calls.</param>
/// <param name="HasJsonErrors">Whether errors are JSON; XML otherwise.</param>
/// <param name="IsSigned">Whether its requests are signed by a user; otherwise its calls check themselves whom they let in.</param>
internal sealed record ServiceSurface(string Prefix, RouteTable Routes, bool HasJsonErrors, bool IsSigned = true)
{
    /// <summary>Whether it is the tunnel, which reports errors as JSON and takes what is nobody else's.</summary>
    public bool IsTunnel => HasJsonErrors && Takes is null;

    /// <summary>Which paths below the prefix are this service's; null for all.</summary>
    public Func<string, bool>? Takes { get; init; }

    /// <summary>Whether a request of the tunnel, whose errors are JSON, begins, feeds or ends an upload.</summary>
    public bool IsUpload(ServiceRequest request) => HasJsonErrors && request.Method is ("PUT" or "POST" or "DELETE") && !request.Has("downloads")
        && !request.Path.EndsWith("/downloads", StringComparison.Ordinal);

    /// <summary>The path below the endpoint; null when the path is not below it.</summary>
    public string? Below(string path)
    {
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = path[Prefix.Length..];
        rest = rest.Length == 0 ? "/" : rest;
        return rest[0] == '/' && Takes?.Invoke(rest) != false ? rest : null;
    }
}
