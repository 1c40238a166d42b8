using System.Text.Json;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Security;

/// <summary>The answer to a security statement, as text for people and as JSON, or the id of a query that is answered later.</summary>
internal sealed record SecurityAnswer(string Text, Action<Utf8JsonWriter> Json)
{
    /// <summary>The answer of a statement that tells nothing.</summary>
    public static SecurityAnswer Ok { get; } = new("OK", json => json.WriteStringValue("OK"u8));

    /// <summary>Set when the answer comes later.</summary>
    public string? QueryId { get; private init; }

    public static SecurityAnswer Later(string id) => Ok with { QueryId = id };

    public static SecurityAnswer Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return new SecurityAnswer(string.Concat(all.Select(name => name + "\n")), json =>
        {
            json.WriteStartArray();
            foreach (string name in all)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        });
    }

    public static SecurityAnswer Pairs(params IReadOnlyList<(string Key, string Value)> pairs) => new(
        string.Concat(pairs.Select(pair => $"{pair.Key}: {pair.Value}\n")),
        json =>
        {
            json.WriteStartObject();
            foreach ((string key, string value) in pairs)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        });

    public string In(bool asJson) => asJson ? ServiceResponse.JsonText(Json) : Text;
}
