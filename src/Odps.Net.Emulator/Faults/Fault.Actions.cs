using Odps.Net.Emulator.Faults;

namespace Odps.Net.Emulator;

/// <content>The kinds of faults.</content>
public sealed partial record Fault
{
    /// <summary>
    /// The connection is closed as soon as the head of the request is there: nothing of it is done. (An <c>HttpClient</c> by itself sends a request without a
    /// content again when its connection ends before an answer; each sending is another call.)
    /// </summary>
    public static Fault Refuse() => new(new FaultAction.Lose(0, ConnectionEnd.Close));

    /// <summary>The connection is reset as soon as the head of the request is there: nothing of it is done.</summary>
    public static Fault ResetBeforeBody() => new(new FaultAction.Lose(0, ConnectionEnd.Reset));

    /// <summary>The connection is reset in the middle of the request's body: nothing of the request is done.</summary>
    /// <param name="afterBytes">How many bytes of the body are read before; all when there are fewer.</param>
    public static Fault ResetDuringBody(long afterBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterBytes);
        return new(new FaultAction.Lose(afterBytes, ConnectionEnd.Reset));
    }

    /// <summary>The connection is reset when the whole request was read: nothing of it is done.</summary>
    public static Fault ResetAfterBody() => new(new FaultAction.Lose(long.MaxValue, ConnectionEnd.Reset));

    /// <summary>The request is done, and the connection ends in the place of its answer: a commit that the client does not hear of.</summary>
    /// <param name="end">How the connection ends.</param>
    public static Fault DropAnswer(ConnectionEnd end = ConnectionEnd.Reset) => new(new FaultAction.DropAnswer(end));

    /// <summary>The request waits before it is handled, by <see cref="OdpsEmulatorOptions.Clock"/>.</summary>
    /// <param name="time">How long; <see cref="Timeout.InfiniteTimeSpan"/> until the client gives up.</param>
    public static Fault Delay(TimeSpan time) => new(new FaultAction.Delay(CheckDelay(time)));

    /// <summary>The request is done at once, and its answer waits, by <see cref="OdpsEmulatorOptions.Clock"/>.</summary>
    /// <param name="time">How long; <see cref="Timeout.InfiniteTimeSpan"/> until the client gives up.</param>
    public static Fault DelayAnswer(TimeSpan time) => new(new FaultAction.DelayAnswer(CheckDelay(time)));

    /// <summary>The request is not done, and an error is answered.</summary>
    /// <param name="status">The HTTP status, 300 to 599.</param>
    /// <param name="code">
    /// The service's error code. Default: that which the service has for the status (429 <c>FlowExceeded</c>, 500 <c>InternalServerError</c>, 503
    /// <c>ServiceUnavailable</c>, ...); 502 and 504 are a gateway's page without a code.
    /// </param>
    /// <param name="message">The text of the error. Default: one that names the fault.</param>
    /// <param name="retryAfter">The value of <c>Retry-After</c>, rounded up to seconds. Default: the header is absent.</param>
    /// <param name="readBody">Whether the body of the request is read before the answer. Default: <see langword="true"/>.</param>
    public static Fault Status(int status, string? code = null, string? message = null, TimeSpan? retryAfter = null, bool readBody = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        if (retryAfter is { } wait)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero, nameof(retryAfter));
        }

        return new(new FaultAction.Status(status, code ?? DefaultCode(status), message, retryAfter, readBody));
    }

    /// <summary>The connection ends in the middle of the answer's body. An answer that is no longer than that is not cut.</summary>
    /// <param name="bytes">
    /// After how many bytes of the body, as they are on the wire (compressed, but without the framing of chunks). Negative: counted from the end, so -1
    /// sends all but the last byte; the emulator then holds the whole answer in memory.
    /// </param>
    /// <param name="end">How it ends. With a reset the client may also lose some of the bytes before.</param>
    public static Fault CutAfter(long bytes, ConnectionEnd end = ConnectionEnd.Reset) =>
        new(new FaultAction.Cut(bytes, end == ConnectionEnd.Close ? CutManner.Close : CutManner.Reset));

    /// <summary>
    /// The answer is one that HTTP finds complete, with an end of its chunks or a fitting length, but has only the first bytes of its body.
    /// </summary>
    /// <param name="bytes">How many; see <see cref="CutAfter"/>.</param>
    public static Fault EndAfter(long bytes) => new(new FaultAction.Cut(bytes, CutManner.Complete));

    /// <summary>The answer's body stops and the connection stays open: nothing more comes until the client gives up.</summary>
    /// <param name="bytes">After how many bytes; see <see cref="CutAfter"/>.</param>
    public static Fault StallAfter(long bytes) => new(new FaultAction.Cut(bytes, CutManner.Stall));

    /// <summary>A byte of the answer's body is another: a value, a length or a checksum, whatever stands there.</summary>
    /// <param name="offset">Which, from 0; counted from the end when negative, so -1 is the last; see <see cref="CutAfter"/>.</param>
    /// <param name="mask">The bits that are turned over.</param>
    public static Fault CorruptByte(long offset, byte mask = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(mask);
        return new(new FaultAction.Corrupt(offset, mask));
    }

    /// <summary>A byte of the request's body is another when it comes to the service.</summary>
    /// <param name="offset">Which, from 0.</param>
    /// <param name="mask">The bits that are turned over.</param>
    public static Fault CorruptRequestByte(long offset, byte mask = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfZero(mask);
        return new(new FaultAction.CorruptRequest(offset, mask));
    }

    /// <summary>
    /// The slot of a stream upload or an upsert has moved to another server. With <paramref name="refuse"/> the packet is refused with status 308 and
    /// the new address; otherwise the packet of a stream upload is taken and the answer says where the slot is now.
    /// </summary>
    /// <param name="refuse">Whether the packet is refused.</param>
    public static Fault MoveSlot(bool refuse = false) => new(new FaultAction.MoveSlot(refuse));

    /// <summary>A stream upload session gets another number of slots; the packet is taken, and the answer says so.</summary>
    /// <param name="slots">How many there are then, 1 to 64.</param>
    public static Fault ResizeSlots(int slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slots, 64);
        return new(new FaultAction.ResizeSlots(slots));
    }

    /// <summary>The commit of an upsert takes its time: it is answered with <c>committing</c>, and the next request for the session finds it done.</summary>
    public static Fault DeferCommit() => new(new FaultAction.DeferCommit());

    /// <summary>The session of the tunnel that the request belongs to ends before the request is handled, as if its day was over.</summary>
    public static Fault ExpireSession() => new(new FaultAction.ExpireSession());

    private static TimeSpan CheckDelay(TimeSpan time)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(time));
        }

        return time;
    }

    private static string? DefaultCode(int status) => status switch
    {
        400 => "InvalidArgument",
        401 => "Unauthorized",
        403 => "NoPermission",
        404 => "NoSuchObject",
        409 => "StatusConflict",
        429 => "FlowExceeded",
        500 => "InternalServerError",
        501 => "NotImplemented",
        503 => "ServiceUnavailable",
        _ => null,
    };
}
