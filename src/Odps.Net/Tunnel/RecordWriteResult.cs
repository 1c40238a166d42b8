namespace Odps.Net.Tunnel;

/// <summary>What a completed writer has sent.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Bytes">The bytes before compression.</param>
public readonly record struct RecordWriteResult(long Rows, long Bytes);
