namespace Odps.Net;

/// <summary>The service refused for now because a rate or a quota is used up (status 429; codes <c>RequestQuotaExceeded</c>, <c>SlotExceeded</c>, <c>QPSExceeded</c>, <c>FlowExceeded</c>).</summary>
public class OdpsThrottledException : OdpsServiceException
{
    /// <summary>Creates the exception from what the service said.</summary>
    /// <param name="message">What was being done, what the service said, and what to do.</param>
    /// <param name="error">The parts of the service's answer.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsThrottledException(string message, ServiceError error, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;

    /// <summary>How long the service asks to wait; <see langword="null"/> when it did not say.</summary>
    public TimeSpan? RetryAfter => Error.RetryAfter;
}
