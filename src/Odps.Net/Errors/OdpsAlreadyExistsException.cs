namespace Odps.Net;

/// <summary>An object of that name is there already (codes <c>...AlreadyExists</c>, <c>ObjectAlreadyExists</c>).</summary>
public class OdpsAlreadyExistsException : OdpsServiceException
{
    /// <summary>Creates the exception from what the service said.</summary>
    /// <param name="message">What was being done, what the service said, and what to do.</param>
    /// <param name="error">The parts of the service's answer.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsAlreadyExistsException(string message, ServiceError error, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
