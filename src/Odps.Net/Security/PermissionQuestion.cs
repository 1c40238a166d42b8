using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Writes the document that asks whether something is allowed: a list of one question.</summary>
internal static class PermissionQuestion
{
    public static string ToJson(string resource, SecuredAction action, PermissionCheckOptions options, string? schema) => RequestJson.Write(json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("Action"u8, action.Value);

        // The service wants the slash before names of two levels, and not before those of three.
        json.WriteString("Resource"u8, schema is null ? resource : resource[1..]);
        if (options.Principal is { } principal)
        {
            json.WriteString("Principal"u8, principal);
        }

        if (options.Columns.Count > 0)
        {
            json.WriteString("odps:SelectColumns"u8, RequestJson.Write(columns =>
            {
                columns.WriteStartArray();
                foreach (string column in options.Columns)
                {
                    columns.WriteStringValue(column);
                }

                columns.WriteEndArray();
            }));
        }

        json.WriteEndObject();
        json.WriteEndArray();
    });
}
