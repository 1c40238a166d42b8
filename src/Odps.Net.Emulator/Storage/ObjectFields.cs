using System.Globalization;
using System.Text.Json;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Storage;

/// <summary>The document of a stored object as named texts; one that is absent is null.</summary>
internal sealed class ObjectFields
{
    private readonly SortedDictionary<string, string> _fields = new(StringComparer.Ordinal);

    public string? this[string name]
    {
        get => _fields.GetValueOrDefault(name);
        set
        {
            if (value is null)
            {
                _fields.Remove(name);
            }
            else
            {
                _fields[name] = value;
            }
        }
    }

    public static ObjectFields Parse(string json)
    {
        var fields = new ObjectFields();
        using JsonDocument document = JsonDocument.Parse(json);
        foreach (JsonProperty field in document.RootElement.EnumerateObject())
        {
            fields[field.Name] = field.Value.GetString();
        }

        return fields;
    }

    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(this[name], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time) ? time : null;

    public void SetTime(string name, DateTimeOffset time) => this[name] = time.ToString("O", CultureInfo.InvariantCulture);

    public string ToJson() => ServiceResponse.JsonText(json =>
    {
        json.WriteStartObject();
        foreach ((string name, string value) in _fields)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    });
}
