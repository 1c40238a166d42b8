namespace Odps.Net;

/// <summary>The status of an interactive session, or of a query in it.</summary>
public enum InteractiveSessionStatus
{
    /// <summary>Not yet running, or a status that this SDK does not know.</summary>
    Unknown,

    /// <summary>Running: a session takes queries.</summary>
    Running,

    /// <summary>Failed.</summary>
    Failed,

    /// <summary>Ended: a query has its result, a session takes no more.</summary>
    Terminated,

    /// <summary>Cancelled.</summary>
    Cancelled,
}
