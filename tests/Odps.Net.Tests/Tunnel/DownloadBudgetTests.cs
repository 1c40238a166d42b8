using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel;

public sealed class DownloadBudgetTests
{
    [Fact]
    public async Task Range_that_is_read_waits_when_its_own_rows_fill_the_budget()
    {
        var budget = new DownloadBudget(100);
        budget.SetCurrent(0);
        await budget.TakeAsync(0, 60, default);
        await budget.TakeAsync(0, 40, default);
        ValueTask third = budget.TakeAsync(0, 10, default);
        Assert.False(third.IsCompleted);
        budget.Give(60);
        await third;
    }

    [Fact]
    public async Task Range_that_is_read_goes_on_one_piece_at_a_time_when_the_others_have_filled_the_budget()
    {
        var budget = new DownloadBudget(100);
        budget.SetCurrent(0);
        await budget.TakeAsync(1, 75, default);
        await budget.TakeAsync(0, 40, default);
        ValueTask second = budget.TakeAsync(0, 40, default);
        Assert.False(second.IsCompleted);
        budget.Give(40);
        await second;
    }

    [Fact]
    public async Task Cancelled_wait_takes_nothing()
    {
        var budget = new DownloadBudget(100);
        budget.SetCurrent(0);
        await budget.TakeAsync(0, 100, default);
        using var cancel = new CancellationTokenSource();
        ValueTask wait = budget.TakeAsync(0, 10, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await wait);
        budget.Give(100);
        await budget.TakeAsync(0, 100, default);
    }
}
