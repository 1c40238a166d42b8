using System.Net;

namespace Odps.Net.Tests.Errors;

/// <summary>What the errors of the tunnel say of the limit that was met, and of what to do.</summary>
public class TunnelAdviceTests
{
    [Theory]
    [InlineData(404, "NoSuchUpload", "lives for 24 hours", "Create a new session")]
    [InlineData(404, "NoSuchDownload", "lives for 24 hours", "Create a new session")]
    [InlineData(404, "StreamSessionNotFound", "has expired or was aborted", "create a new session")]
    [InlineData(404, "UpsertSessionNotFound", "UpsertSessionOptions.LifecycleHours, at most 24 hours", "nothing of it is visible")]
    [InlineData(400, "InvalidBlockID", "at most 20,000 blocks", "BufferedWriterOptions.BlockSize")]
    [InlineData(400, "MaxMessageLengthExceeded", "100 GB a block, 200 MB a row", "BufferedWriterOptions.BlockSize")]
    [InlineData(429, "FlowExceeded", "The limit met is the bandwidth", "QuotaName")]
    [InlineData(429, "SlotExceeded", "The limit met is the number of transfers at a time (slots)", "QuotaName")]
    [InlineData(429, "QPSExceeded", "The limit met is the number of requests", "QuotaName")]
    [InlineData(429, "RequestQuotaExceeded", "The limit met is the number of requests", "QuotaName")]
    [InlineData(409, "TableModified", "has changed since the session was created", "DownloadSessionOptions.DisableModifiedCheck")]
    [InlineData(400, "OverwriteModeNotAllowed", "Another upload to the same table or partition is open", "UploadSessionOptions.Overwrite")]
    [InlineData(400, "CorruptedDataStream", "damaged on its way", "send it again")]
    public void Message_says_which_limit_was_met_and_what_to_do(int status, string code, string limit, string advice)
    {
        OdpsServiceException error = OdpsExceptionFactory.FromResponse(
            new ServiceError { StatusCode = (HttpStatusCode)status, Code = code, Message = "m", RequestId = "R1" }, "write block 3 of upload session u1 to table p.t");

        Assert.StartsWith($"Could not write block 3 of upload session u1 to table p.t: {code}: m (HTTP {status}, request id R1).", error.Message, StringComparison.Ordinal);
        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_says_how_long_the_service_asks_to_wait()
    {
        OdpsServiceException error = OdpsExceptionFactory.FromResponse(
            new ServiceError { StatusCode = HttpStatusCode.TooManyRequests, Code = "SlotExceeded", RetryAfter = TimeSpan.FromSeconds(3) }, "read");
        Assert.IsType<OdpsThrottledException>(error);
        Assert.Contains("Try again in 3 s", error.Message, StringComparison.Ordinal);
    }
}
