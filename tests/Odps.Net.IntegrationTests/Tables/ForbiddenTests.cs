using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Tables;

/// <summary>What a caller without the right gets: the same exception for every noun, and reading goes on.</summary>
public sealed class ForbiddenTests
{
    [Fact]
    public async Task Changes_without_the_right_are_permission_errors_of_every_noun()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"odps-{Guid.NewGuid():N}");
        try
        {
            await using (OdpsEmulator emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { DataDirectory = folder }))
            {
                await using var owner = new OdpsClient(emulator.ClientOptions);
                await owner.Tables.CreateAsync("t", "id bigint", "dt string");
                await owner.Tables["t"].Partitions.CreateAsync("dt=1");
            }

            await using OdpsEmulator locked = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { DataDirectory = folder, IsReadOnly = true });
            await using var client = new OdpsClient(locked.ClientOptions);
            Table table = client.Tables["t"];
            Assert.True(await table.Partitions.ExistsAsync("dt=1"));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => client.Tables.CreateAsync("u", "id bigint"));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => client.Tables.CreateViewAsync("v", "select id from t"));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => table.DropAsync());
            await Assert.ThrowsAsync<OdpsPermissionException>(() => table.TruncateAsync("dt=1"));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => table.AlterAsync(TableAlteration.SetLifecycle(1)));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => table.Partitions.CreateAsync("dt=2"));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => table.Partitions.DropAsync("dt=1"));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => client.Schemas.CreateAsync("s"));
            await Assert.ThrowsAsync<OdpsPermissionException>(() => client.Projects.UpdateAsync(client.Project!, new ProjectUpdate { Comment = "x" }));
            Assert.NotNull((await table.GetAsync()).Schema);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
