using System.Text;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator;

/// <content>Resources and functions.</content>
public sealed partial class EmulatorSeed
{
    /// <summary>Makes a resource with a text in the current project and schema.</summary>
    /// <param name="name">The name.</param>
    /// <param name="content">The text, kept as UTF-8.</param>
    /// <param name="type">What it is. Default: <see cref="ResourceType.Py"/>, <see cref="ResourceType.Jar"/> or <see cref="ResourceType.Archive"/> by the end of the name, otherwise <see cref="ResourceType.File"/>.</param>
    /// <param name="comment">A comment. Default: none.</param>
    /// <returns>This seed.</returns>
    /// <exception cref="InvalidOperationException">There is such a resource already, or the name cannot be one.</exception>
    public EmulatorSeed Resource(string name, string content, ResourceType? type = null, string? comment = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Resource(name, Encoding.UTF8.GetBytes(content), type, comment);
    }

    /// <summary>Makes a resource with bytes in the current project and schema.</summary>
    /// <param name="name">The name.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="type">What it is. Default: <see cref="ResourceType.Py"/>, <see cref="ResourceType.Jar"/> or <see cref="ResourceType.Archive"/> by the end of the name, otherwise <see cref="ResourceType.File"/>.</param>
    /// <param name="comment">A comment. Default: none.</param>
    /// <returns>This seed.</returns>
    /// <exception cref="ArgumentException">The type is one of a reference to a table or a volume.</exception>
    /// <exception cref="InvalidOperationException">There is such a resource already, or the name cannot be one.</exception>
    public EmulatorSeed Resource(string name, ReadOnlyMemory<byte> content, ResourceType? type = null, string? comment = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ResourceType given = type ?? ByName(name);
        if (given == ResourceType.Table || given == ResourceType.VolumeFile || given == ResourceType.VolumeArchive)
        {
            throw new ArgumentException($"A resource of type '{given}' refers to something else and has no content; a table is referred to by TableResource.", nameof(type));
        }

        return AddResource(name, given, comment, table: null, content.ToArray());
    }

    /// <summary>Makes a resource that refers to a table, or to one of its partitions, of the current project and schema.</summary>
    /// <param name="name">The name.</param>
    /// <param name="table">The table, which has to be there.</param>
    /// <param name="partition">The partition. Default: none.</param>
    /// <returns>This seed.</returns>
    /// <exception cref="InvalidOperationException">There is such a resource already, or no such table.</exception>
    public EmulatorSeed TableResource(string name, string table, PartitionSpec? partition = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        TableDefinition found = Store.FindTable(CurrentProject, CurrentSchema, table) ?? throw StoreErrors.NoSuchObject("table", $"{CurrentProject}.{table}");
        string source = CurrentSchema is null ? $"{CurrentProject}.{found.Name}" : $"{CurrentProject}.{CurrentSchema}.{found.Name}";
        return AddResource(name, ResourceType.Table, null, partition is null ? source : $"{source} partition({partition})", []);
    }

    /// <summary>Makes a function in the current project and schema: a definition, which SQL does not call.</summary>
    /// <param name="name">The name: letters, digits and underscores.</param>
    /// <param name="classType">The class that implements it, for example <c>package.Class</c> or <c>script.Class</c>.</param>
    /// <param name="resources">The names of its resources, which have to be there.</param>
    /// <returns>This seed.</returns>
    /// <exception cref="InvalidOperationException">There is such a function already, or no such resource.</exception>
    public EmulatorSeed Function(string name, string classType, params IEnumerable<string> resources)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(classType);
        ArgumentNullException.ThrowIfNull(resources);
        if (!StoredFunction.IsName(name))
        {
            throw new EmulatorException("InvalidParameter", $"'{name}' is not the name of a function: letters, digits and underscores were expected.");
        }

        ObjectKey key = StoredFunction.Key(CurrentProject, CurrentSchema, name);
        if (_service.Objects.Find(key) is not null)
        {
            throw StoreErrors.ObjectExists("function", $"{CurrentProject}.{name}");
        }

        var fields = new ObjectFields { ["alias"] = name, ["owner"] = _service.Users.Owner.Account, ["class"] = classType };
        fields.SetTime("created", _service.Clock.GetUtcNow());
        fields["resources"] = string.Join('\n', resources.Select(resource => StoredFunction.FullName(_service.Objects, CurrentProject, CurrentSchema, resource)));
        _service.Objects.Put(key, fields.ToJson());
        return this;
    }

    private EmulatorSeed AddResource(string name, ResourceType type, string? comment, string? table, byte[] content)
    {
        StoredResource.CheckName(name);
        var key = new ObjectKey(CurrentProject, CurrentSchema, StoredResource.Kind, name);
        if (_service.Objects.Find(key) is not null)
        {
            throw StoreErrors.ObjectExists("resource", $"{CurrentProject}/resources/{name}");
        }

        string owner = _service.Users.Owner.Account;
        var fields = new ObjectFields { ["type"] = type.Value, ["comment"] = comment, ["table"] = table, ["owner"] = owner, ["updator"] = owner };
        fields.SetTime("created", _service.Clock.GetUtcNow());
        fields.SetTime("modified", _service.Clock.GetUtcNow());
        fields["md5"] = StoredResource.Checksum(content);
        _service.Objects.Put(key, fields.ToJson(), content);
        return this;
    }

    private static ResourceType ByName(string name)
    {
        string[] archives = [".zip", ".tgz", ".tar.gz", ".tar"];
        return name.EndsWith(".py", StringComparison.OrdinalIgnoreCase) ? ResourceType.Py
            : name.EndsWith(".jar", StringComparison.OrdinalIgnoreCase) ? ResourceType.Jar
            : Array.Exists(archives, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? ResourceType.Archive
            : ResourceType.File;
    }
}
