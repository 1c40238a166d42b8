namespace Odps.Net.Tunnel;

/// <summary>How far a transfer is. Each report holds totals since its beginning, and no number ever goes back.</summary>
/// <param name="Rows">Rows that were verified (download) or accepted by the service (upload); none for files of volumes.</param>
/// <param name="Bytes">Bytes of these rows, or bytes of files, before compression.</param>
/// <param name="Blocks">Blocks, packs, packets or files that the service has accepted (upload), or ranges or files that were read to their end (download).</param>
/// <param name="Retries">Requests that were made again because of a failure.</param>
public readonly record struct TransferProgress(long Rows, long Bytes, int Blocks, int Retries);
