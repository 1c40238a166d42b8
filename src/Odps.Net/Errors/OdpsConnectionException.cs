namespace Odps.Net;

/// <summary>
/// The service could not be reached, or the connection broke before the answer was complete. What the service did with the request is
/// not known; requests that are safe to repeat have been repeated already.
/// </summary>
public class OdpsConnectionException : OdpsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was being done, with which host, and what happened.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
