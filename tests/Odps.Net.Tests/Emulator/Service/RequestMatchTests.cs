using Odps.Net.Emulator;

namespace Odps.Net.Tests.Emulator.Service;

public sealed class RequestMatchTests
{
    [Theory]
    [InlineData("/api/projects/demo", "/api/projects/demo", true)]
    [InlineData("/api/projects/demo", "/api/projects/demo/", true)]
    [InlineData("/api/projects/demo", "/projects/demo", false)]
    [InlineData("/api/projects/*", "/api/projects/demo", true)]
    [InlineData("/api/projects/*", "/api/projects/demo/tables", false)]
    [InlineData("**/tables/t_*", "/projects/p/schemas/s/tables/t_1", true)]
    [InlineData("**/tables/t_*", "/projects/p/tables/u_1", false)]
    [InlineData("**/tables/*_x_*", "/projects/p/tables/a_x_b_x_c", true)]
    [InlineData("**/tables/**", "/projects/p/tables", true)]
    [InlineData("**/tables/**/streams", "/projects/p/tables/t/streams", true)]
    [InlineData("**", "/", true)]
    [InlineData("*/tables", "/projects/p/tables", false)]
    public void Patterns_of_paths(string pattern, string path, bool isMatch) =>
        Assert.Equal(isMatch, RequestMatch.On(pattern).IsMatch(Request("GET", path)));

    [Fact]
    public void Method_query_and_conditions_all_have_to_hold()
    {
        RequestMatch match = RequestMatch.Put("**/t").WithQuery("blockid", "3").WithQuery("uploadid").WithoutQuery("arrow").Where(r => r.Headers.ContainsKey("a"));
        Assert.True(match.IsMatch(Request("PUT", "/x/t", [("blockid", "3"), ("uploadid", "")], "a")));
        Assert.False(match.IsMatch(Request("POST", "/x/t", [("blockid", "3"), ("uploadid", "")], "a")));
        Assert.False(match.IsMatch(Request("PUT", "/x/u", [("blockid", "3"), ("uploadid", "")], "a")));
        Assert.False(match.IsMatch(Request("PUT", "/x/t", [("blockid", "4"), ("uploadid", "")], "a")));
        Assert.False(match.IsMatch(Request("PUT", "/x/t", [("blockid", "3")], "a")));
        Assert.False(match.IsMatch(Request("PUT", "/x/t", [("blockid", "3"), ("uploadid", ""), ("arrow", "")], "a")));
        Assert.False(match.IsMatch(Request("PUT", "/x/t", [("blockid", "3"), ("uploadid", "")], "b")));
        Assert.Equal("PUT **/t?blockid=3&uploadid without arrow with a condition", match.ToString());
    }

    [Fact]
    public void The_requests_of_the_tunnel_are_told_apart()
    {
        (RequestMatch Match, EmulatorRequest Request)[] all =
        [
            (RequestMatch.DownloadCreation, Request("POST", "/projects/p/tables/t", [("downloads", "")])),
            (RequestMatch.DownloadReload, Request("GET", "/projects/p/tables/t", [("downloadid", "d")])),
            (RequestMatch.DownloadData, Request("GET", "/projects/p/tables/t", [("downloadid", "d"), ("data", "")])),
            (RequestMatch.UploadCreation, Request("POST", "/projects/p/tables/t", [("uploads", "")])),
            (RequestMatch.UploadReload, Request("GET", "/projects/p/tables/t", [("uploadid", "u")])),
            (RequestMatch.UploadCommit, Request("POST", "/projects/p/tables/t", [("uploadid", "u")])),
            (RequestMatch.BlockUpload(1), Request("PUT", "/projects/p/tables/t", [("uploadid", "u"), ("blockid", "1")])),
            (RequestMatch.StreamCreation, Request("POST", "/projects/p/schemas/s/tables/t/streams")),
            (RequestMatch.StreamReload, Request("GET", "/projects/p/tables/t/streams", [("uploadid", "u")])),
            (RequestMatch.StreamWrite, Request("PUT", "/projects/p/tables/t/streams", [("uploadid", "u"), ("slotid", "0")])),
            (RequestMatch.StreamAbort, Request("POST", "/projects/p/tables/t/streams", [("uploadid", "u")])),
            (RequestMatch.UpsertCreation, Request("POST", "/projects/p/tables/t/upserts", [("slotnum", "1")])),
            (RequestMatch.UpsertReload, Request("GET", "/projects/p/tables/t/upserts", [("upsertid", "u")])),
            (RequestMatch.UpsertPacket(2), Request("PUT", "/projects/p/tables/t/upserts", [("upsertid", "u"), ("bucketid", "2")])),
            (RequestMatch.UpsertCommit, Request("POST", "/projects/p/tables/t/upserts", [("upsertid", "u")])),
            (RequestMatch.UpsertAbort, Request("DELETE", "/projects/p/tables/t/upserts", [("upsertid", "u")])),
        ];
        foreach ((RequestMatch match, EmulatorRequest request) in all)
        {
            Assert.Equal([match], all.Where(a => a.Match.IsMatch(request)).Select(a => a.Match));
        }
    }

    private static EmulatorRequest Request(string method, string path, (string Name, string Value)[]? query = null, string? header = null) => new()
    {
        Method = method,
        Target = path,
        Path = path,
        Query = (query ?? []).ToDictionary(q => q.Name, q => q.Value),
        Headers = header is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [header] = "" },
        RequestId = "id",
        Time = DateTimeOffset.UnixEpoch,
    };
}
