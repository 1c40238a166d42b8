namespace Odps.Net;

/// <summary>
/// An instance (job) ended without success: its task failed or was cancelled. <see cref="OdpsServiceException.ErrorCode"/> is the
/// code in the task's own text (for example <c>ODPS-0130131</c>), <see cref="OdpsServiceException.InstanceId"/> is always set.
/// </summary>
public class OdpsInstanceFailedException : OdpsServiceException
{
    /// <summary>Creates the exception from the result of a task.</summary>
    /// <param name="message">Which instance and task failed, and the task's own text.</param>
    /// <param name="error">The parts of the service's answer; its <see cref="ServiceError.InstanceId"/> names the instance.</param>
    /// <param name="taskName">The name of the task that failed.</param>
    /// <param name="taskStatus">The status that the task ended with, for example <c>Failed</c> or <c>Cancelled</c>.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsInstanceFailedException(string message, ServiceError error, string taskName, string taskStatus, Exception? innerException = null)
        : base(message, error, innerException)
    {
        TaskName = taskName;
        TaskStatus = taskStatus;
    }

    /// <summary>The name of the task that failed.</summary>
    public string TaskName { get; }

    /// <summary>The status that the task ended with, for example <c>Failed</c> or <c>Cancelled</c>.</summary>
    public string TaskStatus { get; }

    /// <summary>The statement that was run; <see langword="null"/> when the task has none, or the service could not tell it.</summary>
    public string? Sql { get; init; }

    /// <summary>
    /// The address of a web page that shows the instance; <see langword="null"/> when it could not be had. It may carry a token that shows this instance to
    /// whoever has it, so it is not in the message.
    /// </summary>
    public Uri? LogViewUri { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => false;
}
