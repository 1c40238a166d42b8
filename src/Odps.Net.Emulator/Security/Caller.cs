namespace Odps.Net.Emulator.Security;

/// <summary>Who sends a request.</summary>
/// <param name="Account">The account as owners state it, for example <c>ALIYUN$someone@example.com</c>.</param>
/// <param name="Id">The numeric id of the account.</param>
internal sealed record Caller(string Account, string Id);
