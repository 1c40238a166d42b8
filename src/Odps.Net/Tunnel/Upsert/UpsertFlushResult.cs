namespace Odps.Net.Tunnel;

/// <summary>What an upsert writer has sent to the service since it was made.</summary>
/// <param name="Packets">The packets.</param>
/// <param name="Rows">The rows, upserts and deletes.</param>
/// <param name="Bytes">Their bytes before compression, the footers included.</param>
public readonly record struct UpsertFlushResult(long Packets, long Rows, long Bytes);
