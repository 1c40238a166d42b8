using Odps.Net.Http;

namespace Odps.Net.Tests.Credentials;

public class RegionNameTests
{
    [Theory]
    [InlineData("service.cn-shanghai.maxcompute.aliyun.com", "cn-shanghai")]
    [InlineData("service.cn-shanghai-vpc.maxcompute.aliyun-inc.com", "cn-shanghai")]
    [InlineData("service.cn-shanghai-internal.maxcompute.aliyun-inc.com", "cn-shanghai")]
    [InlineData("service.cn-shanghai-intranet.maxcompute.aliyun-inc.com", "cn-shanghai-intranet")]
    [InlineData("service.us-west-1.odps.aliyun.com", "us-west-1")]
    [InlineData("SERVICE.CN-Shanghai.MaxCompute.Aliyun.com", "cn-shanghai")]
    [InlineData("service.cn.maxcompute.aliyun.com", null)]
    [InlineData("service.odps.aliyun.com", null)]
    [InlineData("service.cn-shanghai.maxcompute.aliyuncs.com", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("localhost", null)]
    public void Region_is_read_from_the_host(string host, string? region) =>
        Assert.Equal(region, RegionName.FromEndpoint(new Uri($"https://{host}/api")));
}
