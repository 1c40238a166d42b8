using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Credentials;

/// <summary>Chains, and roles taken on by a delegate.</summary>
public class CredentialChainTests
{
    private static readonly OdpsCredential Working = OdpsCredential.AccessKey("LTAIworking00001", "S3CRET-working");

    [Fact]
    public async Task First_that_works_is_asked_from_then_on_and_the_others_no_more()
    {
        int failing = 0;
        int rotating = 0;
        OdpsCredential chain = OdpsCredential.Chain(
            new ThrowingCredential("first", () => failing++),
            OdpsCredential.FromProvider(_ =>
            {
                rotating++;
                return new(OdpsCredentialValue.AccessKey("LTAIrotating0001", "S3CRET"));
            }),
            Working);

        await chain.GetAsync();
        OdpsCredentialValue second = await chain.GetAsync();
        Assert.True(await chain.RefreshAsync(second));

        Assert.Equal("LTAIrotating0001", second.AccessKeyId);
        Assert.Equal((1, 2), (failing, rotating));
    }

    [Fact]
    public async Task Chosen_one_that_fails_later_is_not_replaced_by_another_identity()
    {
        bool isBroken = false;
        OdpsCredential chain = OdpsCredential.Chain(
            OdpsCredential.FromProvider(
                _ => isBroken ? throw new IOException("gone") : new ValueTask<OdpsCredentialValue>(OdpsCredentialValue.AccessKey("LTAIchosen000001", "S3CRET")),
                new CredentialRefreshOptions { MaxAge = TimeSpan.Zero }),
            Working);
        OdpsCredentialValue value = await chain.GetAsync();
        isBroken = true;

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => chain.RefreshAsync(value).AsTask());

        Assert.Contains("gone", failure.Message, StringComparison.Ordinal);
        Assert.Equal("LTAIchosen000001", (await chain.GetAsync()).AccessKeyId);
    }

    [Fact]
    public async Task When_none_works_each_says_why()
    {
        OdpsCredential chain = OdpsCredential.Chain(
            new ThrowingCredential("a vault", () => throw new TimeoutException("The vault is shut.")),
            OdpsCredential.FromProvider(_ => throw new IOException("No disk.")));

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => chain.GetAsync().AsTask());

        Assert.Contains("None of the 2 sources", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\n- a vault: The vault is shut.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\n- Provider: No disk.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, Assert.IsType<AggregateException>(failure.InnerException).InnerExceptions.Count);
    }

    [Fact]
    public async Task Source_that_comes_later_is_found_by_a_later_request()
    {
        bool isThere = false;
        OdpsCredential chain = OdpsCredential.Chain(OdpsCredential.FromProvider(_ => isThere ? new ValueTask<OdpsCredentialValue>(OdpsCredentialValue.AccessKey("LTAIlater0000001", "S3CRET")) : throw new IOException("not yet")));

        await Assert.ThrowsAsync<OdpsException>(() => chain.GetAsync().AsTask());
        isThere = true;

        Assert.Equal("LTAIlater0000001", (await chain.GetAsync()).AccessKeyId);
    }

    [Fact]
    public async Task Cancelling_is_not_taken_for_a_source_that_does_not_work()
    {
        using var source = new CancellationTokenSource();
        OdpsCredential chain = OdpsCredential.Chain(OdpsCredential.FromProvider(async token => await new TaskCompletionSource<OdpsCredentialValue>().Task.WaitAsync(token)), Working);
        Task<OdpsCredentialValue> waiting = chain.GetAsync(source.Token).AsTask();

        await source.CancelAsync();

        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(source.Token, cancelled.CancellationToken);
    }

    [Fact]
    public void Chain_needs_a_link()
    {
        Assert.Throws<ArgumentException>(() => OdpsCredential.Chain());
        Assert.Throws<ArgumentException>(() => OdpsCredential.Chain(Working, null!));
    }

    [Fact]
    public async Task Default_chain_takes_the_environment_then_a_profile_then_the_instance()
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("odps-net-chain");
        try
        {
            await using var metadata = LoopbackServer.Start(exchange => exchange.RespondAsync(200, exchange.Method == "PUT"
                ? "session"
                : """{"Code":"Success","AccessKeyId":"STS.instance0001","AccessKeySecret":"S3CRET","SecurityToken":"S3CRET"}"""));
            var ecs = new EcsRamRoleCredentialOptions { Endpoint = new Uri(metadata.Endpoint, "/"), RoleName = "r" };
            var variables = new Dictionary<string, string>();
            OdpsCredential Default() => OdpsCredential.Default(new ProfileCredentialOptions(), ecs, name => variables.GetValueOrDefault(name), home.FullName);

            Assert.Equal("STS.instance0001", (await Default().GetAsync()).AccessKeyId);

            Directory.CreateDirectory(Path.Combine(home.FullName, ".aliyun"));
            await File.WriteAllTextAsync(
                Path.Combine(home.FullName, ".aliyun", "config.json"),
                """{"profiles":[{"name":"default","mode":"AK","access_key_id":"LTAIprofile00001","access_key_secret":"S3CRET"}]}""");
            Assert.Equal("LTAIprofile00001", (await Default().GetAsync()).AccessKeyId);

            variables["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAIenvironment1";
            variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "S3CRET";
            OdpsCredential found = Default();
            Assert.Equal("LTAIenvironment1", (await found.GetAsync()).AccessKeyId);
            Assert.Equal("environment", found.ToString());
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Default_chain_that_finds_nothing_lists_all_that_it_tried()
    {
        OdpsCredential chain = OdpsCredential.Default(
            new ProfileCredentialOptions { Path = "/no/such/file" },
            new EcsRamRoleCredentialOptions { Endpoint = LoopbackServer.ClosedEndpoint() },
            _ => null);
        OdpsCredential withoutInstance = OdpsCredential.Default(
            new ProfileCredentialOptions { Path = "/no/such/file" },
            new EcsRamRoleCredentialOptions { Endpoint = LoopbackServer.ClosedEndpoint() },
            name => name == "ALIBABA_CLOUD_ECS_METADATA_DISABLED" ? "true" : null);

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => chain.GetAsync().AsTask());
        OdpsException shorter = await Assert.ThrowsAsync<OdpsException>(() => withoutInstance.GetAsync().AsTask());

        Assert.Contains("ALIBABA_CLOUD_ACCESS_KEY_ID", failure.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/file", failure.Message, StringComparison.Ordinal);
        Assert.Contains("is this an ECS instance?", failure.Message, StringComparison.Ordinal);
        Assert.Contains("None of the 2 sources", shorter.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Role_is_taken_on_once_for_all_requests_and_again_ahead_of_expiry()
    {
        var clock = new ManualTimeProvider();
        int calls = 0;
        AssumeRoleOptions? asked = null;
        OdpsCredential credential = OdpsCredential.FromAssumeRole(
            new AssumeRoleOptions { RoleArn = "acs:ram::123456:role/reader", RoleSessionName = "night-job" },
            (role, _) =>
            {
                calls++;
                asked = role;
                return new(OdpsCredentialValue.AccessKey("STS.role00000001", "S3CRET", FormattableString.Invariant($"token-{calls}"), clock.GetUtcNow() + role.Duration));
            },
            new CredentialRefreshOptions { TimeProvider = clock });

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => credential.GetAsync().AsTask()));
        Assert.Equal(1, calls);
        clock.Advance(TimeSpan.FromMinutes(56));
        await credential.GetAsync();

        Assert.Equal(2, calls);
        Assert.Equal("night-job", asked!.RoleSessionName);
        Assert.Equal("role acs:ram::123456:role/reader", credential.ToString());
    }

    [Fact]
    public async Task Role_without_a_token_or_with_options_that_cannot_be_is_an_error()
    {
        OdpsCredential withoutToken = OdpsCredential.FromAssumeRole(
            new AssumeRoleOptions { RoleArn = "acs:ram::1:role/r" }, (_, _) => new(OdpsCredentialValue.AccessKey("LTAI", "S3CRET")));
        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => withoutToken.GetAsync().AsTask());
        Assert.Contains("no STS token", failure.Message, StringComparison.Ordinal);

        static void Create(AssumeRoleOptions role) => OdpsCredential.FromAssumeRole(role, (_, _) => default);
        Assert.Contains("RoleArn", Assert.Throws<ArgumentException>(() => Create(new AssumeRoleOptions { RoleArn = "reader" })).Message, StringComparison.Ordinal);
        Assert.Contains("RoleSessionName", Assert.Throws<ArgumentException>(() => Create(new AssumeRoleOptions { RoleArn = "acs:ram::1:role/r", RoleSessionName = "a b" })).Message, StringComparison.Ordinal);
        Assert.Contains("Duration", Assert.Throws<ArgumentException>(() => Create(new AssumeRoleOptions { RoleArn = "acs:ram::1:role/r", Duration = TimeSpan.FromMinutes(1) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_finds_no_credential_sends_nothing()
    {
        await using var server = LoopbackServer.StartWith((200, "", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with
        {
            Credential = OdpsCredential.Chain(new ThrowingCredential("nothing", () => throw new IOException("Nothing is here."))),
        });

        OdpsException failure = await Assert.ThrowsAsync<OdpsException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Contains("Nothing is here.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    /// <summary>A source of one's own that never works.</summary>
    private sealed class ThrowingCredential(string name, Action act) : OdpsCredential
    {
        public override ValueTask<OdpsCredentialValue> GetAsync(CancellationToken cancellationToken = default)
        {
            act();
            throw new IOException("Does not work.");
        }

        public override string ToString() => name;
    }
}
