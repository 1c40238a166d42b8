using System.Text;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Credentials;

public class EnvironmentCredentialTests
{
    [Theory]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID=id-alibaba-01;ALIBABA_CLOUD_ACCESS_KEY_SECRET=s1", "id-alibaba-01", "s1", null)]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID=id-alibaba-01;ALIBABA_CLOUD_ACCESS_KEY_SECRET=s1;ALIBABA_CLOUD_SECURITY_TOKEN=t1", "id-alibaba-01", "s1", "t1")]
    [InlineData("ODPS_ACCESS_ID=id2;ODPS_ACCESS_KEY=s2;ALIBABA_CLOUD_ACCESS_KEY_ID=id1;ALIBABA_CLOUD_ACCESS_KEY_SECRET=s1", "id2", "s2", null)]
    [InlineData("ODPS_STS_ACCESS_KEY_ID=id3;ODPS_STS_ACCESS_KEY_SECRET=s3;ODPS_STS_TOKEN=t3;ODPS_ACCESS_ID=id2;ODPS_ACCESS_KEY=s2;ODPS_BEARER_TOKEN=b", "id3", "s3", "t3")]
    [InlineData("ODPS_ACCESS_ID= id2 ;ODPS_ACCESS_KEY=s2\n", "id2", "s2", null)]
    public async Task Key_pair_is_found_in_its_variables(string variables, string id, string secret, string? token)
    {
        OdpsCredentialValue value = await Find(variables)!.GetAsync();

        Assert.Equal((id, secret, token), (value.AccessKeyId, value.AccessKeySecret, value.SecurityToken));
    }

    [Fact]
    public async Task Bearer_token_wins_over_a_permanent_key()
    {
        OdpsCredentialValue value = await Find("ODPS_BEARER_TOKEN=b1;ODPS_ACCESS_ID=id2;ODPS_ACCESS_KEY=s2")!.GetAsync();

        Assert.True(value.IsBearerToken);
        Assert.Equal("b1", value.BearerTokenText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ODPS_ENDPOINT=http://x;ODPS_ACCESS_ID=  ")]
    [InlineData("ODPS_STS_ACCESS_KEY_ID=id;ODPS_STS_ACCESS_KEY_SECRET=s")]
    public void Nothing_is_found_where_nothing_is_set(string variables) => Assert.Null(Find(variables));

    [Theory]
    [InlineData("ODPS_ACCESS_ID=id2", "ODPS_ACCESS_KEY")]
    [InlineData("ODPS_ACCESS_KEY=S3CRET", "ODPS_ACCESS_ID")]
    [InlineData("ALIBABA_CLOUD_ACCESS_KEY_ID=id1", "ALIBABA_CLOUD_ACCESS_KEY_SECRET")]
    [InlineData("ODPS_STS_TOKEN=S3CRET;ODPS_STS_ACCESS_KEY_ID=id", "ODPS_STS_ACCESS_KEY_SECRET")]
    [InlineData("ODPS_STS_TOKEN=S3CRET", "ODPS_STS_ACCESS_KEY_ID")]
    public void Half_a_pair_is_an_error_that_names_the_missing_variable(string variables, string missing)
    {
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Find(variables));

        Assert.Contains(missing + " is not", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sts_file_is_read_again_before_its_token_expires()
    {
        var clock = new ManualTimeProvider();
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, Sts("id-file-000001", "t1", "2026-03-04T06:06:07Z"));
            OdpsCredential credential = EnvironmentCredential.Find(Variables($"ODPS_STS_ACCOUNT_FILE={path};ODPS_STS_TOKEN=other"), clock)!;
            OdpsCredentialValue first = await credential.GetAsync();
            await File.WriteAllTextAsync(path, Sts("id-file-000002", "t2", "2026-03-04T09:06:07Z"));
            clock.Advance(TimeSpan.FromHours(1));
            OdpsCredentialValue second = await credential.GetAsync();

            Assert.Equal(("id-file-000001", "t1"), (first.AccessKeyId, first.SecurityToken));
            Assert.Equal(new DateTimeOffset(2026, 3, 4, 6, 6, 7, TimeSpan.Zero), first.ExpiresOn);
            Assert.Equal(("id-file-000002", "t2"), (second.AccessKeyId, second.SecurityToken));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("not json S3CRET", "is not JSON")]
    [InlineData("[]", "'accessKeyId'")]
    [InlineData("""{"accessKeyId":"a","accessKeySecret":"S3CRET"}""", "'securityToken'")]
    [InlineData("""{"accessKeyId":"a","accessKeySecret":"S3CRET","securityToken":"S3CRET","expiration":"tomorrow"}""", "'expiration'")]
    public async Task Unusable_sts_file_says_what_is_wrong_without_quoting_it(string content, string fault)
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, content);
            OdpsCredential credential = Find($"ODPS_STS_ACCOUNT_FILE={path}")!;

            OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());

            Assert.Contains("ODPS_STS_ACCOUNT_FILE", failure.Message, StringComparison.Ordinal);
            Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("S3CRET", failure.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Missing_file_is_reported_when_the_credential_is_needed()
    {
        OdpsCredential credential = Find("ODPS_BEARER_TOKEN_FILE=/nowhere/token")!;

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());

        Assert.Contains("ODPS_BEARER_TOKEN_FILE", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bearer_file_is_trimmed_and_tells_its_expiry()
    {
        string token = Convert.ToBase64String(Encoding.UTF8.GetBytes("a,b,1772603167,d"));
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, token + "\n");
            OdpsCredentialValue value = await EnvironmentCredential.Find(Variables($"ODPS_BEARER_TOKEN_FILE={path}"), new ManualTimeProvider())!.GetAsync();

            Assert.Equal(token, value.BearerTokenText);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772603167), value.ExpiresOn);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public void Hours_must_be_a_positive_number(string hours)
    {
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Find($"ODPS_BEARER_TOKEN_FILE=/f;ODPS_BEARER_TOKEN_HOURS={hours}"));

        Assert.Contains("ODPS_BEARER_TOKEN_HOURS", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_take_what_the_environment_names()
    {
        OdpsClientOptions options = OdpsClientOptions.FromEnvironment(Variables(
            "ODPS_ENDPOINT=https://service.cn-shanghai.maxcompute.aliyun.com/api;ODPS_PROJECT=p0;ODPS_PROJECT_NAME=p1;ODPS_TUNNEL_ENDPOINT=https://dt.example.com;ODPS_REGION_NAME=cn-beijing;ODPS_ACCESS_ID=id;ODPS_ACCESS_KEY=s"));

        Assert.Equal("https://service.cn-shanghai.maxcompute.aliyun.com/api", options.Endpoint!.AbsoluteUri);
        Assert.Equal("https://dt.example.com/", options.TunnelEndpoint!.AbsoluteUri);
        Assert.Equal(("p1", "cn-beijing"), (options.Project, options.Region));
        Assert.NotNull(options.Credential);
    }

    [Fact]
    public void Environment_with_a_wrong_address_names_the_variable()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => OdpsClientOptions.FromEnvironment(Variables("ODPS_ENDPOINT=service")));

        Assert.Contains("ODPS_ENDPOINT", failure.Message, StringComparison.Ordinal);
    }

    private static string Sts(string id, string token, string expiration) =>
        $$"""{"accessKeyId":"{{id}}","accessKeySecret":"s","securityToken":"{{token}}","expiration":"{{expiration}}"}""";

    private static OdpsCredential? Find(string variables) => EnvironmentCredential.Find(Variables(variables));

    private static Func<string, string?> Variables(string text)
    {
        Dictionary<string, string> values = text.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(v => v[..v.IndexOf('=', StringComparison.Ordinal)], v => v[(v.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return name => values.GetValueOrDefault(name);
    }
}
