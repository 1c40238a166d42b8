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
    public async Task Other_ranges_leave_a_quarter_to_the_range_that_is_read()
    {
        var budget = new DownloadBudget(100);
        budget.SetCurrent(0);
        await budget.TakeAsync(1, 50, default);
        ValueTask more = budget.TakeAsync(1, 26, default);
        Assert.False(more.IsCompleted);
        await budget.TakeAsync(0, 50, default);
        budget.Give(50);
        Assert.False(more.IsCompleted);
        budget.SetCurrent(1);
        await more;
    }

    [Fact]
    public async Task Piece_larger_than_the_whole_budget_is_let_through_when_there_is_room_for_any()
    {
        var budget = new DownloadBudget(100);
        budget.SetCurrent(0);
        await budget.TakeAsync(1, 500, default);
        ValueTask other = budget.TakeAsync(2, 500, default);
        Assert.False(other.IsCompleted);
        await budget.TakeAsync(0, 500, default);
        budget.Give(500);
        Assert.False(other.IsCompleted);
        budget.SetCurrent(1);
        Assert.False(other.IsCompleted);
        budget.Give(500);
        await other;
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
