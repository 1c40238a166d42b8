using Odps.Net.Tunnel;

namespace BulkTransfer;

/// <summary>Keeps the last report of a transfer and writes one line at its end.</summary>
internal sealed class TransferLine(TextWriter output) : IProgress<TransferProgress>
{
    private TransferProgress _last;

    public void Report(TransferProgress value)
    {
        lock (output)
        {
            _last = value;
        }
    }

    public void End(string what, long rows, TimeSpan elapsed)
    {
        lock (output)
        {
            output.WriteLine($"{what,-10} {rows} rows in {elapsed.TotalSeconds:F2} s, {_last.Bytes} bytes, {_last.Blocks} blocks or ranges, {_last.Retries} retries");
            _last = default;
        }
    }
}
