namespace Odps.Net;

/// <summary>
/// The names to subscribe to with OpenTelemetry or another listener. Neither spans nor metrics hold secrets, statements or data.
/// </summary>
public static class OdpsDiagnostics
{
    /// <summary>
    /// The activity source. Each request is one client span with the standard HTTP and server attributes; its repeats are events
    /// (<c>odps.retry</c>).
    /// </summary>
    public const string ActivitySourceName = "Odps.Net";

    /// <summary>
    /// The meter: <c>odps.client.request.duration</c> (histogram, seconds, until the answer is accepted) and
    /// <c>odps.client.request.retries</c> (counter).
    /// </summary>
    public const string MeterName = "Odps.Net";
}
