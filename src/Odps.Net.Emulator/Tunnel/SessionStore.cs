using System.Globalization;

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

    public string NewId() => string.Create(
        CultureInfo.InvariantCulture,
        $"{clock.GetUtcNow().UtcDateTime:yyyyMMddHHmmss}{ids.NextHex(12)}");

    public bool IsExpired(T session) => clock.GetUtcNow() - session.Created >= Lifetime;

    public void Add(T session)
    {
        lock (_lock)
        {
            long held = _byAge.Sum(s => s.HeldValues);
            while (_byAge.TryPeek(out T? oldest)
                && (_byAge.Count >= capacity || held > maxHeldValues || clock.GetUtcNow() - oldest.Created >= 2 * Lifetime))
            {
                held -= oldest.HeldValues;
                _sessions.Remove(_byAge.Dequeue().Id);
            }

            _sessions.Add(session.Id, session);
            _byAge.Enqueue(session);
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
