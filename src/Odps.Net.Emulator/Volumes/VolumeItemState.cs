using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Volumes;

/// <summary>A file or directory as it is stored.</summary>
internal sealed record VolumeItemState(string Path, ObjectFields Fields, long Length)
{
    public bool IsDirectory => Fields["directory"] is not null;
}
