using System.Globalization;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Volumes;

/// <summary>The files and directories of volumes that are file systems, and of external ones. Paths are from the root of the volume: <c>dir/file</c>.</summary>
internal sealed class VolumeItems(EmulatedService service)
{
    private const string Kind = "volume-item";

    private IObjectStore Objects => service.Objects;

    public static EmulatorException NoSuchPath(EmulatedVolume volume, string path) => new("NoSuchPath", $"The path '/{volume.Name}/{path}' does not exist.", 404);

    /// <summary>The path within the volume that a header with the whole path names.</summary>
    public static string Within(EmulatedVolume volume, string full)
    {
        string[] steps = full.Trim('/').Split('/');
        return steps[0] == volume.Name && !steps.Contains("..") && !steps.Contains(".")
            ? string.Join('/', steps[1..].Where(s => s.Length > 0))
            : throw new EmulatorException("InvalidPath", $"The path '{full}' is not one of the volume '{volume}': '/{volume.Name}/...' was expected.");
    }

    public VolumeItemState? Find(EmulatedVolume volume, string path) => path.Length == 0
        ? new VolumeItemState("", new ObjectFields { ["directory"] = "true", ["owner"] = volume.Fields["owner"], ["created"] = volume.Fields["created"], ["modified"] = volume.Fields["modified"] }, 0)
        : Objects.Find(Key(volume, path)) is { } stored ? Read(volume, stored) : null;

    public VolumeItemState Require(EmulatedVolume volume, string path) => Find(volume, path) ?? throw NoSuchPath(volume, path);

    public byte[] ReadFile(EmulatedVolume volume, string path) => Require(volume, path).IsDirectory
        ? throw new EmulatorException("InvalidPath", $"'/{volume.Name}/{path}' is a directory.")
        : Objects.ReadContent(Key(volume, path));

    /// <summary>What is below a directory, at any depth.</summary>
    public IEnumerable<VolumeItemState> Below(EmulatedVolume volume, string path) => All(volume).Where(i => path.Length == 0 || i.Path.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>What is in a directory itself.</summary>
    public IEnumerable<VolumeItemState> In(EmulatedVolume volume, string path) => Below(volume, path).Where(i => Parent(i.Path) == path);

    public void CreateDirectory(EmulatedVolume volume, string path, string owner) => Objects.Transact(() =>
    {
        if (Find(volume, path) is not null)
        {
            throw PathExists(volume, path);
        }

        CreateParents(volume, path, owner);
        Put(volume, path, New(owner, isDirectory: true), null);
        return 0;
    });

    public void WriteFile(EmulatedVolume volume, string path, string owner, byte[] content, int? replication) => Objects.Transact(() =>
    {
        VolumeItemState? existing = Find(volume, path);
        if (existing is { IsDirectory: true })
        {
            throw PathExists(volume, path);
        }

        CreateParents(volume, path, owner);
        ObjectFields fields = existing?.Fields ?? New(owner, isDirectory: false);
        fields.SetTime("modified", service.Clock.GetUtcNow());
        if (replication is int copies)
        {
            fields["replication"] = copies.ToString(CultureInfo.InvariantCulture);
        }

        Put(volume, path, fields, content);
        return 0;
    });

    public void SetReplication(EmulatedVolume volume, string path, int replication)
    {
        VolumeItemState item = Require(volume, path);
        item.Fields["replication"] = replication.ToString(CultureInfo.InvariantCulture);
        Put(volume, path, item.Fields, null);
    }

    public void Move(EmulatedVolume volume, string from, string to) => Objects.Transact(() =>
    {
        VolumeItemState source = Require(volume, from);
        if (from.Length == 0 || to.Length == 0 || to == from || to.StartsWith(from + "/", StringComparison.Ordinal))
        {
            throw new EmulatorException("InvalidPath", $"'/{volume.Name}/{from}' cannot be moved to '/{volume.Name}/{to}'.");
        }

        if (Find(volume, to) is not null)
        {
            throw PathExists(volume, to);
        }

        if (!Require(volume, Parent(to)).IsDirectory)
        {
            throw ParentNotDirectory(volume, to);
        }

        foreach (VolumeItemState item in (VolumeItemState[])[source, .. Below(volume, from)])
        {
            byte[] content = Objects.ReadContent(Key(volume, item.Path));
            Objects.Delete(Key(volume, item.Path));
            Put(volume, to + item.Path[from.Length..], item.Fields, content);
        }

        return 0;
    });

    public void Delete(EmulatedVolume volume, string path, bool recursive) => Objects.Transact(() =>
    {
        VolumeItemState item = Require(volume, path);
        VolumeItemState[] below = item.IsDirectory ? [.. Below(volume, path)] : [];
        if (below.Length > 0 && !recursive)
        {
            throw new EmulatorException("DeleteConflict", $"The directory '/{volume.Name}/{path}' is not empty.", 409);
        }

        foreach (VolumeItemState each in (VolumeItemState[])[item, .. below])
        {
            Objects.Delete(Key(volume, each.Path));
        }

        return 0;
    });

    private static string Parent(string path) => path.LastIndexOf('/') is >= 0 and int slash ? path[..slash] : "";

    private static EmulatorException PathExists(EmulatedVolume volume, string path) => new("PathAlreadyExists", $"The path '/{volume.Name}/{path}' exists already.", 409);

    private static EmulatorException ParentNotDirectory(EmulatedVolume volume, string path) =>
        new("ParentNotDirectory", $"What '/{volume.Name}/{path}' is to lie in is not a directory.");

    private static ObjectKey Key(EmulatedVolume volume, string path) => new(volume.Project, volume.Schema, Kind, $"{volume.ItemRoot}\n{path}");

    private static VolumeItemState Read(EmulatedVolume volume, StoredObject stored) =>
        new(stored.Name[(volume.ItemRoot.Length + 1)..], ObjectFields.Parse(stored.Document), stored.ContentLength);

    private IEnumerable<VolumeItemState> All(EmulatedVolume volume) => Objects.List(volume.Project, volume.Schema, Kind)
        .Where(stored => stored.Name.StartsWith(volume.ItemRoot + "\n", StringComparison.Ordinal))
        .Select(stored => Read(volume, stored));

    private void CreateParents(EmulatedVolume volume, string path, string owner)
    {
        string parent = Parent(path);
        if (parent.Length == 0)
        {
            return;
        }

        VolumeItemState? existing = Find(volume, parent);
        if (existing is { IsDirectory: false })
        {
            throw ParentNotDirectory(volume, path);
        }

        if (existing is null)
        {
            CreateParents(volume, parent, owner);
            Put(volume, parent, New(owner, isDirectory: true), null);
        }
    }

    private ObjectFields New(string owner, bool isDirectory)
    {
        var fields = new ObjectFields { ["owner"] = owner, ["directory"] = isDirectory ? "true" : null, ["replication"] = isDirectory ? null : "3" };
        fields.SetTime("created", service.Clock.GetUtcNow());
        fields.SetTime("modified", service.Clock.GetUtcNow());
        return fields;
    }

    private void Put(EmulatedVolume volume, string path, ObjectFields fields, byte[]? content) => Objects.Put(Key(volume, path), fields.ToJson(), content);
}
