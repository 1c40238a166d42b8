using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Emulator;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Emulator.Service;

public sealed class AuthenticationTests
{
    private const string VectorDate = "Wed, 04 Mar 2026 05:06:07 GMT";
    private const string V4Scope = "LTAIvectorAccessId01/20260304/cn-shanghai/odps/aliyun_v4_request";

    /// <summary>Requests that PyODPS and the Java SDK signed: method, target, headers, signature v2, signature v4.</summary>
    public static TheoryData<string, string, string, string, string> Signed => new()
    {
        { "GET", "/api/projects/demo_proj?curr_project=demo_proj", "", "uS5PQAfzVH3Ky4g5Qttrc014qfQ=", "KKy5K5IO5H0xsbVb7218zFv6sRg=" },
        {
            "GET",
            "/api/projects/demo_proj/tables/sale_detail?partitions&reverse&expectmarker=true&partition=pt%3D%2720260101%27%2Cregion%3D%27cn%27&curr_project=demo_proj&curr_schema=s1",
            "",
            "ZmavSMXbp6mU8VXCCtG6Jcdxwq8=",
            "i2SFUypxA2OsBLnHjGUWCn4WxmQ="
        },
        {
            "POST",
            "/api/projects/demo_proj/registration/functions?curr_project=demo_proj",
            "Content-Type: application/xml|Content-MD5: da4287fb452f148ffd2903923ae5c917",
            "Vzi4p6aQWdEPjsSTsECOFnWBcts=",
            "ajp0wPkfVfDk9Xf7jASgipqHEX8="
        },
        {
            "PUT",
            "/api/projects/demo_proj/resources/%E6%95%B0%E6%8D%AE%20v1.py?rOpMerge=true&curr_project=demo_proj",
            "Content-Type: application/octet-stream|Content-Disposition: attachment;filename=res.py|x-odps-resource-type: py|x-odps-resource-name: res.py|x-odps-comment: hello world|X-ODPS-Resource-Istemp: true",
            "o//2Cq9I8dJqX13yGpjJWWbQ9Ws=",
            "nz/7PMLDrNRjgV0jFQ3g2DiaevQ="
        },
        {
            "DELETE",
            "/api/projects/demo_proj/resources/a.jar?x-odps-trace=t-1&curr_project=demo_proj",
            "x-odps-namespace-id: ns1",
            "yaTLeQwzjqppR1wl/EuaBFr4Aag=",
            "hLiVvU6Q6PKIbZzyI3MoTAMgjK4="
        },
        { "GET", "/api/projects/demo_proj?name=a%2Bb", "", "0KDEKv+ltRDgVpHIq+PfwPVeV14=", "" },
        { "GET", "/api/projects/demo_proj?name=a%2541b", "", "wkXDeGcMCAHPumS7rJAzZOSuBsM=", "" },
        { "GET", "/api/projects/demo_proj?name=a%26b%3Dc", "", "jCRR3fMzBwRuxkZKl1syYgHWfUY=", "" },
        { "GET", "/api/projects/demo_proj/tables/%E8%A1%A8%2B1", "", "aPsD1n/Nz2AQm8ZT3AnBVVVy0GA=", "" },
    };

    [Theory]
    [MemberData(nameof(Signed))]
    public async Task Signatures_of_other_clients_are_accepted(string method, string target, string headers, string v2, string v4)
    {
        await using EmulatorFixture fixture = await StartVectorsAsync();
        foreach (string authorization in (string[])[$"ODPS LTAIvectorAccessId01:{v2}", .. v4.Length > 0 ? (string[])[$"ODPS {V4Scope}:{v4}"] : []])
        {
            HttpRequestMessage request = VectorRequest(fixture, method, target, headers);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using HttpResponseMessage response = await fixture.SendUnsignedAsync(request);
            string answer = await response.Content.ReadAsStringAsync();

            // Some of these calls the emulator does not have, or the object is missing; what matters is that the signature was not the reason.
            Assert.DoesNotContain("SignatureNotMatch", answer, StringComparison.Ordinal);
            Assert.NotEqual(401, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("ODPS LTAIvectorAccessId01:uS5PQAfzVH3Ky4g5Qttrc014qfR=", "SignatureNotMatch")]
    [InlineData("ODPS LTAIvectorAccessId01/20260304/cn-beijing/odps/aliyun_v4_request:KKy5K5IO5H0xsbVb7218zFv6sRg=", "SignatureNotMatch")]
    [InlineData("ODPS LTAIvectorAccessId01/20260401/cn-shanghai/odps/aliyun_v4_request:KKy5K5IO5H0xsbVb7218zFv6sRg=", "Unauthorized")]
    [InlineData("ODPS LTAIother:uS5PQAfzVH3Ky4g5Qttrc014qfQ=", "Unauthorized")]
    [InlineData("ODPS LTAIvectorAccessId01/20260304/cn-shanghai:KKy5K5IO5H0xsbVb7218zFv6sRg=", "Unauthorized")]
    [InlineData("Basic LTAIvectorAccessId01:uS5PQAfzVH3Ky4g5Qttrc014qfQ=", "Unauthorized")]
    [InlineData("ODPS", "Unauthorized")]
    [InlineData(null, "Unauthorized")]
    public async Task A_wrong_authorization_is_refused_with_a_whole_error_document(string? authorization, string code)
    {
        await using EmulatorFixture fixture = await StartVectorsAsync();
        HttpRequestMessage request = VectorRequest(fixture, "GET", "/api/projects/demo_proj?curr_project=demo_proj", "");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using HttpResponseMessage response = await fixture.SendUnsignedAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        var error = XElement.Parse(text);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(code, error.Element("Code")!.Value);
        Assert.Equal(response.Headers.GetValues("x-odps-request-id").Single(), error.Element("RequestId")!.Value);
        Assert.NotEmpty(error.Element("Message")!.Value);
        Assert.NotEmpty(error.Element("HostId")!.Value);
        Assert.DoesNotContain("vectorSecretKey", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_of_a_request_without_authorization_is_the_one_that_clients_look_for()
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync();
        using HttpResponseMessage response = await fixture.SendUnsignedAsync(fixture.Request("GET", "/api", "/projects", null));
        Assert.Contains("The request authorization header is invalid or missing.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(16, false)]
    [InlineData(-14, true)]
    [InlineData(-16, false)]
    public async Task A_date_is_valid_for_fifteen_minutes_either_way(int minutes, bool isValid)
    {
        var clock = new ManualTimeProvider();
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { Clock = clock });
        string date = (clock.GetUtcNow() + TimeSpan.FromMinutes(minutes)).ToString("R", CultureInfo.InvariantCulture);
        HttpRequestMessage request = fixture.Request("GET", "/api", "/projects/demo", null).Sign("id", "key", "/projects/demo", date);
        using HttpResponseMessage response = await fixture.SendUnsignedAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(isValid ? 200 : 403, (int)response.StatusCode);
        Assert.Equal(clock.GetUtcNow(), response.Headers.Date);
        if (!isValid)
        {
            Assert.Equal("RequestTimeTooSkewed", XElement.Parse(text).Element("Code")!.Value);
            Assert.Matches(@"max_interval_date:900000,expire_date:2026-03-04T0\d:\d\d:07\.000Z,now_date:2026-03-04T05:06:07\.000Z$", XElement.Parse(text).Element("Message")!.Value);
        }
    }

    [Theory]
    [InlineData("sts-token", 200)]
    [InlineData("other", 401)]
    [InlineData(null, 401)]
    public async Task A_temporary_key_pair_needs_its_token(string? token, int status)
    {
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(
            configure: o => o with { Users = [new EmulatorUser("temporary", "secret") { SecurityToken = "sts-token" }] });
        HttpRequestMessage request = fixture.Request("GET", "/api", "/projects/demo", null);
        if (token is not null)
        {
            request.Headers.Add("authorization-sts-token", token);
        }

        string date = fixture.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        using HttpResponseMessage response = await fixture.SendUnsignedAsync(request.Sign("temporary", "secret", "/projects/demo", date, "cn-hangzhou"));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_signed_bearer_token_is_accepted_until_it_expires()
    {
        var clock = new ManualTimeProvider();
        await using EmulatorFixture fixture = await EmulatorFixture.StartAsync(configure: o => o with { Clock = clock, BearerTokens = ["fixed"] });
        HttpRequestMessage sign = fixture.Request("POST", "/api", "/projects/demo/authorization?sign_bearer_token", null);
        sign.Content = new StringContent("""{"expires_in_hours": 2, "policy": {"Version": "1", "Statement": []}}""");
        using HttpResponseMessage signed = await fixture.SendAsync(sign, "/projects/demo/authorization?sign_bearer_token");
        string token = XElement.Parse(await signed.Content.ReadAsStringAsync()).Element("Result")!.Value;

        Assert.Equal(200, await BearerStatusAsync(fixture, token));
        Assert.Equal(200, await BearerStatusAsync(fixture, "fixed"));
        Assert.Equal(401, await BearerStatusAsync(fixture, "unknown"));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(401, await BearerStatusAsync(fixture, token));
    }

    [Fact]
    public void Secrets_are_not_in_the_text_of_options_and_users()
    {
        var options = new OdpsEmulatorOptions { AccessKey = "top-secret", Users = [new("a", "top-secret") { SecurityToken = "top-secret" }], BearerTokens = ["top-secret"] };
        Assert.DoesNotContain("top-secret", options.ToString() + options.Users[0], StringComparison.Ordinal);
    }

    private static async Task<int> BearerStatusAsync(EmulatorFixture fixture, string token)
    {
        HttpRequestMessage request = fixture.Request("GET", "/api", "/projects/demo", null);
        request.Headers.Add("x-odps-bearer-token", token);
        using HttpResponseMessage response = await fixture.SendUnsignedAsync(request);
        return (int)response.StatusCode;
    }

    private static Task<EmulatorFixture> StartVectorsAsync() => EmulatorFixture.StartAsync(configure: o => o with
    {
        AccessId = "LTAIvectorAccessId01",
        AccessKey = "vectorSecretKey0123456789abcdef",
        Projects = ["demo_proj"],
        Clock = new ManualTimeProvider(),
    });

    private static HttpRequestMessage VectorRequest(EmulatorFixture fixture, string method, string target, string headers)
    {
        var uri = new Uri(fixture.Emulator.TunnelEndpoint.ToString().TrimEnd('/') + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(method), uri);
        request.Headers.TryAddWithoutValidation("Date", VectorDate);
        request.Headers.TryAddWithoutValidation("x-odps-user-agent", "dotnet-mc/1.0");
        foreach (string header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = header.Split(": ", 2);
            if (!request.Headers.TryAddWithoutValidation(parts[0], parts[1]))
            {
                request.Content ??= new ByteArrayContent("<Function/>"u8.ToArray());
                request.Content.Headers.TryAddWithoutValidation(parts[0], parts[1]);
            }
        }

        return request;
    }
}
