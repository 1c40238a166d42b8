namespace Odps.Net;

/// <summary>The credential is valid but lacks the right (codes <c>NoPermission</c>, <c>AccessDenied</c>, <c>ODPS-0130013</c>, <c>ODPS-0420095</c>, status 403).</summary>
public class OdpsPermissionException : OdpsServiceException
{
    /// <summary>Creates the exception from what the service said.</summary>
    /// <param name="message">What was being done, what the service said, and what to do.</param>
    /// <param name="error">The parts of the service's answer.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsPermissionException(string message, ServiceError error, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
