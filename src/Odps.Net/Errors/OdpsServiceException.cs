using System.Net;

namespace Odps.Net;

/// <summary>
/// The service answered with an error. Its kinds that callers act on have types of their own:
/// <see cref="OdpsNotFoundException"/>, <see cref="OdpsAlreadyExistsException"/>, <see cref="OdpsPermissionException"/>,
/// <see cref="OdpsAuthenticationException"/>, <see cref="OdpsThrottledException"/> and, for a job that ran and failed,
/// <see cref="OdpsInstanceFailedException"/>.
/// </summary>
public class OdpsServiceException : OdpsException
{
    /// <summary>Creates the exception from what the service said.</summary>
    /// <param name="message">What was being done, what the service said, and what to do.</param>
    /// <param name="error">The parts of the service's answer.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsServiceException(string message, ServiceError error, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>The parts of the service's answer.</summary>
    public ServiceError Error { get; }

    /// <summary>The HTTP status of the answer; 0 when the error was found in the result of a job and not in a status.</summary>
    public HttpStatusCode StatusCode => Error.StatusCode;

    /// <summary>The service's error code, for example <c>NoSuchTable</c> or <c>ODPS-0130131</c>; <see langword="null"/> when there was none.</summary>
    public string? ErrorCode => Error.Code;

    /// <summary>The id to quote to support (<c>x-odps-request-id</c>); <see langword="null"/> when the service sent none.</summary>
    public string? RequestId => Error.RequestId;

    /// <summary>The host that the service named in its answer; <see langword="null"/> when it named none.</summary>
    public string? HostId => Error.HostId;

    /// <summary>The id of the instance (job) that the error is about; <see langword="null"/> when it is about none.</summary>
    public string? InstanceId => Error.InstanceId;

    /// <inheritdoc/>
    public override bool IsTransient => (int)StatusCode is 429 or >= 500 || ServiceErrorCodes.IsDamagedOnItsWay(Error);
}
