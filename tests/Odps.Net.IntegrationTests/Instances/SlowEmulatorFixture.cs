using Odps.Net.Emulator;
using Odps.Net.Tests.Support;

namespace Odps.Net.IntegrationTests.Instances;

/// <summary>An emulator whose clock stands still until a test moves it, and a client with a clock that runs.</summary>
public sealed class SlowEmulatorFixture : IAsyncLifetime
{
    internal ManualTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public OdpsEmulator Emulator { get; private set; } = null!;

    public OdpsClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { Clock = Clock });
        Client = new OdpsClient(Emulator.ClientOptions with { TimeProvider = TimeProvider.System });
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Emulator.DisposeAsync();
    }
}
