namespace Odps.Net;

/// <summary>The object is not there: a project, schema, table, partition, instance, session, ... (codes <c>NoSuch...</c>, status 404, <c>ODPS-0130131</c>).</summary>
public class OdpsNotFoundException : OdpsServiceException
{
    /// <summary>Creates the exception from what the service said.</summary>
    /// <param name="message">What was being done, what the service said, and what to do.</param>
    /// <param name="error">The parts of the service's answer.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsNotFoundException(string message, ServiceError error, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
