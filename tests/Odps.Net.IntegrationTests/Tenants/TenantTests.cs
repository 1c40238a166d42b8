using System.Text.Json;
using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Tenants;

public sealed class TenantTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Tenant_has_a_state_and_settings()
    {
        TenantInfo info = await _client.Tenant.GetAsync();
        Assert.Equal(TenantState.Normal, info.State);
        Assert.NotNull(info.Id);
        Assert.Equal("false", info.Parameters["odps.namespace.schema"]);
    }

    [Fact]
    public async Task Role_of_the_tenant_has_a_policy()
    {
        await _client.Tenant.RunQueryAsync("create tenant role tr");
        Assert.Null(await _client.Tenant.GetRolePolicyAsync("tr"));
        SecurityPolicy policy = SecurityPolicy.Parse("""{"Version":"1","Statement":[{"Effect":"Allow","Action":"odps:*","Resource":"*"}]}""");
        await _client.Tenant.SetRolePolicyAsync("tr", policy);
        Assert.Equal(policy, await _client.Tenant.GetRolePolicyAsync("tr"));
        using JsonDocument roles = (await _client.Tenant.RunQueryAsync("list tenant roles")).ToJsonDocument();
        Assert.Contains("tr", roles.RootElement.EnumerateArray().Select(r => r.GetString()));
        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => _client.Tenant.RunQueryAsync("create tenant role tr"));
        await _client.Tenant.RunQueryAsync("drop tenant role tr");
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Tenant.GetRolePolicyAsync("tr"));
    }

    [Fact]
    public async Task Others_may_not_change_the_tenant()
    {
        fixture.Emulator.Seed(seed => seed.User(new EmulatorUser("tenant-guest-0001", "key") { Account = "RAM$company:tenant_guest" }));
        await using var guest = new OdpsClient(fixture.Emulator.ClientOptions with { Credential = OdpsCredential.AccessKey("tenant-guest-0001", "key") });
        await Assert.ThrowsAsync<OdpsPermissionException>(() => guest.Tenant.RunQueryAsync("create tenant role x"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => guest.Tenant.SetRolePolicyAsync("x", SecurityPolicy.Parse("{}")));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => guest.Projects.CreateAsync("guests_own"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => guest.Projects.DeleteAsync(fixture.Emulator.Project));
    }
}
