using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>Asks the REST service for the version of a table's schema.</summary>
internal static class TableSchemaVersion
{
    /// <summary>The newest version; null when the table has none. One request.</summary>
    public static Task<long?> GetAsync(Table table, CancellationToken cancellationToken)
    {
        OdpsRequest request = table.Get($"get the schema version of table {table.FullName}") with { Query = new QueryParameters { "extended" } };
        return table.Scope.Pipeline.ReadXmlAsync(request, Read, cancellationToken);
    }

    private static long? Read(XElement document, OdpsResponse response)
    {
        if (document.Text("Schema") is not string text)
        {
            return null;
        }

        try
        {
            using JsonDocument schema = JsonDocument.Parse(text);
            if (schema.RootElement.Text("Reserved") is not string reservedText)
            {
                return null;
            }

            using JsonDocument reserved = JsonDocument.Parse(reservedText);
            return reserved.RootElement.Number("schema_version");
        }
        catch (JsonException e)
        {
            throw response.Malformed("describes the table with a schema that is not JSON", e);
        }
    }
}
