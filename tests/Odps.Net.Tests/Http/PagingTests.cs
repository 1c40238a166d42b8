using Odps.Net.Http;

namespace Odps.Net.Tests.Http;

public class PagingTests
{
    [Fact]
    public async Task All_pages_are_walked_empty_ones_included()
    {
        var asked = new List<string?>();
        List<int> items = [];
        await foreach (int item in Paging.EnumerateAsync<int>((marker, _) =>
        {
            asked.Add(marker);
            return new(marker switch
            {
                null => new Page<int>([1, 2], "a"),
                "a" => new Page<int>([], "b"),
                _ => new Page<int>([3], ""),
            });
        }))
        {
            items.Add(item);
        }

        Assert.Equal([1, 2, 3], items);
        Assert.Equal([null, "a", "b"], asked);
    }

    [Fact]
    public async Task Page_is_asked_for_only_when_it_is_needed()
    {
        int asked = 0;
        await foreach (int item in Paging.EnumerateAsync<int>((_, _) => new(new Page<int>([++asked], $"m{asked}"))))
        {
            if (item == 2)
            {
                break;
            }
        }

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Repeated_marker_is_an_error_and_not_an_endless_listing()
    {
        await Assert.ThrowsAsync<OdpsDataException>(async () =>
        {
            await foreach (int item in Paging.EnumerateAsync<int>((_, _) => new(new Page<int>([1], "same"))))
            {
                Assert.Equal(1, item);
            }
        });
    }

    [Fact]
    public async Task Cancelled_walk_ends_with_the_callers_token()
    {
        using var source = new CancellationTokenSource();
        int marker = 0;
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in Paging.EnumerateAsync<int>((_, _) => new(new Page<int>([1], $"{++marker}"))).WithCancellation(source.Token))
            {
                await source.CancelAsync();
            }
        });

        Assert.Equal(source.Token, cancelled.CancellationToken);
    }
}
