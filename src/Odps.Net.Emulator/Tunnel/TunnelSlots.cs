using System.Globalization;
using Odps.Net.Emulator.Faults;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Tunnel;

/// <summary>
/// The slots of a stream upload or an upsert session: servers that requests are routed to by the addresses that they name. The addresses are made up; all
/// requests come to the emulator. Thread-safe.
/// </summary>
/// <param name="count">How many slots there are.</param>
/// <param name="port">The port of their addresses.</param>
/// <param name="canResize">Whether there may be more or fewer of them later.</param>
internal sealed class TunnelSlots(int count, int port, bool canResize)
{
    private readonly Lock _lock = new();
    private int _servers;

    private Slot[] Slots
    {
        get => field ??= New(count);
        set;
    }

    public int Count => Servers.Count;

    /// <summary>The addresses in the order of the slot ids, which are 0, 1, 2 and so on.</summary>
    public IReadOnlyList<string> Servers
    {
        get
        {
            lock (_lock)
            {
                return [.. Slots.Select(s => s.Server)];
            }
        }
    }

    /// <summary>
    /// Carries out the faults of a request, and says where it should have gone.
    /// </summary>
    /// <param name="request">The request, which names the address that its sender knows.</param>
    /// <param name="slot">The slot that it is for.</param>
    /// <returns>The answer that refuses it because the slot has moved; null when it is to be done.</returns>
    public ServiceResponse? Route(ServiceRequest request, int slot)
    {
        lock (_lock)
        {
            foreach (FaultHandle fault in request.Faults)
            {
                switch (fault.Fault.Action)
                {
                    case FaultAction.MoveSlot move when slot < Slots.Length:
                        Slots[slot] = new Slot(NewServer(), move.Refuses);
                        fault.Hit();
                        break;
                    case FaultAction.ResizeSlots resize when canResize:
                        Slots = New(resize.Count);
                        fault.Hit();
                        break;
                }
            }

            return slot < Slots.Length && Slots[slot] is { IsStrict: true, Server: var server } && request.Header("odps-tunnel-routed-server") != server
                ? new ServiceResponse { Status = 308, ErrorCode = "SlotReassigned" }.With("odps-tunnel-routed-server", server)
                : null;
        }
    }

    /// <summary>The headers by which a client learns of changes: how many slots there are, and where this one is.</summary>
    public ServiceResponse Tell(ServiceResponse response, int slot)
    {
        IReadOnlyList<string> servers = Servers;
        return response
            .With("odps-tunnel-slot-num", servers.Count.ToString(CultureInfo.InvariantCulture))
            .With("odps-tunnel-routed-server", servers[Math.Min(slot, servers.Count - 1)]);
    }

    private Slot[] New(int number) => [.. Enumerable.Range(0, number).Select(_ => new Slot(NewServer(), IsStrict: false))];

    private string NewServer() => string.Create(CultureInfo.InvariantCulture, $"10.0.{_servers / 250}.{(_servers++ % 250) + 1}:{port}");

    /// <param name="Server">The address.</param>
    /// <param name="IsStrict">Whether requests that name another address are refused.</param>
    private sealed record Slot(string Server, bool IsStrict);
}
