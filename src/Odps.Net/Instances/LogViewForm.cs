namespace Odps.Net;

/// <summary>Which page shows a log view.</summary>
public enum LogViewForm
{
    /// <summary><see cref="JobInsight"/> where the service and the region are known to have it, otherwise <see cref="Legacy"/>.</summary>
    Auto,

    /// <summary>The older page, whose address carries a token: whoever has the address can see the instance until the token expires.</summary>
    Legacy,

    /// <summary>The newer page (Job Insight), which asks its visitor to log in.</summary>
    JobInsight,
}
