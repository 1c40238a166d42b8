using System.Globalization;
using System.Net;
using System.Text;

namespace Odps.Net.Emulator;

/// <summary>How an emulator is to start. Immutable.</summary>
public sealed record OdpsEmulatorOptions
{
    /// <summary>The TCP port. Default: 0, any free port.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on. Default: the IPv4 loopback address, which no other machine can reach.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The projects that there are from the start; the first is <see cref="OdpsEmulator.Project"/>. Default: one, <c>demo</c>.</summary>
    public IReadOnlyList<string> Projects { get; init; } = ["demo"];

    /// <summary>The AccessKey id of the first user. Default: <c>emulator-access-id</c>.</summary>
    public string AccessId { get; init; } = "emulator-access-id";

    /// <summary>The AccessKey secret of the first user. Default: <c>emulator-access-key</c>.</summary>
    public string AccessKey { get; init; } = "emulator-access-key";

    /// <summary>More users, for example one with an STS token. Default: none.</summary>
    public IReadOnlyList<EmulatorUser> Users { get; init; } = [];

    /// <summary>Bearer tokens that are accepted beside those that the emulator itself has signed. Default: none.</summary>
    public IReadOnlyList<string> BearerTokens { get; init; } = [];

    /// <summary>The clock of the service: request dates, sessions, instances. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The SQLite file that keeps tables and rows. Default: <see langword="null"/>, everything is in memory and gone with the emulator.</summary>
    public string? DataFile { get; init; }

    /// <summary>The region that projects state. Default: <c>cn-emulator</c>. A v4 signature may name any region.</summary>
    public string Region { get; init; } = "cn-emulator";

    /// <summary>The most bytes of one request's body, and of what it holds when it is decompressed. Default: 1 GiB.</summary>
    public long MaxRequestBytes { get; init; } = 1L << 30;

    /// <summary>How many requests <see cref="OdpsEmulator.Requests"/> remembers; the oldest go first. Default: 10,000.</summary>
    public int JournalCapacity { get; init; } = 10_000;

    /// <summary>
    /// How many bytes of a request's body <see cref="OdpsEmulator.Requests"/> remembers; longer ones are cut off. Default: 0, none, since bodies of uploads are large.
    /// </summary>
    public int JournalBodyBytes { get; init; }

    internal IEnumerable<EmulatorUser> AllUsers => Users.Prepend(new EmulatorUser(AccessId, AccessKey));

    internal void Check()
    {
        Check(Port is >= 0 and <= 65535, nameof(Port), "0 to 65535", Port);
        Check(Projects.Count > 0 && !Projects.Any(string.IsNullOrWhiteSpace), nameof(Projects), "at least one name", string.Join(',', Projects));
        Check(!string.IsNullOrWhiteSpace(AccessId), nameof(AccessId), "an id", AccessId);
        Check(!string.IsNullOrEmpty(AccessKey), nameof(AccessKey), "a secret", "nothing");
        Check(MaxRequestBytes is > 0 and <= 0x7FFFFFC7, nameof(MaxRequestBytes), "1 to 2,147,483,591", MaxRequestBytes);
        Check(JournalCapacity >= 0, nameof(JournalCapacity), "0 or more", JournalCapacity);
        Check(JournalBodyBytes >= 0, nameof(JournalBodyBytes), "0 or more", JournalBodyBytes);
        string? twice = AllUsers.GroupBy(u => u.AccessId).FirstOrDefault(g => g.Count() > 1)?.Key;
        Check(twice is null, nameof(Users), "users with different access ids", twice ?? "");
    }

    private static void Check(bool isValid, string name, string expected, object found)
    {
        if (!isValid)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"OdpsEmulatorOptions.{name} is to be {expected}; it is '{found}'."), name);
        }
    }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Address = {Address}, Port = {Port}, Projects = {string.Join(',', Projects)}, AccessId = {AccessId}");
        text.Append(CultureInfo.InvariantCulture, $", Users = {Users.Count}, DataFile = {DataFile ?? "(memory)"}, Region = {Region}");
        return true;
    }
}
