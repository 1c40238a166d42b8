using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Emulator;

/// <summary>Answers of a test in place of the emulator's own.</summary>
public sealed class StubTests : IAsyncLifetime
{
    private OdpsEmulator _emulator = null!;
    private OdpsClient _client = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { InMemory = true });
        _client = new OdpsClient(_emulator.ClientOptions);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task A_stub_answers_so_many_times_and_then_the_emulator_does()
    {
        StubHandle stub = _emulator.Stubs.Add(
            Stub.Answer(404, "<Error><Code>NoSuchProject</Code><Message>gone</Message></Error>").When(RequestMatch.Get("/api/projects/demo")).Times(2));
        Assert.False(await _client.Projects.ExistsAsync("demo"));
        Assert.False(await _client.Projects.ExistsAsync("demo"));
        Assert.True(await _client.Projects.ExistsAsync("demo"));
        Assert.Equal(2, stub.Hits);
        Assert.Equal([404, 404, 200], _emulator.Requests.Select(r => r.Status));
    }

    [Fact]
    public async Task A_stub_meets_only_its_requests_and_is_removed_by_disposing_of_it()
    {
        using (StubHandle stub = _emulator.Stubs.Add(Stub.Answer(500).When(RequestMatch.On("/api/projects/other")).Always()))
        {
            Assert.True(await _client.Projects.ExistsAsync("demo"));
            Assert.Equal(0, stub.Hits);
        }

        Assert.False(await _client.Projects.ExistsAsync("other"));
    }

    [Fact]
    public async Task Headers_and_the_request_id_of_a_stub_reach_the_client()
    {
        _emulator.Stubs.Add(Stub.Answer(403, "<Error><Code>NoPermission</Code><Message>no</Message></Error>").WithHeader("x-test", "1").When(RequestMatch.Get()));
        OdpsPermissionException error = await Assert.ThrowsAsync<OdpsPermissionException>(() => _client.Projects.ExistsAsync("demo"));
        Assert.Equal(_emulator.Requests[0].RequestId, error.RequestId);
    }

    [Fact]
    public void A_stub_says_what_is_wrong_with_its_status()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Stub.Answer(100));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stub.Answer(200).Times(0));
    }
}
