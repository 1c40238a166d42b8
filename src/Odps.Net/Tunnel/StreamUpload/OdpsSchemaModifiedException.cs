using System.Globalization;

namespace Odps.Net.Tunnel;

/// <summary>
/// The table has a newer schema than the session, which does not allow that (status 412, code <c>SchemaModified</c>). The pack was not stored: make a new
/// session and write its rows again there.
/// </summary>
public sealed class OdpsSchemaModifiedException : OdpsServiceException
{
    /// <summary>Creates the exception from what the service said.</summary>
    /// <param name="message">What was being done, what the service said, and what to do.</param>
    /// <param name="error">The parts of the service's answer.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsSchemaModifiedException(string message, ServiceError error, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }

    /// <summary>The newest version of the table's schema; <see langword="null"/> when the service does not say.</summary>
    public long? LatestSchemaVersion =>
        long.TryParse(Error.LatestSchemaVersion, NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null;
}
