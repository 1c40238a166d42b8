using System.Collections.Concurrent;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// Facts about a service that do not change while a client lives: hosts of log views, connections to interactive quotas, sessions. Thread-safe. Two callers that
/// ask at the same time may both ask the service, which does no harm.
/// </summary>
internal sealed class ServiceCache
{
    /// <summary>Hosts by the path that tells them; empty for a service that has none.</summary>
    public ConcurrentDictionary<string, string> Hosts { get; } = new();

    /// <summary>Connections to interactive quotas by project and quota.</summary>
    public ConcurrentDictionary<(string Project, string Quota), McqaConnection> McqaConnections { get; } = new();

    /// <summary>Attached sessions by project and session name.</summary>
    public ConcurrentDictionary<(string Project, string Session), InteractiveSession> Sessions { get; } = new();
}
