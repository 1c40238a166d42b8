namespace Odps.Net;

/// <summary>Reads what the failure of an interactive query means. The service tells by the first digits of its code, which may stand anywhere in the text.</summary>
internal static class InteractiveFailure
{
    /// <summary>The reason to run the statement as an ordinary job; null when the policy has none for this failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="policy">The reasons that count.</param>
    /// <param name="hasSession">Whether there was something to run the statement in; otherwise the failure is not the statement's.</param>
    public static InteractiveFallback? ReasonOf(OdpsException failure, InteractiveFallback policy, bool hasSession)
    {
        string text = failure.Message;
        if (Has(text, "OdpsJobCancelledException") || Has(text, "Job is cancelled") || failure is OdpsInstanceFailedException { TaskStatus: "Cancelled" })
        {
            return null;
        }

        InteractiveFallback reason =
            Has(text, "ODPS-185") ? InteractiveFallback.UnsupportedFeature
            : Has(text, "ODPS-184") || Has(text, "ODPS-182") ? InteractiveFallback.Upgrading
            : Has(text, "ODPS-183") ? InteractiveFallback.NoResource
            : Has(text, "ODPS-186") || Has(text, "Wait for cache data timeout") || Has(text, "Get select desc from SQLRTTask timeout") ? InteractiveFallback.Timeout
            : Has(text, "ODPS-180") ? InteractiveFallback.Generic
            : hasSession ? InteractiveFallback.Other
            : InteractiveFallback.NotInteractive;
        return policy.HasFlag(reason) ? reason : null;
    }

    /// <summary>The session is not the right one any more, and another will do.</summary>
    public static bool AsksToAttachAgain(OdpsException failure) => Has(failure.Message, "ODPS-181");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
