using System.Globalization;
using Odps.Net.Emulator.Faults;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>A session of the tunnel.</summary>
internal interface ITunnelSession
{
    string Id { get; }

    DateTimeOffset Created { get; }

    /// <summary>How many values it holds in memory.</summary>
    long HeldValues { get; }
}

/// <summary>
/// Sessions by their id. They expire a day after they were made; after another day, or when there are too many or they hold too many values, the
/// oldest are forgotten. Thread-safe.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="ids">Where ids come from.</param>
/// <param name="capacity">The most sessions.</param>
/// <param name="maxHeldValues">The most values that all sessions but the newest may hold.</param>
internal sealed class SessionStore<T>(TimeProvider clock, IdSource ids, int capacity, long maxHeldValues = long.MaxValue)
    where T : class, ITunnelSession
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _sessions = [];
    private readonly Queue<T> _byAge = new();
    private readonly HashSet<string> _expiredEarly = [];

    public string NewId() => string.Create(
        CultureInfo.InvariantCulture,
        $"{clock.GetUtcNow().UtcDateTime:yyyyMMddHHmmss}{ids.NextHex(12)}");

    public bool IsExpired(T session)
    {
        lock (_lock)
        {
            return clock.GetUtcNow() - session.Created >= Lifetime || _expiredEarly.Contains(session.Id);
        }
    }

    public void Add(T session)
    {
        lock (_lock)
        {
            long held = _byAge.Sum(s => s.HeldValues);
            while (_byAge.TryPeek(out T? oldest)
                && (_byAge.Count >= capacity || held > maxHeldValues || clock.GetUtcNow() - oldest.Created >= 2 * Lifetime))
            {
                held -= oldest.HeldValues;
                _sessions.Remove(oldest.Id);
                _expiredEarly.Remove(oldest.Id);
                _byAge.Dequeue();
            }

            _sessions.Add(session.Id, session);
            _byAge.Enqueue(session);
        }
    }

    /// <summary>The session that a request names; a fault may end it right now.</summary>
    public T? Find(ServiceRequest request, string id)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(id, out T? session))
            {
                return null;
            }

            foreach (FaultHandle fault in request.Faults.Where(f => f.Fault.Action is FaultAction.ExpireSession))
            {
                _expiredEarly.Add(id);
                fault.Hit();
            }

            return session;
        }
    }
}
