using System.Globalization;
using System.Text;
using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.MachineLearning;

/// <summary>An offline model without its content.</summary>
internal sealed record StoredModel(string Name, string Owner, string Type, DateTimeOffset Created, DateTimeOffset Modified);

/// <summary>The offline models of projects: a few facts and a PMML text each.</summary>
internal sealed class OfflineModelStore(IObjectStore objects, TimeProvider clock)
{
    private const string Kind = "offline-model";

    public IReadOnlyList<StoredModel> List(string project) => [.. objects.List(project, null, Kind).Select(Read)];

    public StoredModel? Find(string project, string name) => objects.Find(Key(project, name)) is { } stored ? Read(stored) : null;

    public StoredModel Get(string project, string name) => Find(project, name)
        ?? throw new EmulatorException("NoSuchObject", $"ODPS-0430071: The offline model '{name}' does not exist in the project {project}.", 404);

    public string ReadPmml(string project, string name)
    {
        Get(project, name);
        return Encoding.UTF8.GetString(objects.ReadContent(Key(project, name)));
    }

    public void Put(string project, string name, string owner, string type, string pmml) => objects.Transact(() =>
    {
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset created = Find(project, name)?.Created ?? now;
        string document = ServiceResponse.JsonText(json =>
        {
            json.WriteStartObject();
            json.WriteString("owner"u8, owner);
            json.WriteString("type"u8, type);
            json.WriteString("created"u8, created.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("modified"u8, now.ToString("O", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
        objects.Put(Key(project, name), document, Encoding.UTF8.GetBytes(pmml));
        return true;
    });

    public void Delete(string project, string name)
    {
        Get(project, name);
        objects.Delete(Key(project, name));
    }

    private static StoredModel Read(StoredObject stored)
    {
        using JsonDocument document = JsonDocument.Parse(stored.Document);
        JsonElement root = document.RootElement;
        return new StoredModel(
            stored.Name,
            root.GetProperty("owner").GetString()!,
            root.GetProperty("type").GetString()!,
            root.GetProperty("created").GetDateTimeOffset(),
            root.GetProperty("modified").GetDateTimeOffset());
    }

    private static ObjectKey Key(string project, string name) => new(project, null, Kind, name);
}
