namespace Odps.Net;

/// <summary>A handle to a partitioned volume: partitions, each with files that are written together and then do not change. It costs no call.</summary>
public sealed class PartedVolume : Volume
{
    internal PartedVolume(ServiceScope scope, string name)
        : base(scope, name)
    {
    }

    /// <summary>The partitions.</summary>
    public VolumePartitionCollection Partitions => new(this);
}
