using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel;

namespace Odps.Net.Tests.ControlPlane;

/// <summary>A service that answers each request so that the call goes on to its end.</summary>
internal static class VerbAnswers
{
    private const string Table = """
        <Table><Name>t</Name><Type>MANAGED_TABLE</Type><Schema><![CDATA[{"columns":[{"name":"id","type":"bigint"}],"partitionKeys":[{"name":"dt","type":"string"}]}]]></Schema></Table>
        """;

    public static Task AnswerAsync(LoopbackExchange exchange)
    {
        (int status, string body, string headers) = Of(exchange.Method, exchange.Path(), exchange);
        return exchange.RespondAsync(status, body, headers);
    }

    private static (int Status, string Body, string Headers) Of(string method, string path, LoopbackExchange exchange)
    {
        string last = path[(path.LastIndexOf('/') + 1)..];
        bool Has(string key) => exchange.HasParameter(key);
        return (method, last) switch
        {
            ("POST", "instances" or "offlinemodels") => (201, "", "Location: http://h/api/projects/p/instances/i1"),
            (_, "i1") => (200, Instance(Has), "x-odps-start-time: Wed, 04 Mar 2026 05:06:07 GMT\nLocation: http://h/api/projects/p/instances/i1"),
            ("DELETE", _) when Has("permanent") => (202, "", "Location: http://h/api/projects/admin_task_project/instances/i9\nx-odps-instance-token: token"),
            ("POST", "authorization") when path.Contains("tenants", StringComparison.Ordinal) => (200, """{"Response":"x"}""", ""),
            ("POST", "authorization") => (200, """<Authorization><Result>{"DisplayName":"d","ID":"1"}</Result></Authorization>""", ""),
            ("GET", "q1") => (200, "<AuthorizationQuery><Status>Terminated</Status><Result>{}</Result></AuthorizationQuery>", ""),
            ("POST", "") => (200, "<Auth><Result>Allow</Result></Auth>", ""),
            ("GET", "tenants") => (200, """{"Tenant":{}}""", ""),
            ("GET", "system") => (200, "{}", ""),
            ("GET", "catalogapi") => (200, exchange.Header("Host")!, ""),
            ("GET", "host") => (200, "http://logview.example.com", ""),
            ("GET", _) when Has("policy") || Has("security_policy") => (200, path.Contains("tenants", StringComparison.Ordinal) ? "{}" : "", ""),
            ("GET", _) when Has("security_configuration") => (200, "<SecurityConfiguration><LabelSecurity>false</LabelSecurity></SecurityConfiguration>", ""),
            ("GET", _) when Has("tagging") => (200, """{"ObjectTagInfo":{}}""", ""),
            ("GET", _) when path.Contains("/classifications", StringComparison.Ordinal) => (200, """{"Classifications":[],"Tags":[],"Classification":{},"Tag":{}}""", ""),
            ("GET", _) when path.Contains("/catalog/", StringComparison.Ordinal) => (200, """{"models":[]}""", ""),
            ("GET", _) when Has("data") => (200, "id\n1\n", ""),
            ("GET", _) when Has("sign_url") => (200, "<Item><URL>http://127.0.0.1/store/f?s=1</URL></Item>", ""),
            ("GET", _) when path.Contains("/resources/", StringComparison.Ordinal) => (200, "", "x-odps-resource-type: table\nx-odps-copy-table-source: p.t\nx-odps-comment: old"),
            ("GET", "t") => (200, Table, ""),
            _ => (200, "<Answer/>", ""),
        };
    }

    private static string Instance(Func<string, bool> has) =>
        has("xresult") ? "<Xinstance><Actions/></Xinstance>"
        : has("taskstatus") ? """<Instance><Status>Terminated</Status><Tasks><Task Type="SQL"><Name>t1</Name><Status>Success</Status></Task></Tasks></Instance>"""
        : has("result") ? """<Instance><Tasks><Task Type="SQL"><Name>t1</Name><Result Format="text"></Result></Task></Tasks></Instance>"""
        : has("source") ? "<Instance><Job><Priority>9</Priority><Tasks><SQL><Name>t1</Name><Query>select 1;</Query></SQL></Tasks></Job></Instance>"
        : has("instanceprogress") ? "<InstanceProgress/>"
        : has("instancesummary") || has("summary") ? """{"Instance":{}}"""
        : has("instancedetail") || has("detail") || has("cached") || has("instancequota") || has("info") ? "{}"
        : has("log") ? "line"
        : "<Instance><Status>Terminated</Status></Instance>";
}
