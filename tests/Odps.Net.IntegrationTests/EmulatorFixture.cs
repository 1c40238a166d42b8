using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests;

/// <summary>An emulator and a client of it, for the tests of one class. Each test makes tables of its own.</summary>
public sealed class EmulatorFixture : IAsyncLifetime
{
    private int _tables;

    public OdpsEmulator Emulator { get; private set; } = null!;

    public OdpsClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Emulator = await OdpsEmulator.StartAsync();
        Client = new OdpsClient(Emulator.ClientOptions);
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await Emulator.DisposeAsync();
    }

    /// <summary>A table name that no other test uses.</summary>
    public string NewTableName() => $"t_{Interlocked.Increment(ref _tables)}";
}
