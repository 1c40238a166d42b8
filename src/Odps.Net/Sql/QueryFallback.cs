namespace Odps.Net;

/// <summary>Why a statement that was to run interactively ran as an ordinary job.</summary>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Message">What the service said; empty when it fell back by itself and said nothing.</param>
public sealed record QueryFallback(InteractiveFallback Reason, string Message);
