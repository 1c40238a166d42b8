namespace Odps.Net.Arrow;

/// <summary>
/// Writes record batch messages alone, as the tunnel takes them: no schema, no dictionaries, no end marker. The stream stays open.
/// </summary>
internal sealed class BareBatchWriter(Stream stream, Schema schema) : IDisposable
{
    private readonly IpcSink _sink = new(stream, schema, new ArrowWriteOptions { Alignment = 8 }, IpcForm.BareBatches);

    /// <summary>The rows written so far.</summary>
    public long RowsWritten => _sink.RowsWritten;

    /// <summary>The bytes written so far, without what the stream adds.</summary>
    public long BytesWritten => _sink.Position;

    /// <summary>Writes a batch; it stays the caller's. Its columns are matched by position and must be of the schema's names and types.</summary>
    public ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken = default) => _sink.WriteAsync(batch, cancellationToken);

    public void Dispose() => _sink.Dispose();
}
