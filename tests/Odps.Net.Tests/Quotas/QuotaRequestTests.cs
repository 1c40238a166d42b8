using System.Net;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Quotas;

public sealed class QuotaRequestTests
{
    private readonly ScriptedService _service = new();

    [Fact]
    public async Task Get_reads_the_document_and_the_connection()
    {
        _service.Answers(
            """
            <Quota><Cluster>cluster-1</Cluster><Name>inner</Name><ID>1001</ID><Nickname>os_default</Nickname><IsEnabled>true</IsEnabled><ResourceSystemType>FUXI_VW</ResourceSystemType>
            <CreateTimeMs>1772600767000</CreateTimeMs><LastModifiedTimeMs>x</LastModifiedTimeMs><CPU>1000</CPU><MinCPU>10</MinCPU><ElasticCPUMax>5</ElasticCPUMax><AdhocCPU>1</AdhocCPU><CPUUsage>0.5</CPUUsage>
            <Memory>4096</Memory><MemoryReadyRatio>1.0</MemoryReadyRatio><GPU>2</GPU><Strategy>NoPreempt</Strategy><SchedulerType>Fifo</SchedulerType><IsParGroup>0</IsParGroup><ParGroupId>1000</ParGroupId>
            <ParentNickname>os_parent</ParentNickname><UserDefinedTag><entry key="team"><key>team</key><value>bi</value></entry><entry><key>k</key><value>v</value></entry></UserDefinedTag>
            <VirtualClusterConfig>{"k":"v"}</VirtualClusterConfig><Status>NEW_STATUS</Status><BillingPolicy>{"billingMethod":"subscription","OdpsSpecCode":"OdpsStandard","orderId":"1"}</BillingPolicy>
            <NeedAuth>false</NeedAuth><Properties>no json</Properties><New>1</New></Quota>
            """,
            HttpStatusCode.OK,
            ("x-odps-mcqa-conn", "c1"));
        QuotaInfo info = await _service.Client.Quotas.GetAsync("os_default", new GetQuotaOptions { Region = "cn", TenantId = "t" });
        Assert.Equal(("GET", "/api/quotas/os_default"), (_service.Request.Method, _service.Request.Path));
        Assert.Equal(["project=p1", "region=cn", "tenant=t", "version=wlm"], _service.Request.Parameters);
        Assert.Equal(("os_default", "inner", "1001", "cluster-1", "os_parent"), (info.Nickname, info.Name, info.Id, info.Cluster, info.ParentNickname));
        Assert.Equal((true, false, false, "NEW_STATUS"), (info.IsEnabled, info.IsParent, info.NeedsAuthorization, info.Status));
        Assert.Equal((1000L, 10L, 5L, 1L, 0.5), (info.Cpu.Max, info.Cpu.Min, info.Cpu.ElasticMax, info.Cpu.AdHoc, info.Cpu.Usage));
        Assert.Equal((4096L, 1.0, 2L), (info.Memory.Max, info.Memory.ReadyRatio, info.Gpu.Max));
        Assert.Equal(("bi", "v", "v", 0), (info.Tags["team"], info.Tags["k"], info.VirtualClusterConfig["k"], info.Properties.Count));
        Assert.Equal(("subscription", "OdpsStandard", "1"), (info.Billing!.Method, info.Billing.Specification, info.Billing.OrderId));
        Assert.Equal((1772600767L, null), (info.CreationTime!.Value.ToUnixTimeSeconds(), info.LastModifiedTime));
        Assert.Equal((true, "c1"), (info.IsInteractive, info.InteractiveConnection));
    }

    [Theory]
    [InlineData("<Quota/>", false)]
    [InlineData("<Quota><ResourceSystemType>FUXI_NEW</ResourceSystemType></Quota>", false)]
    [InlineData("<Quota><ResourceSystemType>FUXI_VW</ResourceSystemType><UserDefinedTag><entry key=\"mcqaVersion\"><value>1</value></entry></UserDefinedTag></Quota>", false)]
    [InlineData("<Quota><ResourceSystemType>FUXI_VW</ResourceSystemType></Quota>", true)]
    public async Task Only_virtual_warehouses_of_the_second_version_are_interactive(string document, bool isInteractive)
    {
        _service.Answers(document);
        QuotaInfo info = await _service.Client.Quotas.GetAsync("q");
        Assert.Equal(("q", isInteractive), (info.Nickname, info.IsInteractive));
    }

    [Fact]
    public async Task List_goes_on_at_the_marker()
    {
        _service.Answers("<Quotas><Marker>m</Marker><Quota><Nickname>a</Nickname></Quota></Quotas>").Answers("<Quotas><Marker/><Quota><Nickname>b</Nickname></Quota></Quotas>");
        Assert.Equal(["a", "b"], await _service.Client.Quotas.ListAsync(new ListQuotasOptions { Region = "cn" }).Select(q => q.Nickname).ToListAsync());
        Assert.Equal("/api/quotas", _service.Requests[0].Path);
        Assert.Equal(["expectmarker=true", "marker=m", "project=p1", "region=cn", "version=wlm"], _service.Requests[1].Parameters);
    }

    [Fact]
    public async Task Missing_quota_does_not_exist()
    {
        _service.Fails(HttpStatusCode.NotFound, "NoSuchObject", "x").Fails(HttpStatusCode.NotFound, "NoSuchObject", "x");
        Assert.False(await _service.Client.Quotas.ExistsAsync("q"));
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => _service.Client.Quotas.GetAsync("q"));
    }
}
