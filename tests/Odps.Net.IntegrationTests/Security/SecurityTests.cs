using System.Text.Json;

namespace Odps.Net.IntegrationTests.Security;

/// <summary>Users, roles, policies, security options and security queries against a service that remembers.</summary>
public sealed class SecurityTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly SecurityOperations _security = fixture.Client.Security;

    [Fact]
    public async Task User_is_added_found_listed_and_removed()
    {
        User user = await _security.Users.AddAsync("RAM$company:anna");

        UserInfo info = await user.GetAsync();
        Assert.Equal("RAM$company:anna", info.DisplayName);
        Assert.Equal(info, await _security.Users.GetByIdAsync(info.Id!) with { Roles = info.Roles, Properties = info.Properties });
        Assert.Contains(await _security.Users.ListAsync().ToArrayAsync(), u => u.Id == info.Id);
        Assert.True(await _security.Users.ExistsAsync("RAM$company:anna"));
        await _security.Users.RemoveAsync("RAM$company:anna");
        Assert.False(await user.ExistsAsync());
        Assert.DoesNotContain(await _security.Users.ListAsync().ToArrayAsync(), u => u.Id == info.Id);
    }

    [Fact]
    public async Task Role_is_created_granted_revoked_and_dropped()
    {
        User user = await _security.Users.AddAsync("RAM$company:bert");
        Role role = await _security.Roles.CreateAsync("bert_role");

        await role.GrantToAsync(user.Name);
        Assert.Equal(["bert_role"], (await user.ListRolesAsync().ToArrayAsync()).Select(r => r.Name));
        Assert.Equal(["RAM$company:bert"], (await role.ListUsersAsync().ToArrayAsync()).Select(u => u.DisplayName));
        OdpsServiceException inUse = await Assert.ThrowsAsync<OdpsServiceException>(() => role.DropAsync());
        Assert.Equal("InvalidStateSetting", inUse.ErrorCode);
        await user.RevokeRoleAsync("bert_role");
        Assert.Empty(await role.ListUsersAsync().ToArrayAsync());
        await user.GrantRoleAsync("bert_role");
        await role.RevokeFromAsync(user.Name);
        Assert.Equal(["bert_role"], (await _security.Roles.ListAsync("bert_role").ToArrayAsync()).Select(r => r.Name));
        Assert.Contains(await _security.Roles.ListAsync().ToArrayAsync(), r => r.Name == "admin");
        await role.DropAsync();
        Assert.False(await _security.Roles.ExistsAsync("bert_role"));
    }

    [Fact]
    public async Task Policies_of_project_and_role_are_kept_and_taken_away()
    {
        string text = """{"Version":"1","Statement":[{"Effect":"Allow","Action":"odps:Read","Principal":"*","Resource":"acs:odps:*:projects/demo"}]}""";
        Role role = await _security.Roles.CreateAsync("with_policy");
        OdpsClient other = fixture.Client.WithProject("demo");

        await _security.SetPolicyAsync(SecurityPolicy.Parse(text));
        await _security.SetSecurityPolicyAsync(SecurityPolicy.Parse(text));
        await role.SetPolicyAsync(SecurityPolicy.Parse(text));
        Assert.Equal(text, (await other.Security.GetPolicyAsync())!.Text);
        Assert.Equal(text, (await other.Security.GetSecurityPolicyAsync())!.Text);
        Assert.Equal(text, (await other.Security.Roles["with_policy"].GetPolicyAsync())!.Text);
        await _security.SetPolicyAsync(null);
        await role.SetPolicyAsync(null);
        Assert.Null(await other.Security.GetPolicyAsync());
        Assert.Null(await role.GetPolicyAsync());
    }

    [Fact]
    public async Task Security_options_are_changed_one_by_one_or_together()
    {
        SecurityConfiguration before = await _security.GetConfigurationAsync();
        Assert.Equal((true, false, false), (before.CheckPermissionUsingAcl, before.LabelSecurity, before.ProjectProtection));

        await _security.SetOptionAsync("label_security", "true");
        Assert.Equal("true", await _security.GetOptionAsync("LabelSecurity"));
        SecurityConfiguration changed = before with { ProjectProtection = true, ProjectProtectionExceptions = "{}", CreatePackage = false };
        await _security.SetConfigurationAsync(changed);
        SecurityConfiguration after = await _security.GetConfigurationAsync();
        Assert.Equal((true, "{}", false, false), (after.ProjectProtection, after.ProjectProtectionExceptions, after.CreatePackage, after.LabelSecurity));
        await _security.SetConfigurationAsync(before);
    }

    [Fact]
    public async Task Rights_that_are_granted_are_shown_until_they_are_revoked()
    {
        await _security.Users.AddAsync("RAM$company:carl");
        await _security.RunQueryAsync("grant Select, Describe on table t1 to user RAM$company:carl");

        using (JsonDocument shown = (await _security.RunQueryAsync("show grants for RAM$company:carl")).ToJsonDocument())
        {
            Assert.Equal("""["Describe","Select"]""", shown.RootElement.GetProperty("ACL").GetProperty("tables/t1").GetRawText());
        }

        SecurityQueryResult text = await _security.RunQueryAsync("show acl for t1 on type table;", new SecurityQueryOptions { AsJson = false });
        Assert.Equal("user/RAM$company:carl: Describe, Select\n", text.Text);
        await _security.RunQueryAsync("revoke Select, Describe on table t1 from user RAM$company:carl");
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.RunQueryAsync("revoke Select on table t1 from user RAM$company:carl"));
    }

    [Fact]
    public async Task Package_is_installed_by_a_query_that_is_answered_later()
    {
        await _security.RunQueryAsync("create package tools");
        SecurityQuery query = await _security.SubmitQueryAsync("install package demo.tools");

        Assert.False(query.IsAnswered);
        SecurityQueryResult done = await query.WaitForSuccessAsync(new WaitOptions { Interval = TimeSpan.FromMilliseconds(1) });
        Assert.Equal("\"OK\"", done.Text);
        Assert.Contains("demo.tools", (await _security.RunQueryAsync("show packages")).Text, StringComparison.Ordinal);
        OdpsInstanceFailedException failure = await Assert.ThrowsAsync<OdpsInstanceFailedException>(() => _security.RunQueryAsync(
            "install package demo.none", new SecurityQueryOptions { Wait = new WaitOptions { Interval = TimeSpan.FromMilliseconds(1) } }));
        Assert.Equal("ODPS-0430071", failure.ErrorCode);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.GetQuery("nothing").GetAsync());
    }

    [Fact]
    public async Task Who_is_asking_and_a_bearer_token_for_someone_else()
    {
        UserInfo me = await _security.WhoAmIAsync();
        string token = await _security.SignBearerTokenAsync(SecurityPolicy.Parse("""{"Version":"1","Statement":[]}"""), TimeSpan.FromHours(1));

        await using var guest = new OdpsClient(fixture.Emulator.ClientOptions with { Credential = OdpsCredential.BearerToken(token) });
        Assert.Equal(me.DisplayName, (await guest.Security.WhoAmIAsync()).DisplayName);
    }

    [Fact]
    public async Task Missing_duplicate_and_impossible_names_have_exceptions_of_their_own()
    {
        await _security.Roles.CreateAsync("twice");
        await _security.Users.AddAsync("RAM$company:twice");

        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _security.Roles.CreateAsync("twice"));
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _security.Users.AddAsync("RAM$company:twice"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Roles.GetAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Roles.DropAsync("nothing"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Roles["nothing"].GetPolicyAsync());
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Roles["twice"].GrantToAsync("RAM$company:nobody"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Roles["twice"].RevokeFromAsync("RAM$company:twice"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Users.GetAsync("RAM$company:nobody"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Users.GetByIdAsync("1"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Users.RemoveAsync("RAM$company:nobody"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _security.Users["RAM$company:nobody"].ListRolesAsync().ToArrayAsync().AsTask());
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _security.Users.AddAsync("nobody"))).ErrorCode);
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _security.Roles.CreateAsync("1-a"))).ErrorCode);
        Assert.Equal("InvalidParameter", (await Assert.ThrowsAsync<OdpsServiceException>(() => _security.SetPolicyAsync(SecurityPolicy.Parse("{}")))).ErrorCode);
        Assert.Equal("ParseError", (await Assert.ThrowsAsync<OdpsServiceException>(() => _security.RunQueryAsync("grant x"))).ErrorCode);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => fixture.Client.WithProject("nothing").Security.Roles.ExistsAsync("twice"));
    }
}
