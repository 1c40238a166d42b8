using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Volumes;

/// <summary>Finds volumes, and keeps the files of partitioned ones.</summary>
internal sealed class VolumeCatalog(EmulatedService service)
{
    private const string FileKind = "volume-file";
    private const string PartitionKind = "volume-partition";

    public IObjectStore Objects => service.Objects;

    public EmulatedVolume? Find(string project, string? schema, string name) =>
        Objects.Find(new ObjectKey(project, schema, EmulatedVolume.Kind, name)) is { } stored ? Read(project, schema, stored) : null;

    /// <summary>The volume that a request is about.</summary>
    public EmulatedVolume Find(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string name = request.Route("volume");
        return Find(project, request.Schema(), name) ?? throw NoSuchVolume(project, name);
    }

    public IEnumerable<EmulatedVolume> List(string project, string? schema) =>
        Objects.List(project, schema, EmulatedVolume.Kind).Select(stored => Read(project, schema, stored));

    public static EmulatorException NoSuchVolume(string project, string name) => new("NoSuchVolume", $"The volume '{project}.{name}' does not exist.", 404);

    public static EmulatorException NoSuchPartition(EmulatedVolume volume, string partition) =>
        new("NoSuchPartition", $"The partition '{partition}' of volume '{volume}' does not exist.", 404);

    public static EmulatedVolume RequireParted(EmulatedVolume volume) => volume.IsParted
        ? volume
        : throw new EmulatorException("NotAcceptableOperation", $"The volume '{volume}' is of type {volume.Type} and has no partitions.");

    public IEnumerable<(string Name, ObjectFields Fields)> Partitions(EmulatedVolume volume) => Below(volume, PartitionKind, "")
        .Select(stored => (stored.Name[(volume.Name.Length + 1)..], ObjectFields.Parse(stored.Document)));

    public ObjectFields? FindPartition(EmulatedVolume volume, string partition) =>
        Objects.Find(Key(volume, PartitionKind, partition)) is { } stored ? ObjectFields.Parse(stored.Document) : null;

    public IEnumerable<(string Name, long Length)> Files(EmulatedVolume volume, string partition) => Below(volume, FileKind, partition + "/")
        .Select(stored => (stored.Name[(volume.Name.Length + partition.Length + 2)..], stored.ContentLength));

    public byte[]? ReadFile(EmulatedVolume volume, string partition, string file)
    {
        ObjectKey key = Key(volume, FileKind, $"{partition}/{file}");
        return Objects.Find(key) is null ? null : Objects.ReadContent(key);
    }

    /// <summary>Adds files to a partition, which is made if it is not there; files of the same name are replaced.</summary>
    public void Write(EmulatedVolume volume, string partition, string owner, IEnumerable<(string Name, byte[] Content)> files) => Objects.Transact(() =>
    {
        DateTimeOffset now = service.Clock.GetUtcNow();
        ObjectFields fields = FindPartition(volume, partition) ?? new ObjectFields { ["owner"] = owner };
        if (fields["created"] is null)
        {
            fields.SetTime("created", now);
        }

        fields.SetTime("modified", now);
        Objects.Put(Key(volume, PartitionKind, partition), fields.ToJson());
        foreach ((string name, byte[] content) in files)
        {
            Objects.Put(Key(volume, FileKind, $"{partition}/{name}"), "{}", content);
        }

        return 0;
    });

    public void DeletePartition(EmulatedVolume volume, string partition) => Objects.Transact(() =>
    {
        foreach ((string file, _) in Files(volume, partition).ToArray())
        {
            Objects.Delete(Key(volume, FileKind, $"{partition}/{file}"));
        }

        return Objects.Delete(Key(volume, PartitionKind, partition));
    });

    private static EmulatedVolume Read(string project, string? schema, StoredObject stored) => new(project, schema, stored.Name, ObjectFields.Parse(stored.Document));

    private static ObjectKey Key(EmulatedVolume volume, string kind, string name) => new(volume.Project, volume.Schema, kind, $"{volume.Name}/{name}");

    private IEnumerable<StoredObject> Below(EmulatedVolume volume, string kind, string prefix) => Objects.List(volume.Project, volume.Schema, kind)
        .Where(stored => stored.Name.StartsWith($"{volume.Name}/{prefix}", StringComparison.Ordinal));
}
