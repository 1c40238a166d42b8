using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Volumes;

/// <summary>A volume as it is stored.</summary>
internal sealed record EmulatedVolume(string Project, string? Schema, string Name, ObjectFields Fields)
{
    public const string Kind = "volume";

    public string Type => Fields["type"] ?? "OLD";

    public bool IsParted => Type == "OLD";

    public bool IsExternal => Type == "EXTERNAL";

    /// <summary>What stands before the keys of its items: those of an external volume belong to its location and outlive it.</summary>
    public string ItemRoot => IsExternal ? Fields["location"] ?? "" : Name;

    public ObjectKey Key => new(Project, Schema, Kind, Name);

    public override string ToString() => $"{Project}.{Name}";
}
