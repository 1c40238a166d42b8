using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel;

namespace Odps.Net.Tests.ControlPlane;

/// <summary>A service of tomorrow: its answers have elements, kinds and values that no one knows today, and values of other types than today.</summary>
internal static class StrangeAnswers
{
    private static readonly string[] Fields =
    [
        "State", "Status", "Type", "Region", "Owner", "Comment", "CreationTime", "LastModifiedTime", "CreateTime", "ModifiedTime", "MaxItems", "Length", "FileNumber", "Lifecycle", "Isdir",
        "BlockReplications", "Quota", "BlockSize", "AccessTime", "ModificationTime", "Label", "ResourceType", "ResourceSize", "IsSqlFunction", "IsEmbeddedFunction", "ResourceSystemType", "Strategy",
        "SchedulerType", "IsEnabled", "CPU", "MinCPU", "CPUUsage", "CreateTimeMs", "BillingPolicy", "VirtualClusterConfig", "TableLabel", "PartitionSize", "PartitionRecordCount", "StartTime", "EndTime",
        "IsDefaultInRegion",
    ];

    private static readonly string[] Items =
        ["Project", "Schema", "Table", "Resource", "Function", "Volume", "Item", "User", "Role", "Quota", "xflow", "odpsalgo", "OfflineModel", "Instance", "StreamObject", "Cluster", "Property"];

    private static readonly string Content = string.Concat(Fields.Select(f => $"<{f} new=\"1\">QUANTUM</{f}>")) + "<Tomorrow><Deep a=\"b\">1<More/></Deep></Tomorrow><Properties>[1]</Properties>";

    private static readonly string Document = $"<Answer tomorrow=\"1\">{Content}{string.Concat(Items.Select(i => $"<{i}><Name>n</Name><Alias>n</Alias>{Content}</{i}>"))}</Answer>";

    private static readonly string[] Documents = ["instancedetail", "detail", "cached", "instancequota", "info"];

    private const string Partition = """<Partition><Column Name="dt" Value="1" New="x"/><Name>dt=1</Name><CreationTime>soon</CreationTime><PartitionSize>much</PartitionSize><Tomorrow/></Partition>""";

    private const string TableJson = """
        {"columns":[{"name":"id","type":"quantum<3>","isNullable":"perhaps","label":7,"extendedLabels":7,"tomorrow":{}}],"partitionKeys":7,"createTime":"soon","size":"much","recordNum":-7,
        "lifecycle":"long","isVirtualView":"perhaps","shardExist":true,"shardInfo":"7","tableProperties":"no json","extendedLabel":7,"tomorrow":[1],
        "Reserved":"{\"StorageTier\":\"Quantum\",\"ClusterType\":\"quantum\",\"ClusterCols\":[\"id\"],\"BucketNum\":\"x\"}","LifeCycle":"long","PhysicalSize":{}}
        """;

    private const string Json = """
        {"Tenant":{"TenantState":"QUANTUM","CreateTime":"soon","Parameters":7,"Tomorrow":[{}]},
         "Classification":{"Attributes":{"a":{"Type":"quantum","Constraints":{"MaxLength":"x","Unique":7}},"b":7},"CreateTime":"soon"},"Classifications":[{"Attributes":7},7],
         "Tag":{"TagValues":[1],"ExtendedInfo":7,"UpdateTime":{}},"Tags":[{"TagValues":{"a":1}},7],"NextPageToken":null,
         "ObjectTagInfo":{"Tag":{"Tags":{"k":7},"ColumnTags":7},"SimpleTag":{"Tags":{"c":[7,{"TagName":1}]},"ColumnTags":{"x":7}}},
         "models":[{"modelType":"QUANTUM","createTime":"soon","featureColumns":{"fields":[{"fieldName":"f","sqlTypeDefinition":"quantum<3>","mode":7},7]},"tasks":7,"labels":[1]},7],
         "modelType":"QUANTUM","sourceType":7,"featureColumns":7,"expirationDays":"soon","Policy":"","Tomorrow":{"a":[1]}}
        """;

    public static Task AnswerAsync(LoopbackExchange exchange)
    {
        string path = exchange.Path();
        bool isJson = path.Contains("/classifications", StringComparison.Ordinal) || path.Contains("/catalog/", StringComparison.Ordinal) || exchange.HasParameter("tagging")
            || path.EndsWith("/tenants", StringComparison.Ordinal) || path.EndsWith("/system", StringComparison.Ordinal) || path.Contains("/tenants/", StringComparison.Ordinal);
        string body = isJson ? Json
            : path.EndsWith("/catalogapi", StringComparison.Ordinal) ? exchange.Header("Host")!
            : exchange.HasParameter("policy") || exchange.HasParameter("security_policy") ? ""
            : exchange.HasParameter("xresult") ? """<Xinstance><Actions><Action NodeType="Quantum"><Name>n</Name><Tomorrow/></Action><Action/></Actions></Xinstance>"""
            : path.EndsWith("/cachedinstances", StringComparison.Ordinal) ? """<Instances><Marker/><Content>[{"status":"QUANTUM","progress":"much","tomorrow":{}}]</Content></Instances>"""
            : path.EndsWith("/i1", StringComparison.Ordinal) ? Instance(exchange)
            : exchange.HasParameter("partitions") ? $"<Partitions><Marker/>{Partition}</Partitions>"
            : path.Contains("/tables/", StringComparison.Ordinal) ? $"<Table>{Content}<Schema future=\"1\"><![CDATA[{TableJson}]]></Schema></Table>"
            : path.EndsWith("/tables", StringComparison.Ordinal) ? $"<Tables><Marker/><Table><Name>n</Name>{Content}</Table></Tables>"
            : path.EndsWith("/v", StringComparison.Ordinal) && !exchange.HasParameter("meta") ? $"<Answer><Partitions>{Partition}</Partitions><Item>{Content}<Path>/v/n</Path></Item></Answer>"
            : Document;
        const string Headers = "x-odps-resource-type: quantum\nx-odps-creation-time: soon\nLast-Modified: later\nx-odps-resource-size: much\nx-odps-resource-istemp: perhaps\nx-odps-start-time: soon\nx-odps-tomorrow: 1";
        return exchange.RespondAsync(200, body, Headers);
    }

    private static string Instance(LoopbackExchange exchange) =>
        exchange.HasParameter("taskstatus") ? """<Instance><Status>QUANTUM</Status><Tasks><Task Type="QUANTUM" New="1"><Name>t1</Name><Status>QUANTUM</Status><StartTime>soon</StartTime><Tomorrow/></Task></Tasks></Instance>"""
        : exchange.HasParameter("result") ? """<Instance><Tasks><Task><Name>t1</Name><Result Format="quantum" New="1">x</Result><Tomorrow/></Task></Tasks></Instance>"""
        : exchange.HasParameter("source") ? "<Instance><Job><Priority>high</Priority><Tomorrow/><Tasks><QUANTUM><Name>t1</Name></QUANTUM></Tasks></Job></Instance>"
        : exchange.HasParameter("instanceprogress") ? "<Answer><Stage ID=\"s\" New=\"1\"><Status>QUANTUM</Status><TotalWorkers>many</TotalWorkers></Stage></Answer>"
        : exchange.HasParameter("xsource") ? "<X/>"
        : exchange.HasParameter("instancesummary") || exchange.HasParameter("summary") ? """{"Instance":{"JsonSummary":"no json","Summary":7},"tomorrow":[1]}"""
        : Documents.Any(exchange.HasParameter) ? """{"tomorrow":[1],"Instance":7,"status":"QUANTUM","mapReduce":{"jobs":7}}"""
        : exchange.HasParameter("log") ? "line"
        : "<Instance><Status>QUANTUM</Status><Tomorrow/></Instance>";
}
