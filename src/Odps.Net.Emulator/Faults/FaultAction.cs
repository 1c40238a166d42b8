namespace Odps.Net.Emulator.Faults;

/// <summary>What a fault does to a request.</summary>
internal abstract record FaultAction
{
    /// <summary>The connection ends after some of the request's body was read; nothing is done and nothing answered.</summary>
    /// <param name="BodyBytes">How many bytes of the body are read before; all of them when there are fewer.</param>
    /// <param name="End">How.</param>
    public sealed record Lose(long BodyBytes, ConnectionEnd End) : FaultAction;

    /// <summary>The request waits before it is handled.</summary>
    public sealed record Delay(TimeSpan Time) : FaultAction;

    /// <summary>The request is done; its answer waits.</summary>
    public sealed record DelayAnswer(TimeSpan Time) : FaultAction;

    /// <summary>The request is done; its answer is not sent.</summary>
    public sealed record DropAnswer(ConnectionEnd End) : FaultAction;

    /// <summary>The request is not done; an error is answered.</summary>
    /// <param name="Code">The status.</param>
    /// <param name="ErrorCode">The error code; null for an answer without an error document, as a gateway gives it.</param>
    /// <param name="Message">The text.</param>
    /// <param name="RetryAfter">The time that the answer asks to wait.</param>
    /// <param name="ReadsBody">Whether the body of the request is read before the answer.</param>
    public sealed record Status(int Code, string? ErrorCode, string? Message, TimeSpan? RetryAfter, bool ReadsBody) : FaultAction;

    /// <summary>The body of the answer stops.</summary>
    /// <param name="Bytes">After how many bytes; counted from the end when negative.</param>
    /// <param name="Manner">In which manner.</param>
    public sealed record Cut(long Bytes, CutManner Manner) : FaultAction;

    /// <summary>A byte of the answer's body is changed.</summary>
    /// <param name="Offset">Which; counted from the end when negative.</param>
    /// <param name="Mask">The bits that are turned over.</param>
    public sealed record Corrupt(long Offset, byte Mask) : FaultAction;

    /// <summary>A byte of the request's body is changed on its way in.</summary>
    public sealed record CorruptRequest(long Offset, byte Mask) : FaultAction;

    /// <summary>The slot that the request goes to has moved to another server.</summary>
    public sealed record MoveSlot(bool Refuses) : FaultAction;

    /// <summary>The session gets another number of slots.</summary>
    public sealed record ResizeSlots(int Count) : FaultAction;

    /// <summary>The session of the request has ended.</summary>
    public sealed record ExpireSession : FaultAction;
}
