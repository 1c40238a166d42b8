using Odps.Net.Http;

namespace Odps.Net.Tests.Http;

public class QueryParametersTests
{
    [Fact]
    public void Flags_values_and_absent_values_keep_their_order()
    {
        QueryParameters query = new QueryParameters { "partitions", { "marker", "m" }, { "name", (string?)null }, { "maxitems", 1000L }, { "n", (long?)null } }
            .Flag("reverse").Flag("extended", condition: false);

        Assert.Equal(
            [new("partitions", null), new("marker", "m"), new("maxitems", "1000"), new("reverse", null)],
            query.AsEnumerable());
        Assert.True(query.Contains("marker"));
        Assert.False(query.Contains("Marker"));
    }

    [Fact]
    public void Value_given_last_wins()
    {
        var query = new QueryParameters { { "marker", "a" }, "x", { "marker", "b" } };

        Assert.Equal([new("marker", "b"), new("x", null)], query.AsEnumerable());
    }
}
