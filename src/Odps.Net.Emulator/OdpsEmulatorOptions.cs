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

    /// <summary>
    /// More users, for example one with an STS token. One with an account of its own may do nothing until it is added to a project and granted rights. Default: none.
    /// </summary>
    public IReadOnlyList<EmulatorUser> Users { get; init; } = [];

    /// <summary>Bearer tokens that are accepted beside those that the emulator itself has signed. Default: none.</summary>
    public IReadOnlyList<string> BearerTokens { get; init; } = [];

    /// <summary>The clock of the service: request dates, sessions, instances. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// The folder that keeps projects, tables with their rows, and all other objects; it is made when it is not there, and belongs to one emulator at a time.
    /// What a client was told is done survives a crash of the process. Sessions and instances live as long as the emulator. Default:
    /// <see langword="null"/>, everything is in memory and gone with the emulator.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>
    /// Whether everything that would change the data is refused with <c>NoPermission</c>: uploads, DDL and DML, objects made or deleted. Queries and downloads
    /// work. What is missing of <see cref="Projects"/> is not made. Default: <see langword="false"/>.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// Whether the emulator listens on no port and takes connections from this process only, through <see cref="OdpsEmulator.ClientOptions"/> or
    /// <see cref="OdpsEmulator.CreateHandler"/>. HTTP is the same on both sides. Default: <see langword="false"/>.
    /// </summary>
    public bool InMemory { get; init; }

    /// <summary>
    /// Makes the ids of requests, instances, sessions and tables the same at each start, as long as the requests come in the same order. The times within ids are
    /// the <see cref="Clock"/>'s. Default: <see langword="null"/>, random ids.
    /// </summary>
    public int? IdSeed { get; init; }

    /// <summary>The region that projects state. Default: <c>cn-emulator</c>. A v4 signature may name any region.</summary>
    public string Region { get; init; } = "cn-emulator";

    /// <summary>The most bytes of one request's body, and of what it holds when it is decompressed. Default: 1 GiB.</summary>
    public long MaxRequestBytes { get; init; } = 1L << 30;

    /// <summary>The most connections at a time; further ones are closed at once. Default: <see langword="null"/>, no limit.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>The most sessions of each kind (table download, table upload, ...) that are remembered; the oldest are forgotten first. Default: 1,000.</summary>
    public int MaxSessions { get; init; } = 1_000;

    /// <summary>
    /// Whether the pages for people (the log view, the start page), which need no signature, are shown to other machines too. Default: <see langword="false"/>, only to
    /// browsers of this machine.
    /// </summary>
    public bool ShowPagesToAll { get; init; }

    /// <summary>
    /// Called after each answer, on the thread that gave it, for example to write a log. It must not throw and should be quick. Default: <see langword="null"/>.
    /// </summary>
    public Action<EmulatorRequest>? RequestCompleted { get; init; }

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
        Check(MaxConnections is null or > 0, nameof(MaxConnections), "1 or more", MaxConnections ?? 0);
        Check(MaxSessions > 0, nameof(MaxSessions), "1 or more", MaxSessions);
        Check(!InMemory || Port == 0, nameof(Port), "0 with InMemory, which has no port", Port);
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
        text.Append(CultureInfo.InvariantCulture, $", Users = {Users.Count}, DataDirectory = {DataDirectory ?? "(memory)"}, Region = {Region}");
        return true;
    }
}
