using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Odps.Net.Http;

/// <summary>Writes JSON texts of requests.</summary>
internal static class RequestJson
{
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>An object whose values are all text, as settings are.</summary>
    public static string WriteObject(IEnumerable<KeyValuePair<string, string>> values) => Write(json =>
    {
        json.WriteStartObject();
        foreach ((string key, string value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    });
}
