using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>Quotas: list and get. There are two, one for jobs and one for interactive queries; neither limits anything.</summary>
internal sealed class QuotaCalls(EmulatedService service)
{
    private static readonly Quota[] Quotas =
    [
        new("os_default", "1001", "FUXI_OFFLINE"),
        new("os_interactive", "1002", "FUXI_VW"),
    ];

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", "quotas", List);
        routes.Map("GET", "quotas/{quota}", Get);
    }

    private ServiceResponse List(ServiceRequest request) => Paging.List(request, "Quotas", InRegion(request), q => q.Nickname, Write);

    private ServiceResponse Get(ServiceRequest request)
    {
        string nickname = request.Route("quota");
        Quota quota = InRegion(request).FirstOrDefault(q => q.Nickname.Equals(nickname, StringComparison.OrdinalIgnoreCase))
            ?? throw new EmulatorException("NoSuchObject", $"There is no quota {nickname}.", 404);
        return ServiceResponse.Xml(xml => Write(xml, quota)).With("x-odps-mcqa-conn", quota.System == "FUXI_VW" ? $"conn-{quota.Nickname}" : null);
    }

    /// <summary>The project, where one is named, tells the region, so it has to be there.</summary>
    private Quota[] InRegion(ServiceRequest request)
    {
        if (request.Find("project") is { } project && !service.Store.ProjectExists(project))
        {
            throw new EmulatorException("NoSuchProject", $"ODPS-0420111: Project not found - '{project}'.", 404);
        }

        return request.Find("region") is { } region && region != service.Options.Region ? [] : Quotas;
    }

    private void Write(System.Xml.XmlWriter xml, Quota quota)
    {
        long milliseconds = service.StartTime.ToUnixTimeMilliseconds();
        xml.WriteStartElement("Quota");
        xml.Element("Cluster", "emulator");
        xml.Element("Name", $"inner_{quota.Nickname}");
        xml.Element("ID", quota.Id);
        xml.Element("Nickname", quota.Nickname);
        xml.Element("IsEnabled", "true");
        xml.Element("ResourceSystemType", quota.System);
        xml.Element("CreateTimeMs", milliseconds);
        xml.Element("LastModifiedTimeMs", milliseconds);
        xml.Element("CPU", 1000);
        xml.Element("MinCPU", 1000);
        xml.Element("ElasticCPUMax", 0);
        xml.Element("ElasticCPUMin", 0);
        xml.Element("AdhocCPU", 0);
        xml.Element("Memory", 4096);
        xml.Element("MinMemory", 4096);
        xml.Element("GPU", 0);
        xml.Element("MinGPU", 0);
        xml.Element("Strategy", "NoPreempt");
        xml.Element("SchedulerType", "Fifo");
        xml.Element("IsParGroup", "false");
        xml.Element("TenantId", service.Users.Owner.Id);
        xml.Element("Status", "ON");
        xml.Element("CreatorId", service.Users.Owner.Id);
        xml.Element("Region", service.Options.Region);
        xml.Element("BillingPolicy", """{"billingMethod":"payasyougo","OdpsSpecCode":"OdpsStandard"}""");
        xml.Element("NeedAuth", "false");
        xml.Element("IsPureLink", "false");
        xml.Element("QuotaVersion", "1");
        xml.Element("IsMetaOnly", "false");
        xml.Element("Properties", "{}");
        xml.WriteEndElement();
    }

    private sealed record Quota(string Nickname, string Id, string System);
}
