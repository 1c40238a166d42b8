using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Security;

/// <summary>What policies deny to a user who is not the owner, and what only administrators may do.</summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private const string Account = "RAM$company:guest";

    private OdpsEmulator _emulator = null!;
    private OdpsClient _owner = null!;
    private OdpsClient _guest = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { Users = [new EmulatorUser("guest-id-000001", "guest-key") { Account = Account }] });
        _owner = new OdpsClient(_emulator.ClientOptions);
        _guest = new OdpsClient(_emulator.ClientOptions with { Credential = OdpsCredential.AccessKey("guest-id-000001", "guest-key") });
    }

    public async Task DisposeAsync()
    {
        await _guest.DisposeAsync();
        await _owner.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Only_administrators_change_security()
    {
        SecurityOperations security = _guest.Security;
        await Assert.ThrowsAsync<OdpsPermissionException>(() => security.Roles.CreateAsync("r"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => security.Users.AddAsync("RAM$company:x"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => security.SetPolicyAsync(null));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => security.SetOptionAsync("LabelSecurity", "true"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => security.RunQueryAsync("grant select on table t to user x"));
        Assert.Equal(Account, (await security.WhoAmIAsync()).DisplayName);

        User user = await _owner.Security.Users.AddAsync(Account);
        await user.GrantRoleAsync("admin");
        await security.Roles.CreateAsync("r");
        Assert.True(await _owner.Security.Roles.ExistsAsync("r"));
    }

    [Fact]
    public async Task What_a_policy_of_the_project_denies_is_refused_to_those_it_names()
    {
        await _owner.Tables.CreateAsync("secret", "id bigint");
        await _owner.Tables.CreateAsync("open", "id bigint");
        await _owner.Security.Users.AddAsync(Account);
        await _owner.Security.SetPolicyAsync(SecurityPolicy.Parse($$"""
            {"Version":"1","Statement":[
              {"Effect":"Allow","Principal":"*","Action":"odps:*","Resource":"acs:odps:*:projects/demo*"},
              {"Effect":"Deny","Principal":["{{Account}}"],"Action":["odps:Describe","odps:Download"],"Resource":["acs:odps:*:projects/demo/tables/sec*"]},
              {"Effect":"Deny","Principal":["RAM$company:other"],"Action":"odps:*","Resource":"*"}]}
            """));

        OdpsPermissionException refused = await Assert.ThrowsAsync<OdpsPermissionException>(() => _guest.Tables.GetAsync("secret"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => _guest.Tunnel.CreateDownloadSessionAsync(_guest.Tables["secret"]));

        Assert.Contains("odps:Describe", refused.Message, StringComparison.Ordinal);
        Assert.False((await _guest.Security.CheckPermissionAsync(SecuredObject.Table("secret"), SecuredAction.Download)).IsAllowed);
        Assert.True((await _guest.Security.CheckPermissionAsync(SecuredObject.Table("secret"), SecuredAction.Select)).IsAllowed);
        Assert.True((await _owner.Security.CheckPermissionAsync(SecuredObject.Table("secret"), SecuredAction.Describe)).IsAllowed);
        PermissionCheck ofGuest = await _owner.Security.CheckPermissionAsync(
            SecuredObject.Table("secret"), SecuredAction.Describe, new PermissionCheckOptions { Principal = Account });
        Assert.Contains(Account, ofGuest.Message!, StringComparison.Ordinal);
        Assert.Equal("open", (await _guest.Tables.GetAsync("open")).Name);
        Assert.Equal("secret", (await _owner.Tables.GetAsync("secret")).Name);
    }

    [Fact]
    public async Task What_the_policy_of_a_role_denies_is_refused_to_those_who_have_the_role()
    {
        Role role = await _owner.Security.Roles.CreateAsync("no_jobs");
        await _owner.Security.Users.AddAsync(Account);
        await _owner.Security.RunQueryAsync($"grant CreateInstance on project demo to user {Account}");
        await role.SetPolicyAsync(SecurityPolicy.Parse("""{"Version":"1","Statement":[{"Effect":"Deny","Action":"odps:CreateInstance","Resource":"acs:odps:*:projects/demo"}]}"""));
        await _guest.Sql.ExecuteAsync("select 1");

        await role.GrantToAsync(Account);
        await Assert.ThrowsAsync<OdpsPermissionException>(() => _guest.Sql.SubmitAsync("select 1"));
        await role.RevokeFromAsync(Account);

        await _guest.Sql.ExecuteAsync("select 1");
    }

    [Fact]
    public async Task Security_is_kept_with_the_data()
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("odps-net-security");
        try
        {
            await using (OdpsEmulator first = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { DataDirectory = data.FullName }))
            {
                await using var client = new OdpsClient(first.ClientOptions);
                await client.Security.Users.AddAsync(Account);
                await client.Security.Roles.CreateAsync("kept");
                await client.Security.Roles["kept"].GrantToAsync(Account);
                await client.Security.SetOptionAsync("LabelSecurity", "true");
            }

            await using OdpsEmulator second = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { DataDirectory = data.FullName });
            await using var again = new OdpsClient(second.ClientOptions);
            Assert.Equal(["kept"], (await again.Security.Users[Account].ListRolesAsync().ToArrayAsync()).Select(r => r.Name));
            Assert.True((await again.Security.GetConfigurationAsync()).LabelSecurity);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
