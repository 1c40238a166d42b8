namespace Odps.Net;

/// <summary>
/// A time limit of the client's options passed. The message names the option to change. It is never the result of a cancellation by the
/// caller: that is an <see cref="OperationCanceledException"/>.
/// </summary>
public class OdpsTimeoutException : OdpsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was being done, how long it took, and which option sets the limit.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException ?? new TimeoutException())
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
