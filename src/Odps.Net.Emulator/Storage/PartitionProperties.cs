namespace Odps.Net.Emulator.Storage;

/// <summary>The names of properties of partitions that mean something to the emulator.</summary>
internal static class PartitionProperties
{
    public const string StorageTier = "storagetier";

    public const string Archived = "emulator.archived";

    public const string LifecycleDisabled = "emulator.lifecycle.disabled";
}
