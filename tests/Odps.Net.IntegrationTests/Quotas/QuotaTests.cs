namespace Odps.Net.IntegrationTests.Quotas;

public sealed class QuotaTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private readonly OdpsClient _client = fixture.Client;

    [Fact]
    public async Task Quotas_are_listed_and_found_by_their_nickname()
    {
        List<QuotaInfo> quotas = await _client.Quotas.ListAsync().ToListAsync();
        Assert.Equal(["os_default", "os_interactive"], quotas.Select(q => q.Nickname));
        QuotaInfo quota = await _client.Quotas.GetAsync("os_default");
        Assert.Equal((QuotaResourceSystem.Offline, "ON", true, false), (quota.ResourceSystem, quota.Status, quota.IsEnabled, quota.IsInteractive));
        Assert.True(quota.Cpu.Max > 0);
        Assert.Equal("payasyougo", quota.Billing!.Method);
        Assert.True((await _client.Quotas.GetAsync("os_interactive")).IsInteractive);
        Assert.True(await _client.Quotas.ExistsAsync("os_default"));
        Assert.Equal("os_default", (await _client.Projects.GetAsync()).DefaultQuotaNickname);
    }

    [Fact]
    public async Task Missing_quota_is_not_found()
    {
        Assert.False(await _client.Quotas.ExistsAsync("nope"));
        Assert.False(await _client.Quotas.ExistsAsync("os_default", new GetQuotaOptions { Region = "elsewhere" }));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.Quotas.GetAsync("nope"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _client.WithProject("nope").Quotas.ExistsAsync("os_default"));
    }
}
