namespace Odps.Net.Tests.Security;

/// <summary>What the calls about users send, and how their answers are read.</summary>
public class UserRequestTests
{
    private const string User = """<User><ID>200000000000000001</ID><DisplayName>RAM$acc:bob</DisplayName><Comment></Comment></User>""";
    private const string Answer = "<Authorization><Result>\"OK\"</Result></Authorization>";

    [Fact]
    public async Task Listing_asks_for_the_users_and_passes_over_what_it_does_not_know()
    {
        UserInfo[] users = [];
        SentRequest sent = await SentRequest.OfAsync(
            async client => users = await client.Security.Users.ListAsync().ToArrayAsync(),
            $"""<Users new="x"><Extra/>{User}<User><ID>2</ID><DisplayName>ALIYUN$a@b.c</DisplayName><Comment>chief</Comment><Later><A/></Later></User></Users>""");

        Assert.Equal("GET /projects/p1/users?curr_project=p1", sent.Line);
        Assert.Equal([("200000000000000001", "RAM$acc:bob", null), ("2", "ALIYUN$a@b.c", "chief")], users.Select(u => (u.Id, u.DisplayName, u.Comment)));
    }

    [Fact]
    public async Task Getting_names_the_user_by_display_name()
    {
        UserInfo? user = null;
        SentRequest sent = await SentRequest.OfAsync(
            async client => user = await client.Security.Users.GetAsync("RAM$acc:bob"),
            """<User><ID>1</ID><DisplayName>RAM$acc:bob</DisplayName><Label>3</Label><Roles><Role>admin</Role><Role><Name>reader</Name></Role></Roles><Properties><Property><key>k</key><value>v</value></Property></Properties></User>""");

        Assert.Equal("GET /projects/p1/users/RAM%24acc%3Abob?type=displayname&curr_project=p1", sent.Line);
        Assert.Equal((3L, "admin,reader", "v"), (user!.Label!.Value, string.Join(',', user.Roles), user.Properties["k"]));
    }

    [Fact]
    public async Task Getting_by_id_puts_the_id_into_the_path()
    {
        SentRequest sent = await SentRequest.OfAsync(client => client.Security.Users.GetByIdAsync("200000000000000001"), User);

        Assert.Equal("GET /projects/p1/users/200000000000000001?curr_project=p1", sent.Line);
    }

    [Fact]
    public async Task Adding_and_removing_are_security_queries()
    {
        SentRequest added = await SentRequest.OfAsync(client => client.Security.Users.AddAsync("RAM$acc:bob"), Answer);
        SentRequest removed = await SentRequest.OfAsync(client => client.Security.Users.RemoveAsync("RAM$acc:bob"), Answer);

        Assert.Equal("POST /projects/p1/authorization?curr_project=p1", added.Line);
        Assert.Equal("application/xml", added.ContentType);
        Assert.Equal("<Authorization><Query>add user RAM$acc:bob</Query><ResponseInJsonFormat>true</ResponseInJsonFormat></Authorization>", added.Xml);
        Assert.Equal("POST /projects/p1/authorization?curr_project=p1", removed.Line);
        Assert.Equal("<Authorization><Query>remove user RAM$acc:bob</Query><ResponseInJsonFormat>true</ResponseInJsonFormat></Authorization>", removed.Xml);
    }

    [Fact]
    public async Task Roles_of_a_user_are_asked_for_by_display_name()
    {
        RoleInfo[] roles = [];
        SentRequest sent = await SentRequest.OfAsync(
            async client => roles = await client.Security.Users["RAM$acc:bob"].ListRolesAsync().ToArrayAsync(), "<Roles><Role><Name>reader</Name></Role></Roles>");

        Assert.Equal("GET /projects/p1/users/RAM%24acc%3Abob?roles&type=displayname&curr_project=p1", sent.Line);
        Assert.Equal("reader", Assert.Single(roles).Name);
    }

    [Fact]
    public async Task Roles_are_granted_and_revoked_through_security_queries()
    {
        SentRequest granted = await SentRequest.OfAsync(client => client.Security.Users["RAM$acc:bob"].GrantRoleAsync("reader"), Answer);
        SentRequest revoked = await SentRequest.OfAsync(client => client.Security.Users["RAM$acc:bob"].RevokeRoleAsync("reader"), Answer);

        Assert.Contains("<Query>grant reader to RAM$acc:bob</Query>", granted.Xml, StringComparison.Ordinal);
        Assert.Contains("<Query>revoke reader from RAM$acc:bob</Query>", revoked.Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_user_does_not_exist_and_a_missing_project_is_an_error()
    {
        bool exists = true;
        await SentRequest.OfAsync(async client => exists = await client.Security.Users.ExistsAsync("u"), SentRequest.Error("NoSuchObject"), 404);
        Assert.False(exists);

        await SentRequest.OfAsync(
            client => Assert.ThrowsAsync<OdpsNotFoundException>(() => client.Security.Users.ExistsAsync("u")), SentRequest.Error("NoSuchProject"), 404);
    }

    [Theory]
    [InlineData("bob; drop role admin")]
    [InlineData("bob\tto")]
    [InlineData("'bob'")]
    [InlineData("b\u0001b")]
    [InlineData("")]
    public async Task Name_that_would_end_the_statement_is_refused_before_anything_is_sent(string name)
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client =>
            {
                await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Security.Users.AddAsync(name));
                await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Security.Users["u"].GrantRoleAsync(name));
                await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Security.Roles["r"].GrantToAsync(name));
            },
            (200, Answer, ""));

        Assert.Empty(sent);
    }
}
