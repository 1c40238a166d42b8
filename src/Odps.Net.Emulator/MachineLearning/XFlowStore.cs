using System.Globalization;
using System.Text;
using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.MachineLearning;

/// <summary>An XFlow without its source.</summary>
internal sealed record StoredXFlow(string Name, string Owner, DateTimeOffset Created, DateTimeOffset Modified);

/// <summary>The XFlows of projects: a source each. Those of <c>algo_public</c> are taken as there, whatever their names.</summary>
internal sealed class XFlowStore(IObjectStore objects, TimeProvider clock)
{
    public const string PublicProject = "algo_public";

    private const string Kind = "xflow";

    public IReadOnlyList<StoredXFlow> List(string project) => [.. objects.List(project, null, Kind).Select(Read)];

    public StoredXFlow Get(string project, string name) => objects.Find(Key(project, name)) is { } stored
        ? Read(stored)
        : throw new EmulatorException("NoSuchObject", $"ODPS-0430071: The xflow '{name}' does not exist in the project {project}.", 404);

    public byte[] ReadSource(string project, string name) => objects.ReadContent(Key(project, name));

    public void Create(string project, string name, string owner, byte[] source) => objects.Transact(() =>
    {
        if (objects.Find(Key(project, name)) is not null)
        {
            throw new EmulatorException("ObjectAlreadyExists", $"ODPS-0430072: The xflow '{name}' exists already in the project {project}.", 409);
        }

        Put(project, name, owner, clock.GetUtcNow(), source);
        return true;
    });

    public void Update(string project, string name, byte[] source) => objects.Transact(() =>
    {
        StoredXFlow before = Get(project, name);
        Put(project, name, before.Owner, before.Created, source);
        return true;
    });

    public void Delete(string project, string name)
    {
        Get(project, name);
        objects.Delete(Key(project, name));
    }

    private void Put(string project, string name, string owner, DateTimeOffset created, byte[] source)
    {
        string document = ServiceResponse.JsonText(json =>
        {
            json.WriteStartObject();
            json.WriteString("owner"u8, owner);
            json.WriteString("created"u8, created.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("modified"u8, clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
        objects.Put(Key(project, name), document, source);
    }

    private static StoredXFlow Read(StoredObject stored)
    {
        using JsonDocument document = JsonDocument.Parse(stored.Document);
        JsonElement root = document.RootElement;
        return new StoredXFlow(
            stored.Name,
            root.GetProperty("owner").GetString()!,
            root.GetProperty("created").GetDateTimeOffset(),
            root.GetProperty("modified").GetDateTimeOffset());
    }

    private static ObjectKey Key(string project, string name) => new(project, null, Kind, name);
}
