using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel;

/// <summary>Keeps the reports of a transfer, in the order in which they came.</summary>
internal sealed class ProgressReports : IProgress<TransferProgress>
{
    private readonly Lock _lock = new();
    private readonly List<TransferProgress> _all = [];

    public IReadOnlyList<TransferProgress> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all];
            }
        }
    }

    public TransferProgress Last => All[^1];

    public void Report(TransferProgress value)
    {
        lock (_lock)
        {
            _all.Add(value);
        }
    }

    public void AssertNeverGoesBack()
    {
        IReadOnlyList<TransferProgress> all = All;
        for (int i = 1; i < all.Count; i++)
        {
            (TransferProgress before, TransferProgress after) = (all[i - 1], all[i]);
            Assert.True(
                after.Rows >= before.Rows && after.Bytes >= before.Bytes && after.Blocks >= before.Blocks && after.Retries >= before.Retries,
                $"report {i} is {after} after {before}");
        }
    }
}
