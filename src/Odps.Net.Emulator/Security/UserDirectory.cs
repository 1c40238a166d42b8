using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Odps.Net.Emulator.Security;

/// <summary>The users and the bearer tokens that the emulator accepts.</summary>
internal sealed class UserDirectory
{
    private const long FirstUserId = 280_000_000_000_001;

    private readonly ConcurrentDictionary<string, (EmulatorUser User, Caller Caller)> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Expires)> _tokens = new();
    private readonly TimeProvider _clock;

    public UserDirectory(OdpsEmulatorOptions options)
    {
        _clock = options.Clock;
        foreach (EmulatorUser user in options.AllUsers)
        {
            Add(user);
        }

        Owner = _users[options.AccessId].Caller;
        foreach (string token in options.BearerTokens)
        {
            _tokens[token] = (Owner, DateTimeOffset.MaxValue);
        }
    }

    /// <summary>The first user, who owns the projects.</summary>
    public Caller Owner { get; }

    public void Add(EmulatorUser user)
    {
        var caller = new Caller(user.Account, (FirstUserId + _users.Count).ToString(CultureInfo.InvariantCulture));
        if (!_users.TryAdd(user.AccessId, (user, caller)))
        {
            throw new ArgumentException($"The emulator has a user with the access id '{user.AccessId}' already.", nameof(user));
        }
    }

    public void Remove(string accessId) => _users.TryRemove(accessId, out _);

    public (EmulatorUser User, Caller Caller)? Find(string accessId) => _users.TryGetValue(accessId, out var found) ? found : null;

    public Caller? FindAccount(string account) => _users.Values.FirstOrDefault(user => user.Caller.Account == account).Caller;

    /// <summary>The caller behind a bearer token; null when it is not known or no longer valid.</summary>
    public Caller? FindToken(string token) => _tokens.TryGetValue(token, out var found) && found.Expires > _clock.GetUtcNow() ? found.Caller : null;

    /// <summary>Makes a token that stands for a caller. Its third field is the time of expiry, which clients read.</summary>
    public string SignToken(Caller caller, TimeSpan validity)
    {
        DateTimeOffset expires = _clock.GetUtcNow() + validity;
        string random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string token = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{random},{caller.Id},{expires.ToUnixTimeSeconds()}")));
        _tokens[token] = (caller, expires);
        foreach ((string old, (_, DateTimeOffset end)) in _tokens)
        {
            if (end <= _clock.GetUtcNow())
            {
                _tokens.TryRemove(old, out _);
            }
        }

        return token;
    }
}
