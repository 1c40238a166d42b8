namespace Odps.Net.Http;

/// <summary>The outcome of one attempt: an answer, or a failure with what is known about repeating it.</summary>
internal sealed class Attempt
{
    private Attempt(OdpsCall call)
    {
        Call = call;
    }

    public OdpsCall Call { get; }

    public OdpsResponse? Response { get; private init; }

    public Exception? Failure { get; private init; }

    /// <summary>Whether another attempt may be made by the rules of <see cref="RetryOptions"/>.</summary>
    public bool Repeat { get; private init; }

    /// <summary>Whether the body, if there is one, can be sent once more.</summary>
    public bool CanSendAgain { get; private init; }

    public TimeSpan? RetryAfter => (Failure as OdpsServiceException)?.Error.RetryAfter;

    /// <summary>What failed, in a word that is safe and of few kinds: a status, a code, or a type.</summary>
    public string Reason => Failure switch
    {
        OdpsServiceException service => FormattableString.Invariant($"{(int)service.StatusCode}"),
        null => "",
        _ => Failure.GetType().Name,
    };

    public string? RequestId => Response?.RequestId ?? (Failure as OdpsServiceException)?.RequestId;

    public static Attempt Succeeded(OdpsCall call, OdpsResponse response) => new(call) { Response = response };

    public static Attempt Failed(OdpsCall call, Exception failure, bool repeat, bool canSendAgain) =>
        new(call) { Failure = failure, Repeat = repeat && canSendAgain, CanSendAgain = canSendAgain };
}
