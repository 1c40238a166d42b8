using System.Xml.Linq;

namespace Odps.Net.Tests.Security;

/// <summary>Security options: read, changed, and sent back whole.</summary>
public class SecurityConfigurationTests
{
    private const string Configuration =
        "<SecurityConfiguration><CheckPermissionUsingAcl>true</CheckPermissionUsingAcl><LabelSecurity>false</LabelSecurity><SupportACL>1</SupportACL>"
        + "<ProjectProtection Protected=\"true\"><Exceptions>{\"Version\":\"1\"}</Exceptions></ProjectProtection><GrammarVersion>2.0</GrammarVersion>"
        + "<EnableTomorrow Level=\"3\"><Locations><A>x</A></Locations></EnableTomorrow></SecurityConfiguration>";

    [Fact]
    public async Task All_options_are_read_and_those_left_out_are_null()
    {
        SecurityConfiguration? read = null;
        SentRequest sent = await SentRequest.OfAsync(async client => read = await client.Security.GetConfigurationAsync(), Configuration);

        Assert.Equal("GET /projects/p1?security_configuration&curr_project=p1", sent.Line);
        Assert.Equal((true, false, true), (read!.CheckPermissionUsingAcl, read.LabelSecurity, read.SupportAcl));
        Assert.Equal((true, "{\"Version\":\"1\"}", "2.0"), (read.ProjectProtection, read.ProjectProtectionExceptions, read.GrammarVersion));
        Assert.Null(read.CheckPermissionUsingPolicy);
        Assert.Equal("EnableTomorrow", read.OptionNames[^1]);
    }

    [Fact]
    public async Task Changed_copy_is_sent_with_all_that_the_service_had_sent()
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client =>
            {
                SecurityConfiguration read = await client.Security.GetConfigurationAsync();
                SecurityConfiguration changed = read with { LabelSecurity = true, ProjectProtection = false };
                Assert.False(read.LabelSecurity);
                await client.Security.SetConfigurationAsync(changed, supervisionToken: "token-1");
            },
            (200, Configuration, ""));

        Assert.Equal("PUT /projects/p1?security_configuration&curr_project=p1", sent[1].Line);
        Assert.Null(sent[1].ContentType);
        Assert.Equal("token-1", sent[1].Header("odps-x-supervision-token"));
        string expected = Configuration
            .Replace("<LabelSecurity>false", "<LabelSecurity>true", StringComparison.Ordinal)
            .Replace("Protected=\"true\"", "Protected=\"false\"", StringComparison.Ordinal);
        Assert.True(XNode.DeepEquals(XElement.Parse(expected), XElement.Parse(sent[1].Xml)), sent[1].Xml);
    }

    [Theory]
    [InlineData("LabelSecurity", "false")]
    [InlineData("label_security", "false")]
    [InlineData("labelsecurity", "false")]
    [InlineData("ProjectProtection", "true")]
    [InlineData("EnableTomorrow", "x")]
    [InlineData("CreatePackage", null)]
    public async Task One_option_is_found_by_its_name(string name, string? value)
    {
        string? found = "";
        await SentRequest.OfAsync(async client => found = await client.Security.GetOptionAsync(name), Configuration);

        Assert.Equal(value, found);
    }

    [Fact]
    public async Task Setting_one_option_reads_changes_and_writes_all()
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(client => client.Security.SetOptionAsync("project_protection", "false"), (200, Configuration, ""));

        Assert.Equal(["GET", "PUT"], sent.Select(s => s.Line[..3]));
        Assert.True(
            XNode.DeepEquals(XElement.Parse(Configuration.Replace("Protected=\"true\"", "Protected=\"false\"", StringComparison.Ordinal)), XElement.Parse(sent[1].Xml)),
            sent[1].Xml);
    }

    [Fact]
    public async Task Unknown_option_is_named_with_those_that_there_are_and_nothing_is_written()
    {
        SentRequest[] sent = await SentRequest.AllOfAsync(
            async client =>
            {
                ArgumentException failure = await Assert.ThrowsAsync<ArgumentException>(() => client.Security.SetOptionAsync("LabelSecurty", "true"));
                Assert.Contains("LabelSecurty", failure.Message, StringComparison.Ordinal);
                Assert.Contains("EnableTomorrow", failure.Message, StringComparison.Ordinal);
                Assert.Contains("CreatePackage", failure.Message, StringComparison.Ordinal);
            },
            (200, Configuration, ""));

        Assert.Single(sent);
    }

    [Fact]
    public void Configurations_with_the_same_options_are_equal()
    {
        var one = new SecurityConfiguration { LabelSecurity = true };
        SecurityConfiguration same = new SecurityConfiguration { LabelSecurity = false } with { LabelSecurity = true };

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, one with { LabelSecurity = null });
        Assert.Equal("LabelSecurity = true", one.ToString());
    }
}
