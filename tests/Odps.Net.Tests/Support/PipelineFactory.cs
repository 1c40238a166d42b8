using Odps.Net.Http;

namespace Odps.Net.Tests.Support;

/// <summary>Pipelines for tests, with a fixed key pair.</summary>
internal static class PipelineFactory
{
    public const string AccessKeyId = "LTAIvectorAccessId01";
    public const string AccessKeySecret = "vectorSecretKey0123456789abcdef";

    public static OdpsClientOptions Options(Uri endpoint, TimeProvider? clock = null) => new()
    {
        Endpoint = endpoint,
        Project = "demo_proj",
        Credential = OdpsCredential.AccessKey(AccessKeyId, AccessKeySecret),
        TimeProvider = clock ?? TimeProvider.System,
        NetworkTimeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A pipeline whose waits take no time.</summary>
    public static OdpsPipeline Create(Uri endpoint, Func<OdpsClientOptions, OdpsClientOptions>? change = null)
    {
        OdpsClientOptions options = Options(endpoint, new ManualTimeProvider { AutoAdvance = true });
        return new OdpsPipeline(change is null ? options : change(options));
    }

    public static OdpsRequest GetTable { get; } = OdpsRequest.Get(RestPath.Project("demo_proj").Table("orders"), "get table demo_proj.orders");

    public static OdpsRequest PostInstance { get; } =
        OdpsRequest.Post(RestPath.Project("demo_proj").Instances(), "submit an instance to demo_proj", RequestContent.Xml("<Instance/>"));
}
