using System.Net;
using System.Xml.Linq;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Projects;

public sealed class ProjectRequestTests
{
    private const string Rfc1123 = "Wed, 04 Mar 2026 05:06:07 GMT";

    private readonly ScriptedService _service = new();

    [Fact]
    public async Task Get_reads_the_document_and_the_headers()
    {
        _service.Answers(
            """
            <Project><Name>p1</Name><Type>managed</Type><Comment>demo</Comment><ProjectGroupName>default</ProjectGroupName><State>SOMETHING</State>
            <SuperAdministrator>admin</SuperAdministrator><Region>cn-shanghai</Region><TenantId>28</TenantId><DefaultQuotaNickname>os_default</DefaultQuotaNickname><DefaultQuotaRegion>cn</DefaultQuotaRegion>
            <Clusters><Cluster><Name>c1</Name><QuotaID>1001</QuotaID><IsDefaultInRegion>true</IsDefaultInRegion></Cluster></Clusters><New/>
            <Properties><Property><Name>a</Name><Value>1</Value></Property><Property><Value>no name</Value></Property></Properties></Project>
            """,
            HttpStatusCode.OK,
            ("x-odps-owner", "ALIYUN$o"), ("x-odps-creation-time", Rfc1123), ("Last-Modified", Rfc1123));
        ProjectInfo info = await _service.Client.Projects.GetAsync();
        Assert.Equal(("GET", "/api/projects/p1"), (_service.Request.Method, _service.Request.Path));
        Assert.Empty(_service.Request.Parameters);
        Assert.Equal((ProjectType.Managed, "demo", "default", "SOMETHING"), (info.Type, info.Comment, info.Group, info.State.ToString()));
        Assert.Equal(("ALIYUN$o", "admin", "cn-shanghai", "28", "os_default"), (info.Owner, info.SuperAdministrator, info.Region, info.TenantId, info.DefaultQuotaNickname));
        Assert.Equal(new ProjectCluster { Name = "c1", QuotaId = "1001", IsDefault = true }, Assert.Single(info.Clusters));
        Assert.Equal("1", Assert.Single(info.Properties).Value);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), info.CreationTime);
        Assert.Equal(info.CreationTime, info.LastModifiedTime);
    }

    [Fact]
    public async Task Empty_document_never_fails()
    {
        _service.Answers("<Project/>");
        ProjectInfo info = await _service.Client.Projects.GetAsync("other");
        Assert.Equal(("other", null, null, 0), (info.Name, info.Type, info.CreationTime, info.Properties.Count));
    }

    [Fact]
    public async Task Properties_in_force_and_extended_properties_have_their_own_flags()
    {
        _service.Answers("<Project><Properties><Property><Name>a</Name><Value></Value></Property></Properties></Project>")
            .Answers("<Project><ExtendedProperties><Property><Name>chargableAliveDataSize</Name><Value>4096</Value></Property></ExtendedProperties></Project>");
        Assert.Equal("", (await _service.Client.Projects.GetAllPropertiesAsync())["a"]);
        ProjectExtendedInfo extended = await _service.Client.Projects.GetExtendedAsync();
        Assert.Equal(["properties=all"], _service.Requests[0].Parameters);
        Assert.Equal(["extended"], _service.Requests[1].Parameters);
        Assert.Equal((4096L, null), (extended.StorageTier!.StandardSize, extended.StorageTier.Tier));
        Assert.Equal("4096", extended.Properties["chargableAliveDataSize"]);
    }

    [Fact]
    public async Task List_has_all_filters()
    {
        _service.Answers("<Projects><Marker/><Project><Name>a</Name><Owner>o</Owner></Project></Projects>");
        ListProjectsOptions options = new() { Prefix = "a", Owner = "o", Group = "g", Region = "r", TenantId = "t", QuotaNickname = "q", PageSize = 2 };
        Assert.Equal("o", (await _service.Client.Projects.ListAsync(options).SingleAsync()).Owner);
        Assert.Equal("/api/projects", _service.Request.Path);
        Assert.Equal(["expectmarker=true", "group=g", "maxitems=2", "name=a", "owner=o", "quotanickname=q", "region=r", "tenant=t"], _service.Request.Parameters);
        Assert.Throws<ArgumentException>(() => _service.Client.Projects.ListAsync(new ListProjectsOptions { Owner = "o", User = "u" }));
    }

    [Fact]
    public async Task Update_sends_only_what_changes()
    {
        _service.Answers("").Answers("");
        await _service.Client.Projects.UpdateAsync("p1", new ProjectUpdate { Properties = new Dictionary<string, string> { ["odps.sql.timezone"] = "UTC" } });
        await _service.Client.Projects.UpdateAsync("p1", new ProjectUpdate { Comment = "a & b", Owner = "o", State = new ProjectState("frozen") });
        Assert.Equal(("PUT", "/api/projects/p1", "application/xml"), (_service.Requests[0].Method, _service.Requests[0].Path, _service.Requests[0].ContentType));
        Assert.Equal(
            "<Project><Name>p1</Name><Properties><Property><Name>odps.sql.timezone</Name><Value>UTC</Value></Property></Properties></Project>",
            XElement.Parse(_service.Requests[0].Body).ToString(SaveOptions.DisableFormatting));
        Assert.Equal(
            "<Project><Name>p1</Name><Comment>a &amp; b</Comment><Owner>o</Owner><State>FROZEN</State></Project>", XElement.Parse(_service.Requests[1].Body).ToString(SaveOptions.DisableFormatting));
    }
}
