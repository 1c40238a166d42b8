using System.Globalization;
using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>One run of the matrix: everything that happens in it follows from its seed.</summary>
/// <param name="seed">The seed.</param>
/// <param name="scenario">What is done.</param>
internal sealed class FaultRun(int seed, TransferScenario scenario)
{
    public int Seed => seed;

    public TransferScenario Scenario => scenario;

    public Random Random { get; } = new(seed);

    /// <summary>The fault, once it is chosen.</summary>
    public Fault Fault { get; private set; } = null!;

    /// <summary>The name of the kind of fault, for the summary.</summary>
    public string FaultName { get; private set; } = "";

    /// <summary>Whether the fault is only noticed by a client that loses its patience, which takes real time.</summary>
    public bool IsStall => FaultName == "answer stalls";

    /// <summary>Whether the fault is one that a single repeat mends, so that the transfer has to succeed.</summary>
    public bool MustSucceed { get; private set; }

    /// <summary>Chooses a fault, the requests that it meets, on which call, and how often.</summary>
    /// <param name="index">Which of the kinds; they go round.</param>
    public void Choose(int index)
    {
        RequestMatch match = scenario.Targets[Random.Next(scenario.Targets.Count)];
        bool isData = match == scenario.Data;
        long place = Random.Next(scenario.BodyBytes);
        (string Name, Fault Fault, bool Mends)[] kinds =
        [
            ("refuse", Fault.Refuse(), true),
            ("reset before the body", Fault.ResetBeforeBody(), true),
            ("reset within the body", Fault.ResetDuringBody(place), true),
            ("reset after the body", Fault.ResetAfterBody(), true),
            ("answer dropped by reset", Fault.DropAnswer(), true),
            ("answer dropped by close", Fault.DropAnswer(ConnectionEnd.Close), true),
            ("delay", Fault.Delay(TimeSpan.FromMilliseconds(2)), true),
            ("429", Fault.Status(429), true),
            ("429 with Retry-After", Fault.Status(429, retryAfter: TimeSpan.FromSeconds(1)), true),
            ("500", Fault.Status(500), true),
            ("500 with Retry-After", Fault.Status(500, retryAfter: TimeSpan.FromSeconds(1)), true),
            ("502", Fault.Status(502), true),
            ("502 with Retry-After", Fault.Status(502, retryAfter: TimeSpan.FromSeconds(1)), true),
            ("503", Fault.Status(503), true),
            ("503 with Retry-After, body unread", Fault.Status(503, retryAfter: TimeSpan.FromSeconds(1), readBody: false), true),
            ("504", Fault.Status(504), true),
            ("504 with Retry-After", Fault.Status(504, retryAfter: TimeSpan.FromSeconds(1)), true),
            ("403", Fault.Status(403), false),
            ("answer cut by reset", Fault.CutAfter(place), true),
            ("answer cut by close", Fault.CutAfter(place, ConnectionEnd.Close), true),
            ("answer cut at its last byte", Fault.CutAfter(-1, ConnectionEnd.Close), true),
            ("answer ends early in good order", Fault.EndAfter(place), isData),
            Random.Next(3) == 0 ? ("answer stalls", Fault.StallAfter(place), true) : ("answer delayed", Fault.DelayAnswer(TimeSpan.FromMilliseconds(2)), true),
            ("session expires", Fault.ExpireSession(), false),
            isData && scenario.IsDownload ? ("byte of the answer changed", Fault.CorruptByte(place, Mask()), false)
                : isData ? ("byte of the request changed", Fault.CorruptRequestByte(place, Mask()), false)
                : ("500 twice", Fault.Status(500).Times(2), true),
            scenario.HasSlots && isData ? ("slot moves", Fault.MoveSlot(refuse: Random.Next(2) == 0), true) : ("503 twice", Fault.Status(503).Times(2), true),
        ];
        (FaultName, Fault fault, MustSucceed) = kinds[index % kinds.Length];
        fault = fault.When(match).OnCall(1 + Random.Next(4));
        int times = Random.Next(10) switch
        {
            < 6 => fault.CallCount,
            < 9 => 1 + Random.Next(4),
            _ => int.MaxValue,
        };
        times = IsStall ? 1 : times;
        MustSucceed &= times <= 2;
        Fault = times == int.MaxValue ? fault.Always() : fault.Times(times);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {scenario.Name}, {Fault}");

    private byte Mask() => (byte)(1 << Random.Next(8));
}
