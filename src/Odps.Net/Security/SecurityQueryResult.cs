using System.Text.Json;

namespace Odps.Net;

/// <summary>The answer to a security query.</summary>
public sealed class SecurityQueryResult
{
    private readonly string _query;

    internal SecurityQueryResult(string query, string text)
    {
        _query = query;
        Text = text;
    }

    /// <summary>The text of the service: JSON, unless <see cref="SecurityQueryOptions.AsJson"/> was turned off. Empty when there is none.</summary>
    public string Text { get; }

    /// <summary>The answer as a JSON document, which the caller disposes.</summary>
    /// <exception cref="OdpsDataException">The answer is not JSON: some statements answer with text whatever they are asked for.</exception>
    public JsonDocument ToJsonDocument()
    {
        try
        {
            return JsonDocument.Parse(Text);
        }
        catch (JsonException failure)
        {
            throw new OdpsDataException($"The service answered the security query '{_query}' with a text that is not JSON; read SecurityQueryResult.Text instead.", failure);
        }
    }

    /// <summary>The text of the service.</summary>
    public override string ToString() => Text;
}
