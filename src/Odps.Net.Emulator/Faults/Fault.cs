using System.Globalization;
using System.Text;
using Odps.Net.Emulator.Faults;

namespace Odps.Net.Emulator;

/// <summary>
/// Something that goes wrong with some of the requests: what, with which requests and on which of their calls. Without more it happens once, to the next
/// request of any kind. Immutable.
/// </summary>
/// <example><code>
/// using FaultHandle lost = emulator.Faults.Add(Fault.DropAnswer().When(RequestMatch.UploadCommit));
/// emulator.Faults.Add(Fault.CutAfter(100_000).When(RequestMatch.DownloadData).OnCall(2).Times(3));
/// emulator.Faults.Add(Fault.Status(503, retryAfter: TimeSpan.FromSeconds(1)).When(RequestMatch.BlockUpload()).Sometimes(0.2, seed: 7));
/// </code></example>
public sealed partial record Fault
{
    private Fault(FaultAction action) => Action = action;

    /// <summary>The requests that the fault meets. Default: all.</summary>
    public RequestMatch Match { get; private init; } = RequestMatch.Any;

    /// <summary>The first of these requests to which the fault happens; 1 is the next that comes. Default: 1.</summary>
    public int FirstCall { get; private init; } = 1;

    /// <summary>How many of these requests in a row the fault happens to, from <see cref="FirstCall"/> on. Default: 1.</summary>
    public int CallCount { get; private init; } = 1;

    /// <summary>The part of these requests to which the fault happens, 0 to 1. Default: 1.</summary>
    public double Probability { get; private init; } = 1;

    /// <summary>What decides together with <see cref="Probability"/>. Default: 0.</summary>
    public int Seed { get; private init; }

    internal FaultAction Action { get; }

    /// <summary>The same fault for some requests only.</summary>
    /// <param name="match">The requests.</param>
    public Fault When(RequestMatch match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return this with { Match = match };
    }

    /// <summary>The same fault for some requests only.</summary>
    /// <param name="condition">Whether a request is meant. It is called on the thread of the request and must be fast and thread-safe.</param>
    public Fault When(Func<EmulatorRequest, bool> condition) => this with { Match = Match.Where(condition) };

    /// <summary>The same fault from the n-th of its requests on; the ones before go well.</summary>
    /// <param name="call">The first call, from 1.</param>
    public Fault OnCall(int call)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call, 1);
        return this with { FirstCall = call };
    }

    /// <summary>The same fault on several of its requests in a row.</summary>
    /// <param name="calls">How many, from 1.</param>
    public Fault Times(int calls)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        return this with { CallCount = calls };
    }

    /// <summary>The same fault on all of its requests, from <see cref="FirstCall"/> on, until it is removed.</summary>
    public Fault Always() => this with { CallCount = int.MaxValue };

    /// <summary>
    /// The same fault on a part of its requests, which the seed picks: the same seed picks the same calls (the 3rd, the 8th, ...) in every run.
    /// </summary>
    /// <param name="probability">How large the part is, 0 to 1.</param>
    /// <param name="seed">The seed.</param>
    public Fault Sometimes(double probability, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        return this with { Probability = probability, Seed = seed, CallCount = CallCount == 1 ? int.MaxValue : CallCount };
    }

    /// <summary>What happens, to which requests and when, for messages of tests.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Action} for {Match}");
        text.Append(CultureInfo.InvariantCulture, $", from call {FirstCall}, ");
        text.Append(CultureInfo.InvariantCulture, $"{(CallCount == int.MaxValue ? "always" : string.Create(CultureInfo.InvariantCulture, $"{CallCount} times"))}");
        return Probability < 1
            ? text.Append(CultureInfo.InvariantCulture, $", with probability {Probability} by seed {Seed}").ToString()
            : text.ToString();
    }

    /// <summary>Whether the fault happens to the n-th of its requests.</summary>
    internal bool IsDue(int call) => call >= FirstCall && call - FirstCall < CallCount && (Probability >= 1 || Draw(Seed, call) < Probability);

    /// <summary>A number from 0 to 1 for a seed and a call, whatever other calls there are: the last steps of SplitMix64.</summary>
    private static double Draw(int seed, int call)
    {
        ulong bits = ((ulong)(uint)seed << 32) | (uint)call;
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        bits ^= bits >> 31;
        return (bits >> 11) * (1.0 / (1UL << 53));
    }
}
