using System.Globalization;
using System.Security.Cryptography;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>A session of the tunnel.</summary>
internal interface ITunnelSession
{
    string Id { get; }

    DateTimeOffset Created { get; }
}

/// <summary>
/// Sessions by their id. They expire a day after they were made; after another day, or when there are too many, they are forgotten. Thread-safe.
/// </summary>
internal sealed class SessionStore<T>(TimeProvider clock, int capacity)
    where T : class, ITunnelSession
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _sessions = [];
    private readonly Queue<T> _byAge = new();

    public string NewId() => string.Create(
        CultureInfo.InvariantCulture,
        $"{clock.GetUtcNow().UtcDateTime:yyyyMMddHHmmss}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}");

    public bool IsExpired(T session) => clock.GetUtcNow() - session.Created >= Lifetime;

    public void Add(T session)
    {
        lock (_lock)
        {
            _sessions.Add(session.Id, session);
            _byAge.Enqueue(session);
            while (_byAge.Count > capacity || clock.GetUtcNow() - _byAge.Peek().Created >= 2 * Lifetime)
            {
                _sessions.Remove(_byAge.Dequeue().Id);
            }
        }
    }

    public T? Find(string id)
    {
        lock (_lock)
        {
            return _sessions.GetValueOrDefault(id);
        }
    }
}
