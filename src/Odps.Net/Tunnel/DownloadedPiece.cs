namespace Odps.Net.Tunnel;

/// <summary>Rows on their way from one of several readers to the caller.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="RowCount">How many there are.</param>
/// <param name="Bytes">Their bytes on the wire before compression, which is what counts against the budget.</param>
/// <param name="Retries">How often the reader had to go on again since its piece before.</param>
internal readonly record struct DownloadedPiece<T>(T Rows, int RowCount, long Bytes, int Retries);
