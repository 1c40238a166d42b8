namespace Odps.Net;

/// <summary>
/// The base of every failure that this SDK reports about the service, the connection or the data.
/// Misuse of the API itself is reported by the usual .NET types (<see cref="ArgumentException"/>,
/// <see cref="InvalidOperationException"/>, <see cref="InvalidCastException"/>, <see cref="ObjectDisposedException"/>), and a
/// cancellation asked for by the caller is always an <see cref="OperationCanceledException"/> with the caller's token.
/// </summary>
public class OdpsException : Exception
{
    /// <summary>Creates the exception with a default message.</summary>
    public OdpsException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    /// <param name="message">What was being done, what was expected and found, and what to do.</param>
    public OdpsException(string? message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    /// <param name="message">What was being done, what was expected and found, and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public OdpsException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the same call may succeed when it is made again later: <see langword="true"/> for lost connections, timeouts,
    /// throttling and faults of the service; <see langword="false"/> for everything that repeats until something is changed.
    /// The SDK has already retried what it may retry safely.
    /// </summary>
    public virtual bool IsTransient => false;
}
