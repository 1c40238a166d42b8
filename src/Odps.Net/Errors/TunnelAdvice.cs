namespace Odps.Net;

/// <summary>What to do about the errors of the data tunnel, and which limit of the service was met, by their codes.</summary>
internal static class TunnelAdvice
{
    /// <summary>The advice; null when the code is not one of the tunnel's.</summary>
    public static string? For(ServiceError error) => error.Code switch
    {
        "NoSuchUpload" =>
            "An upload session lives for 24 hours and belongs to one table and partition; what is not committed by then is gone. Create a new session and write the rows again.",
        "NoSuchDownload" =>
            "A download session lives for 24 hours and belongs to one table and partition, or one instance. Create a new session; if the data has not changed, reading can go on there at the row it had come to.",
        "StreamSessionNotFound" =>
            "The stream upload session has expired or was aborted. Rows that were stored stay; create a new session for the others.",
        "UpsertSessionNotFound" =>
            "The upsert session has expired (UpsertSessionOptions.LifecycleHours, at most 24 hours) or was aborted, and then nothing of it is visible; or it was committed a while ago.",
        "TableModified" or "ObjectModified" =>
            "The table has changed since the session was created. Create a new session and do the work again; a download may also go on with DownloadSessionOptions.DisableModifiedCheck.",
        "InvalidBlockID" =>
            "Block ids are 0 to 19,999, since a session has at most 20,000 blocks: make blocks larger (BufferedWriterOptions.BlockSize), or use another session.",
        "InConsistentBlockList" =>
            "The blocks of the session are not those that were written: compare GetBlocksAsync with WrittenBlocks, and write what is missing again.",
        "StatusConflict" or "InvalidStatusChange" =>
            "The session is not in the state that the call needs; it may be committed already. Look at it (ReloadAsync, Status), and create a new session for further rows.",
        "OverwriteModeNotAllowed" =>
            "Another upload to the same table or partition is open, and this one is to overwrite (UploadSessionOptions.Overwrite): wait until the other is committed or has expired.",
        "MissingPartitionSpec" => "The table has partitions: name one with all of its keys, for example dt=20260101,hh=01.",
        "MaxMessageLengthExceeded" => "The limit met is that of one request body (100 GB a block, 200 MB a row): make blocks smaller (BufferedWriterOptions.BlockSize).",
        "CorruptedDataStream" or "IncompleteBody" => "The data was damaged on its way, and nothing of it was taken: send it again.",
        "FlowExceeded" => Throttled("the bandwidth", error),
        "SlotExceeded" => Throttled("the number of transfers at a time (slots)", error),
        "QPSExceeded" or "RequestQuotaExceeded" => Throttled("the number of requests in a time", error),
        "InstanceNotTerminate" => "The instance still runs: wait for it (Instance.WaitForSuccessAsync).",
        "InstanceTypeNotSupported" => "Only a query has rows; Instance.OpenResultAsync gives the text of other statements.",
        _ => null,
    };

    private static string Throttled(string limit, ServiceError error) => error.RetryAfter is { } delay
        ? FormattableString.Invariant($"The limit met is {limit} of the tunnel quota. Try again in {delay.TotalSeconds:0.#} s, make fewer transfers at a time, or use a larger quota (QuotaName).")
        : $"The limit met is {limit} of the tunnel quota. Try again later, make fewer transfers at a time, or use a larger quota (QuotaName).";
}
