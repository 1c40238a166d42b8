using System.Text.Json;
using System.Text.Json.Nodes;

namespace Odps.Net.Tests.Security;

/// <summary>What the calls about roles and policies send, and how their answers are read.</summary>
public class RoleRequestTests
{
    private const string Answer = "<Authorization><Result>\"OK\"</Result></Authorization>";
    private const string Policy = """{"Version":"1","Statement":[{"Effect":"Allow","Action":["odps:*"],"Principal":["*"],"Resource":["acs:odps:*:projects/p1"]}]}""";

    [Theory]
    [InlineData(null, "GET /projects/p1/roles?curr_project=p1")]
    [InlineData("reader", "GET /projects/p1/roles?name=reader&curr_project=p1")]
    public async Task Listing_asks_for_the_roles_and_leaves_the_filter_to_the_service(string? name, string line)
    {
        RoleInfo[] roles = [];
        SentRequest sent = await SentRequest.OfAsync(
            async client => roles = await client.Security.Roles.ListAsync(name).ToArrayAsync(),
            "<Roles><Role><Name>admin</Name><Comment>built-in</Comment></Role><Role><Name>reader</Name><Type>Resource</Type><New/></Role></Roles>");

        Assert.Equal(line, sent.Line);
        Assert.Equal([("admin", "built-in", null), ("reader", null, "Resource")], roles.Select(r => (r.Name, r.Comment, r.Type)));
    }

    [Fact]
    public async Task Getting_and_looking_ask_for_the_role()
    {
        SentRequest got = await SentRequest.OfAsync(client => client.Security.Roles.GetAsync("reader"), "<Role><Name>reader</Name></Role>");
        bool exists = true;
        SentRequest looked = await SentRequest.OfAsync(
            async client => exists = await client.Security.Roles.ExistsAsync("reader"), SentRequest.Error("NoSuchObject"), 404);

        Assert.Equal("GET /projects/p1/roles/reader?curr_project=p1", got.Line);
        Assert.Equal(got.Line, looked.Line);
        Assert.False(exists);
    }

    [Fact]
    public async Task Creating_dropping_granting_and_revoking_are_security_queries()
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client =>
            {
                Role role = await client.Security.Roles.CreateAsync("reader");
                await role.GrantToAsync("RAM$acc:bob");
                await role.RevokeFromAsync("RAM$acc:bob");
                await client.Security.Roles.DropAsync("reader");
            },
            (200, Answer, ""));

        Assert.All(sent, s => Assert.Equal("POST /projects/p1/authorization?curr_project=p1", s.Line));
        Assert.Equal(
            ["create role reader", "grant reader to RAM$acc:bob", "revoke reader from RAM$acc:bob", "drop role reader"],
            sent.Select(s => System.Xml.Linq.XElement.Parse(s.Xml).Element("Query")!.Value));
    }

    [Fact]
    public async Task Users_of_a_role_are_asked_for_with_a_flag()
    {
        UserInfo[] users = [];
        SentRequest sent = await SentRequest.OfAsync(
            async client => users = await client.Security.Roles["reader"].ListUsersAsync().ToArrayAsync(),
            "<Users><User><ID>1</ID><DisplayName>RAM$acc:bob</DisplayName></User></Users>");

        Assert.Equal("GET /projects/p1/roles/reader?users&curr_project=p1", sent.Line);
        Assert.Equal("RAM$acc:bob", Assert.Single(users).DisplayName);
    }

    [Fact]
    public async Task Policy_of_a_role_is_raw_JSON_both_ways()
    {
        SecurityPolicy? policy = null;
        SentRequest got = await SentRequest.OfAsync(async client => policy = await client.Security.Roles["reader"].GetPolicyAsync(), Policy);
        SentRequest put = await SentRequest.OfAsync(client => client.Security.Roles["reader"].SetPolicyAsync(SecurityPolicy.Parse(Policy)));

        Assert.Equal("GET /projects/p1/roles/reader?policy&curr_project=p1", got.Line);
        Assert.Equal(Policy, policy!.Text);
        Assert.Equal("PUT /projects/p1/roles/reader?policy&curr_project=p1", put.Line);
        Assert.Equal((Policy, null), (put.Body, put.ContentType));
    }

    [Fact]
    public async Task Policy_of_a_project_is_raw_JSON_both_ways_and_an_empty_body_is_none()
    {
        SecurityPolicy? policy = SecurityPolicy.Parse("1");
        SentRequest got = await SentRequest.OfAsync(async client => policy = await client.Security.GetPolicyAsync());
        SentRequest put = await SentRequest.OfAsync(client => client.Security.SetPolicyAsync(SecurityPolicy.Parse(Policy)));
        SentRequest none = await SentRequest.OfAsync(client => client.Security.SetPolicyAsync(null));

        Assert.Equal("GET /projects/p1?policy&curr_project=p1", got.Line);
        Assert.Null(policy);
        Assert.Equal("PUT /projects/p1?policy&curr_project=p1", put.Line);
        Assert.Equal((Policy, null), (put.Body, put.ContentType));
        Assert.Equal(("PUT /projects/p1?policy&curr_project=p1", "", "0"), (none.Line, none.Body, none.Header("Content-Length")));
    }

    [Fact]
    public async Task Security_policy_of_a_project_is_sent_as_JSON()
    {
        SentRequest got = await SentRequest.OfAsync(client => client.Security.GetSecurityPolicyAsync(), Policy);
        SentRequest put = await SentRequest.OfAsync(client => client.Security.SetSecurityPolicyAsync(SecurityPolicy.Parse(Policy)));

        Assert.Equal("GET /projects/p1?security_policy&curr_project=p1", got.Line);
        Assert.Equal("PUT /projects/p1?security_policy&curr_project=p1", put.Line);
        Assert.Equal((Policy, "application/json"), (put.Body, put.ContentType));
    }

    [Fact]
    public async Task Answer_that_is_no_policy_is_an_error_that_says_so()
    {
        await SentRequest.OfAsync(
            async client =>
            {
                OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(() => client.Security.GetPolicyAsync());
                Assert.Contains("is not a policy in JSON", failure.Message, StringComparison.Ordinal);
            },
            "<html/>");
    }

    [Fact]
    public void Policy_goes_through_documents_and_trees()
    {
        SecurityPolicy policy = SecurityPolicy.Parse(Policy);
        JsonNode tree = policy.ToJsonNode();
        tree["Statement"]![0]!["Effect"] = "Deny";
        using JsonDocument document = policy.ToJsonDocument();

        Assert.Equal(policy, SecurityPolicy.FromJson(document.RootElement));
        Assert.Contains("\"Deny\"", SecurityPolicy.FromJson(tree).Text, StringComparison.Ordinal);
        Assert.Equal(Policy, policy.Text);
        FormatException failure = Assert.Throws<FormatException>(() => SecurityPolicy.Parse("{\n\"a\":"));
        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SecurityPolicy.FromJson(default(JsonElement)));
    }
}
