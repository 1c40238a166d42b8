namespace Odps.Net;

/// <summary>How the address of a log view is made. Everything has a default.</summary>
public sealed record LogViewOptions
{
    /// <summary>Which page. Default: <see cref="LogViewForm.Auto"/>.</summary>
    public LogViewForm Form { get; init; }

    /// <summary>How long the token in the address of the older page is valid; whole hours, at least one. Default: 24 hours.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);
}
