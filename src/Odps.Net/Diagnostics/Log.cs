using Microsoft.Extensions.Logging;

namespace Odps.Net.Http;

/// <summary>
/// Every log message of the SDK. The ids are stable: 1000 to 1099 requests, 1100 to 1199 signing and credentials. No message takes a
/// header, a body or a credential.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "Attempt {Attempt} to {Operation}: {Method} {Server}{Path}")]
    public static partial void AttemptStarting(ILogger logger, int attempt, string operation, string method, string server, string path);

    [LoggerMessage(1001, LogLevel.Debug, "Done after {ElapsedMs:0.#} ms: {Operation}: HTTP {Status}, request id {RequestId}")]
    public static partial void RequestSucceeded(ILogger logger, double elapsedMs, string operation, int status, string? requestId);

    [LoggerMessage(1002, LogLevel.Warning, "Attempt {Attempt} to {Operation} failed ({Reason}); next attempt in {DelayMs:0} ms, request id {RequestId}")]
    public static partial void Retrying(ILogger logger, int attempt, string operation, string reason, double delayMs, string? requestId);

    [LoggerMessage(1003, LogLevel.Information, "Failed after {ElapsedMs:0.#} ms and {Attempts} attempts: {Operation}: {Reason}, request id {RequestId}")]
    public static partial void RequestFailed(ILogger logger, double elapsedMs, int attempts, string operation, string reason, string? requestId);

    [LoggerMessage(1100, LogLevel.Information, "{Server} refused a V4 signature ({Code}); trying V2")]
    public static partial void TryingV2(ILogger logger, string server, string? code);

    [LoggerMessage(1101, LogLevel.Information, "{Server} takes V2 signatures only; this client stays with V2 for it. Set OdpsClientOptions.SignatureVersion to V2 to save the first try")]
    public static partial void StayingWithV2(ILogger logger, string server);

    [LoggerMessage(1102, LogLevel.Information, "The service says that the credential has expired ({Code}); a new one was fetched")]
    public static partial void CredentialRefreshed(ILogger logger, string? code);
}
