namespace Odps.Net.Tunnel;

/// <summary>A block that the service has of an upload session.</summary>
/// <param name="BlockId">The id, 0 to 19,999.</param>
/// <param name="RecordCount">The number of rows; <see langword="null"/> when the service does not say.</param>
/// <param name="CreationTime">When it was uploaded; <see langword="null"/> when the service does not say.</param>
public sealed record UploadedBlock(int BlockId, long? RecordCount, DateTimeOffset? CreationTime);
