namespace Odps.Net;

/// <summary>What the sender of a request knows about itself, for the advice in an error's message.</summary>
/// <param name="Credential">The credential that signed, masked.</param>
/// <param name="ServerDate">The <c>Date</c> of the answer.</param>
/// <param name="Now">This machine's time.</param>
/// <param name="Secrets">Texts that must not appear in a message: what was sent to prove who sends.</param>
/// <param name="Note">What the failure means for the caller's data.</param>
internal readonly record struct ErrorContext(
    string? Credential = null,
    DateTimeOffset? ServerDate = null,
    DateTimeOffset? Now = null,
    IReadOnlyList<string>? Secrets = null,
    string? Note = null);
