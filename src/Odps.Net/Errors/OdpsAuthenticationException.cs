namespace Odps.Net;

/// <summary>The request could not be authenticated: a wrong key or signature, an expired token, or a clock that is too far off (status 401, codes <c>Unauthorized</c>, <c>SignatureNotMatch</c>, <c>RequestTimeTooSkewed</c>, <c>ODPS-0410051</c>, ...).</summary>
public class OdpsAuthenticationException : OdpsServiceException
{
    /// <summary>Creates the exception from what the service said.</summary>
    /// <param name="message">What was being done, what the service said, and what to do.</param>
    /// <param name="error">The parts of the service's answer.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsAuthenticationException(string message, ServiceError error, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
