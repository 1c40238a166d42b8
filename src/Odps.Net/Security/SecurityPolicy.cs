using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Odps.Net;

/// <summary>
/// A policy: a JSON document with a <c>Version</c> and a list of <c>Statement</c>s, each of which allows or denies actions (<c>odps:Select</c>) on
/// resources (<c>acs:odps:*:projects/p/tables/t</c>). Projects and roles have one each. Immutable; its text is kept exactly.
/// </summary>
public sealed class SecurityPolicy : IEquatable<SecurityPolicy>
{
    private SecurityPolicy(string text) => Text = text;

    /// <summary>The JSON text, as it came or as it was given.</summary>
    public string Text { get; }

    /// <summary>A policy from its text.</summary>
    /// <param name="json">The JSON document. That it is JSON is checked; what it says, the service checks.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="FormatException">The text is not JSON; the message says where.</exception>
    public static SecurityPolicy Parse(string json)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(json);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new SecurityPolicy(json);
        }
        catch (JsonException failure)
        {
            throw new FormatException(
                FormattableString.Invariant($"A policy is a JSON document; this text is not JSON at line {failure.LineNumber + 1}, byte {failure.BytePositionInLine}."), failure);
        }
    }

    /// <summary>A policy from a JSON value, for example the root of a <see cref="JsonDocument"/>. Its text is that of the value.</summary>
    /// <param name="json">The value.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ArgumentException">The value is undefined: it was never set.</exception>
    public static SecurityPolicy FromJson(JsonElement json) => json.ValueKind == JsonValueKind.Undefined
        ? throw new ArgumentException("The JSON value is undefined: give a document's root or another value that was read.", nameof(json))
        : new SecurityPolicy(json.GetRawText());

    /// <summary>A policy from a JSON tree. Later changes of the tree do not change the policy.</summary>
    /// <param name="json">The tree.</param>
    /// <returns>The policy.</returns>
    public static SecurityPolicy FromJson(JsonNode json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            json.WriteTo(writer);
        }

        return new SecurityPolicy(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>The policy as a document to read, which the caller disposes.</summary>
    public JsonDocument ToJsonDocument() => JsonDocument.Parse(Text);

    /// <summary>The policy as a tree that can be changed; give the changed tree to <see cref="FromJson(JsonNode)"/>.</summary>
    public JsonNode ToJsonNode() => JsonNode.Parse(Text)!;

    /// <summary>Whether two policies have the same text.</summary>
    /// <param name="other">The other policy.</param>
    public bool Equals(SecurityPolicy? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SecurityPolicy);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The JSON text.</summary>
    public override string ToString() => Text;
}
