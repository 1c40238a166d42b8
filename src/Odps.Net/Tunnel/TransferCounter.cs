namespace Odps.Net.Tunnel;

/// <summary>Adds up what the parts of a transfer have done and reports the totals; safe from several parts at a time.</summary>
internal sealed class TransferCounter(IProgress<TransferProgress>? progress)
{
    private readonly Lock _lock = new();
    private TransferProgress _total;

    public TransferProgress Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    public void Add(long rows = 0, long bytes = 0, int blocks = 0, int retries = 0)
    {
        // Reported within the lock: otherwise a smaller total could overtake a larger one.
        lock (_lock)
        {
            _total = new TransferProgress(_total.Rows + rows, _total.Bytes + bytes, _total.Blocks + blocks, _total.Retries + retries);
            progress?.Report(_total);
        }
    }
}
