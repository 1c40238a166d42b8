using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Odps.Net.Http;

namespace Odps.Net.Tests.Credentials;

/// <summary>Signatures of known requests, to the byte. The expected values were computed by other clients of the service.</summary>
public class SignatureVectorTests
{
    private const string Id = "LTAIvectorAccessId01";
    private const string Secret = "vectorSecretKey0123456789abcdef";
    private const string Region = "cn-shanghai";
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static TheoryData<string> Vectors => ["A", "B", "C", "D", "E"];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void String_to_sign_matches_the_vector(string name)
    {
        Vector vector = Get(name);
        using HttpRequestMessage message = vector.Message();
        message.Headers.TryAddWithoutValidation("Date", Now.ToString("r", CultureInfo.InvariantCulture));
        IEnumerable<KeyValuePair<string, string>> headers = message.Headers.NonValidated
            .Concat(message.Content?.Headers.NonValidated.ToArray() ?? [])
            .Select(h => new KeyValuePair<string, string>(h.Key, h.Value.ToString()));

        string text = CanonicalRequest.Build(vector.Method, vector.Path.Unescaped, vector.Query, headers);

        Assert.Equal(vector.StringToSign, text);
        Assert.Equal(vector.Bytes, Encoding.UTF8.GetByteCount(text));
        Assert.Equal(vector.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void V2_signature_matches_the_vector(string name) =>
        Assert.Equal($"ODPS {Id}:{Get(name).V2}", Sign(Get(name), null).Authorization());

    [Theory]
    [MemberData(nameof(Vectors))]
    public void V4_signature_matches_the_vector(string name) =>
        Assert.Equal($"ODPS {Id}/20260304/cn-shanghai/odps/aliyun_v4_request:{Get(name).V4}", Sign(Get(name), Region).Authorization());

    [Fact]
    public void V4_key_chain_matches_the_vector()
    {
        byte[][] chain = Signature.KeyChain("aliyun_v4", Secret, "20260304", Region);

        Assert.Equal(
            [
                "ae2b177715f068aa61ffc46e10d83371d05ca7dc4cbd6029d754df4a8410ba42",
                "b08cf911500be072eb247d2f318f7994f75e899b493de4a09c506bf73f4209d3",
                "6c489e50dc6cd70791bb502168d456a7d8327e06ac3b87792fa6cd4eba47e7af",
                "17114f113f9d05d85b6be381a361caa2a5efb7bc24b9ae537b3cc615a3f02a83",
            ],
            chain.Select(Convert.ToHexStringLower));
    }

    [Theory]
    [InlineData(null, "ODPS LTAIvectorAccessId01:uS5PQAfzVH3Ky4g5Qttrc014qfQ=")]
    [InlineData(Region, "ODPS LTAIvectorAccessId01/20260304/cn-shanghai/odps/aliyun_v4_request:KKy5K5IO5H0xsbVb7218zFv6sRg=")]
    public void Sts_token_travels_beside_the_signature_and_does_not_change_it(string? region, string authorization)
    {
        HttpRequestMessage message = Sign(Get("A"), region, credential: OdpsCredentialValue.AccessKey(Id, Secret, "sts-token-abc"));

        Assert.Equal(authorization, message.Authorization());
        Assert.Equal("sts-token-abc", message.HeaderText("authorization-sts-token"));
    }

    [Fact]
    public void Signature_prefix_of_a_private_cloud_changes_key_and_scope() =>
        Assert.Equal(
            "ODPS LTAIvectorAccessId01/20260304/cn-shanghai/odps/apsara_v4_request:pbJG0C11t4nNYXxJgKk5BV7wF8M=",
            Sign(Get("A"), Region, o => o with { SignaturePrefix = "apsara_v4" }).Authorization());

    [Theory]
    [InlineData(null, "2DxAYM4SMrsQPzXEUruDITtHxwE=")]
    [InlineData(Region, "MeXPjlzIHYiWBED4fvUyzKpLPzQ=")]
    public void Application_signs_the_whole_authorization_value(string? region, string signature)
    {
        HttpRequestMessage message = Sign(Get("A"), region, o => o with { AppCredential = new OdpsAppCredential("LTAIappId01", "appSecret0123456789") });

        Assert.Equal(
            $"account_provider:aliyun,signature_method:hmac-sha1,access_id:LTAIappId01,signature:{signature}",
            message.HeaderText("application-authentication"));
    }

    [Fact]
    public void Bearer_token_is_sent_without_a_signature_and_with_a_date()
    {
        HttpRequestMessage message = Sign(Get("A"), Region, credential: OdpsCredentialValue.BearerToken("bearer-token-abc"));

        Assert.Null(message.Authorization());
        Assert.Equal("bearer-token-abc", message.HeaderText("x-odps-bearer-token"));
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", message.HeaderText("Date"));
    }

    [Theory]
    [InlineData("a+b", "0KDEKv+ltRDgVpHIq+PfwPVeV14=")]
    [InlineData("a%41b", "wkXDeGcMCAHPumS7rJAzZOSuBsM=")]
    [InlineData("a&b=c", "jCRR3fMzBwRuxkZKl1syYgHWfUY=")]
    public void Values_are_signed_as_they_are_before_escaping(string value, string signature)
    {
        var vector = new Vector(HttpMethod.Get, RestPath.Project("demo_proj"), new QueryParameters { { "name", value } });

        Assert.Equal($"ODPS {Id}:{signature}", Sign(vector, null).Authorization());
    }

    [Fact]
    public void Names_in_paths_are_signed_as_they_are_before_escaping()
    {
        var vector = new Vector(HttpMethod.Get, RestPath.Project("demo_proj").Table("表+1"), []);

        Assert.Equal($"ODPS {Id}:aPsD1n/Nz2AQm8ZT3AnBVVVy0GA=", Sign(vector, null).Authorization());
    }

    [Fact]
    public void Signing_key_follows_the_secret_the_day_and_the_region()
    {
        var signature = new Signature("aliyun_v4");
        OdpsCredentialValue first = OdpsCredentialValue.AccessKey(Id, Secret);
        OdpsCredentialValue second = OdpsCredentialValue.AccessKey(Id, Secret + "x");
        string expected = signature.V4(first, "text", Now, Region);

        string[] others =
        [
            signature.V4(second, "text", Now, Region),
            signature.V4(first, "text", Now.AddDays(1), Region),
            signature.V4(first, "text", Now, "cn-beijing"),
        ];

        Assert.Equal(4, others.Append(expected).Select(t => t[(t.LastIndexOf(':') + 1)..]).Distinct().Count());
        Assert.Equal(expected, signature.V4(first, "text", Now, Region));
    }

    [Fact]
    public void Empty_value_and_flag_sign_alike()
    {
        string flag = CanonicalRequest.Build("GET", "/p", new QueryParameters { "policy" }, []);
        string empty = CanonicalRequest.Build("GET", "/p", new QueryParameters { { "policy", "" } }, []);

        Assert.Equal(flag, empty);
        Assert.EndsWith("/p?policy", flag, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Sign(
        Vector vector, string? region, Func<OdpsClientOptions, OdpsClientOptions>? change = null, OdpsCredentialValue? credential = null)
    {
        var options = new OdpsClientOptions { Endpoint = new Uri("http://service.cn-shanghai.maxcompute.aliyun.com/api") };
        var signer = new RequestSigner(change is null ? options : change(options));
        HttpRequestMessage message = vector.Message();
        signer.Sign(message, vector.Path.Unescaped, vector.Query, credential ?? OdpsCredentialValue.AccessKey(Id, Secret), region, Now);
        return message;
    }

    private static Vector Get(string name) => name switch
    {
        "A" => new Vector(HttpMethod.Get, RestPath.Project("demo_proj"), new QueryParameters { { "curr_project", "demo_proj" } })
        {
            StringToSign = "GET\n\n\nWed, 04 Mar 2026 05:06:07 GMT\nx-odps-user-agent:dotnet-mc/1.0\n/projects/demo_proj?curr_project=demo_proj",
            Bytes = 110,
            Sha256 = "e4f83dc2f5c43d7b4934b3c8335d05dc678ce9ccdf0ca773efa787aa10de347f",
            V2 = "uS5PQAfzVH3Ky4g5Qttrc014qfQ=",
            V4 = "KKy5K5IO5H0xsbVb7218zFv6sRg=",
        },
        "B" => new Vector(
            HttpMethod.Get,
            RestPath.Project("demo_proj").Table("sale_detail"),
            new QueryParameters
            {
                "partitions", "reverse", { "expectmarker", "true" }, { "partition", "pt='20260101',region='cn'" }, { "curr_project", "demo_proj" }, { "curr_schema", "s1" },
            })
        {
            StringToSign = "GET\n\n\nWed, 04 Mar 2026 05:06:07 GMT\nx-odps-user-agent:dotnet-mc/1.0\n/projects/demo_proj/tables/sale_detail?curr_project=demo_proj&curr_schema=s1&expectmarker=true&partition=pt='20260101',region='cn'&partitions&reverse",
            Bytes = 217,
            Sha256 = "b844ebddd34c92c1818c676df188b81ced285bdeb6d9ee2c41a9345e0403553b",
            V2 = "ZmavSMXbp6mU8VXCCtG6Jcdxwq8=",
            V4 = "i2SFUypxA2OsBLnHjGUWCn4WxmQ=",
        },
        "C" => new Vector(HttpMethod.Post, RestPath.Project("demo_proj").Functions(), new QueryParameters { { "curr_project", "demo_proj" } })
        {
            ContentType = "application/xml",
            ContentMd5 = "da4287fb452f148ffd2903923ae5c917",
            StringToSign = "POST\nda4287fb452f148ffd2903923ae5c917\napplication/xml\nWed, 04 Mar 2026 05:06:07 GMT\nx-odps-user-agent:dotnet-mc/1.0\n/projects/demo_proj/registration/functions?curr_project=demo_proj",
            Bytes = 181,
            Sha256 = "e92e31bcf242a82c80be52ed388ab285b7c2a29ee6a025a58b4b7a4bb773312d",
            V2 = "Vzi4p6aQWdEPjsSTsECOFnWBcts=",
            V4 = "ajp0wPkfVfDk9Xf7jASgipqHEX8=",
        },
        "D" => new Vector(
            HttpMethod.Put,
            RestPath.Project("demo_proj").Resource("数据 v1.py"),
            new QueryParameters { { "rOpMerge", "true" }, { "curr_project", "demo_proj" } })
        {
            ContentType = "application/octet-stream",
            Headers =
            [
                new("x-odps-resource-type", "py"), new("x-odps-resource-name", "res.py"),
                new("x-odps-comment", "hello world"), new("X-ODPS-Resource-Istemp", "true"),
            ],
            StringToSign = "PUT\n\napplication/octet-stream\nWed, 04 Mar 2026 05:06:07 GMT\nx-odps-comment:hello world\nx-odps-resource-istemp:true\nx-odps-resource-name:res.py\nx-odps-resource-type:py\nx-odps-user-agent:dotnet-mc/1.0\n/projects/demo_proj/resources/数据 v1.py?curr_project=demo_proj&rOpMerge=true",
            Bytes = 278,
            Sha256 = "bb10b345ad943d3d3a0423cd0b9c7d1b592ebc542f8c791060bda5e2aba8059b",
            V2 = "o//2Cq9I8dJqX13yGpjJWWbQ9Ws=",
            V4 = "nz/7PMLDrNRjgV0jFQ3g2DiaevQ=",
        },
        _ => new Vector(
            HttpMethod.Delete,
            RestPath.Project("demo_proj").Resource("a.jar"),
            new QueryParameters { { "x-odps-trace", "t-1" }, { "curr_project", "demo_proj" } })
        {
            Headers = [new("x-odps-namespace-id", "ns1")],
            StringToSign = "DELETE\n\n\nWed, 04 Mar 2026 05:06:07 GMT\nx-odps-namespace-id:ns1\nx-odps-trace:t-1\nx-odps-user-agent:dotnet-mc/1.0\n/projects/demo_proj/resources/a.jar?curr_project=demo_proj&x-odps-trace=t-1",
            Bytes = 187,
            Sha256 = "bd5a288e7cae3235d0a9e68f583f484353a53e946861da9a2fc908138619293d",
            V2 = "yaTLeQwzjqppR1wl/EuaBFr4Aag=",
            V4 = "hLiVvU6Q6PKIbZzyI3MoTAMgjK4=",
        },
    };

    private sealed record Vector(HttpMethod Verb, RestPath Path, QueryParameters Query)
    {
        public string Method => Verb.Method;

        public string? ContentType { get; init; }

        public string? ContentMd5 { get; init; }

        public KeyValuePair<string, string>[] Headers { get; init; } = [];

        public string StringToSign { get; init; } = "";

        public int Bytes { get; init; }

        public string Sha256 { get; init; } = "";

        public string V2 { get; init; } = "";

        public string V4 { get; init; } = "";

        public HttpRequestMessage Message()
        {
            var message = new HttpRequestMessage(Verb, "http://service.cn-shanghai.maxcompute.aliyun.com/api");
            message.Headers.TryAddWithoutValidation("User-Agent", "dotnet-mc/1.0");
            message.Headers.TryAddWithoutValidation("x-odps-user-agent", "dotnet-mc/1.0");
            foreach ((string name, string value) in Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }

            if (ContentType is not null)
            {
                message.Content = new ByteArrayContent([]);
                message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
                if (ContentMd5 is not null)
                {
                    message.Content.Headers.TryAddWithoutValidation("Content-MD5", ContentMd5);
                }
            }

            return message;
        }
    }
}

internal static class MessageHeaders
{
    public static string? Authorization(this HttpRequestMessage message) => message.HeaderText("Authorization");

    public static string? HeaderText(this HttpRequestMessage message, string name) =>
        message.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
