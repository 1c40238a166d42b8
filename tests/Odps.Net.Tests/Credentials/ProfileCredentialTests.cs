using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Credentials;

/// <summary>Profiles in the files of the tools.</summary>
public sealed class ProfileCredentialTests : IDisposable
{
    private const string Ini = """
        # a comment
        [default]                          # and another
        enable = true
        type = access_key
        access_key_id = id-ini-0000001
        access_key_secret = S3CRET-ini   # trailing

        [sts]
        enable=TRUE
        type=sts
        access_key_id=id-ini-sts-001
        access_key_secret=S3CRET=with=equals
        security_token=S3CRET-token

        [off]
        enable = false
        type = access_key
        access_key_id = x
        access_key_secret = S3CRET

        [role]
        enable = true
        type = ram_role_arn
        access_key_secret = S3CRET

        [broken]
        enable = true
        type = access_key
        access_key_id = x
        """;

    private const string Json = """
        {
          "current": "work",
          "profiles": [
            {"name": "default", "mode": "AK", "access_key_id": "id-json-default", "access_key_secret": "S3CRET-1"},
            {"name": "work", "mode": "StsToken", "access_key_id": "id-json-work01", "access_key_secret": "S3CRET-2", "sts_token": "S3CRET-3", "sts_expiration": 1772611567, "retry_timeout": 0},
            {"name": "sso", "mode": "CloudSSO", "access_token": "S3CRET-4"},
            {"name": "none", "mode": "AK", "access_key_id": "x", "access_key_secret": ""},
            {"mode": "AK"}
          ],
          "meta_path": ""
        }
        """;

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("odps-net-profile");
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task Default_profile_of_an_INI_file_is_a_key_pair()
    {
        Write(".alibabacloud/credentials", Ini);

        OdpsCredentialValue value = await GetAsync();

        Assert.Equal(("id-ini-0000001", "S3CRET-ini", null), (value.AccessKeyId, value.AccessKeySecret, value.SecurityToken));
    }

    [Fact]
    public async Task Profile_is_named_by_option_or_variable()
    {
        Write(".alibabacloud/credentials", Ini);

        OdpsCredentialValue named = await GetAsync(new ProfileCredentialOptions { Profile = "sts" });
        _variables["ALIBABA_CLOUD_PROFILE"] = "sts";
        OdpsCredentialValue fromVariable = await GetAsync();

        Assert.Equal(("id-ini-sts-001", "S3CRET=with=equals", "S3CRET-token"), (named.AccessKeyId, named.AccessKeySecret, named.SecurityToken));
        Assert.Equal("id-ini-sts-001", fromVariable.AccessKeyId);
    }

    [Fact]
    public async Task Current_profile_of_a_JSON_file_is_taken_and_its_expiry_with_it()
    {
        Write(".aliyun/config.json", Json);
        Write(".alibabacloud/credentials", Ini);

        OdpsCredentialValue value = await GetAsync();

        Assert.Equal(("id-json-work01", "S3CRET-2", "S3CRET-3"), (value.AccessKeyId, value.AccessKeySecret, value.SecurityToken));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772611567), value.ExpiresOn);
        Assert.Equal("id-json-default", (await GetAsync(new ProfileCredentialOptions { Profile = "default" })).AccessKeyId);
    }

    [Fact]
    public async Task File_is_named_by_option_or_variable_whatever_its_form()
    {
        string ini = Write("a", Ini);
        string json = Write("b", Json);

        _variables["ALIBABA_CLOUD_CREDENTIALS_FILE"] = ini;
        Assert.Equal("id-ini-0000001", (await GetAsync()).AccessKeyId);
        Assert.Equal("id-json-work01", (await GetAsync(new ProfileCredentialOptions { Path = json })).AccessKeyId);
    }

    [Fact]
    public async Task File_is_read_again_when_its_token_is_about_to_expire()
    {
        string path = Write("c.json", Json);
        var clock = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1772611567 - 3600));
        OdpsCredential credential = Create(new ProfileCredentialOptions { Path = path, Refresh = new CredentialRefreshOptions { TimeProvider = clock } });
        OdpsCredentialValue first = await credential.GetAsync();
        await File.WriteAllTextAsync(path, Json.Replace("id-json-work01", "id-json-work02", StringComparison.Ordinal).Replace("1772611567", "1772619999", StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromMinutes(61));

        OdpsCredentialValue second = await credential.GetAsync();

        Assert.Equal(("id-json-work01", "id-json-work02"), (first.AccessKeyId, second.AccessKeyId));
    }

    [Theory]
    [InlineData(Ini, "nobody", "has no profile 'nobody'")]
    [InlineData(Ini, "off", "enable = true")]
    [InlineData(Ini, "role", "'ram_role_arn'")]
    [InlineData(Ini, "broken", "'access_key_secret'")]
    [InlineData("[default]\nS3CRET", "default", "Line 2")]
    [InlineData("[default\nS3CRET", "default", "Line 1")]
    [InlineData("[default]\nenable=true", "default", "'type'")]
    [InlineData(Json, "nobody", "has no profile 'nobody'")]
    [InlineData(Json, "sso", "'CloudSSO'")]
    [InlineData(Json, "none", "'access_key_secret'")]
    [InlineData("{\"profiles\":[{\"name\":\"a\"}]}", "a", "'mode'")]
    [InlineData("{\"profiles\":3}", "a", "has no profile 'a'")]
    [InlineData("{\"S3CRET\":", "a", "is not JSON")]
    public async Task Unusable_profile_says_what_is_wrong_and_quotes_no_secret(string text, string profile, string fault)
    {
        string path = Write("d", text);
        OdpsCredential credential = Create(new ProfileCredentialOptions { Path = path, Profile = profile });

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => credential.GetAsync().AsTask());

        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", credential.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_file_is_named()
    {
        OdpsException none = await Assert.ThrowsAsync<OdpsException>(() => GetAsync());
        _variables["ALIBABA_CLOUD_CREDENTIALS_FILE"] = "/no/such/file";
        OdpsException named = await Assert.ThrowsAsync<OdpsException>(() => GetAsync());

        Assert.Contains("config.json", none.Message, StringComparison.Ordinal);
        Assert.Contains("ALIBABA_CLOUD_CREDENTIALS_FILE names the profile file '/no/such/file'", named.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_home.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private OdpsCredential Create(ProfileCredentialOptions options) => OdpsCredential.FromProfile(options, name => _variables.GetValueOrDefault(name), _home.FullName);

    private Task<OdpsCredentialValue> GetAsync(ProfileCredentialOptions? options = null) => Create(options ?? new ProfileCredentialOptions()).GetAsync().AsTask();
}
