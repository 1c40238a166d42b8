namespace Odps.Net.Tests.Paging;

public class PagedEnumerableTests
{
    [Fact]
    public async Task All_pages_are_walked_empty_ones_included()
    {
        var asked = new List<string?>();
        List<int> items = [];
        await foreach (int item in Listing((marker, _) =>
        {
            asked.Add(marker);
            return marker switch
            {
                null => new Page<int>([1, 2], "a"),
                "a" => new Page<int>([], "b"),
                _ => new Page<int>([3], null),
            };
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
        await foreach (int item in Listing((_, _) => new Page<int>([++asked], $"m{asked}")))
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
            await foreach (int item in Listing((_, _) => new Page<int>([1], "same")))
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
            await foreach (int item in Listing((_, _) => new Page<int>([1], $"{++marker}")).WithCancellation(source.Token))
            {
                await source.CancelAsync();
            }
        });

        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Token_given_when_the_listing_was_made_ends_it_too_and_is_the_one_named()
    {
        using var made = new CancellationTokenSource();
        using var enumerated = new CancellationTokenSource();
        var listing = new PagedEnumerable<int>(
            async (_, token) =>
            {
                await made.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return new Page<int>([], null);
            },
            maxItems: null,
            made.Token);
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await listing.FirstAsync(enumerated.Token));
        Assert.Equal(made.Token, cancelled.CancellationToken);
    }

    [Fact]
    public async Task Limit_on_items_ends_the_listing_without_asking_for_more_pages()
    {
        int asked = 0;
        var listing = new PagedEnumerable<int>((_, _) => Task.FromResult(new Page<int>([1, 2, 3], $"m{++asked}")), maxItems: 2, default);
        Assert.Equal([1, 2], await listing.ToListAsync());
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Pages_can_be_continued_from_a_token()
    {
        PagedEnumerable<int> listing = Listing((marker, _) => marker == "b" ? new Page<int>([9], null) : new Page<int>([1], "b"));
        List<Page<int>> pages = await listing.AsPagesAsync("b").ToListAsync();
        Assert.Equal([9], Assert.Single(pages).Items);
    }

    private static PagedEnumerable<int> Listing(Func<string?, CancellationToken, Page<int>> getPage) =>
        new((marker, token) => Task.FromResult(getPage(marker, token)), maxItems: null, default);
}
