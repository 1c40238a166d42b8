using Odps.Net.Http;

namespace Odps.Net.Tests.Http;

public class RestPathTests
{
    [Fact]
    public void Path_has_its_three_forms()
    {
        RestPath path = RestPath.Project("p 1").Schema("s").Table("表/a+b~*");

        Assert.Equal("/projects/p 1/schemas/s/tables/表/a+b~*", path.Unescaped);
        Assert.Equal("/projects/p%201/schemas/s/tables/%E8%A1%A8%2Fa%2Bb~%2A", path.Escaped);
        Assert.Equal("/projects/{project}/schemas/{schema}/tables/{table}", path.Template);
    }

    [Fact]
    public void Collections_and_names_take_turns()
    {
        RestPath path = RestPath.Of("projects", "p", "tables", "t", "streams");

        Assert.Equal("/projects/p/tables/t/streams", path.Escaped);
        Assert.Equal("/projects/{name}/tables/{name}/streams", path.Template);
        Assert.Equal("/projects/p/auth/", RestPath.Project("p").Literal("auth").Slash().Escaped);
        Assert.Equal("/projects/p/registration/functions/f", RestPath.Project("p").Function("f").Escaped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    [InlineData(".")]
    [InlineData("..")]
    public void Names_that_would_change_the_path_are_refused(string? name)
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => RestPath.Project("p").Table(name!));

        Assert.Contains("table", refused.Message, StringComparison.Ordinal);
    }
}
