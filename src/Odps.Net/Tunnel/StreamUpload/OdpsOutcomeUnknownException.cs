namespace Odps.Net.Tunnel;

/// <summary>
/// A change was sent whole, and no answer says whether the service has made it. The SDK does not repeat what is not the same when it is done twice;
/// look at the data, or decide which of the two risks to take.
/// </summary>
public sealed class OdpsOutcomeUnknownException : OdpsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was being done, what happened, and what to do.</param>
    /// <param name="innerException">What came instead of an answer.</param>
    public OdpsOutcomeUnknownException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
