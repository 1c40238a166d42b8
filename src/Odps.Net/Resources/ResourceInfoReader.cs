using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Reads what the service says of resources: headers for one, elements in a listing. What it does not know it passes over.</summary>
internal static class ResourceInfoReader
{
    public static ResourceInfo Read(ResourceName name, OdpsResponse response) => new()
    {
        Project = name.Project,
        SchemaName = name.Schema,
        Name = name.Name,
        Type = ResourceType.Read(response.Header("x-odps-resource-type")),
        Owner = Text(response, "x-odps-owner"),
        LastUpdatedBy = Text(response, "x-odps-updator"),
        Comment = Text(response, "x-odps-comment"),
        Size = Number(response.Header("x-odps-resource-size")),
        CreationTime = WireTime.Rfc1123(response.Header("x-odps-creation-time")),
        LastModifiedTime = WireTime.Rfc1123(response.Header("Last-Modified")),
        IsTemporary = "true".Equals(response.Header("x-odps-resource-istemp"), StringComparison.OrdinalIgnoreCase),
        ContentMD5 = Text(response, "Content-MD5"),
        TableSource = Text(response, "x-odps-copy-table-source"),
        VolumePath = Text(response, "x-odps-copy-file-source"),
    };

    public static ResourceInfo Read(XElement item, string project, string? schema) => new()
    {
        Project = project,
        SchemaName = item.Text("SchemaName") ?? schema,
        Name = item.Text("Name") ?? "",
        Type = ResourceType.Read(item.Text("ResourceType")),
        Owner = item.Text("Owner"),
        LastUpdatedBy = item.Text("LastUpdator"),
        Comment = item.Text("Comment"),
        Size = item.Number("ResourceSize"),
        CreationTime = WireTime.Rfc1123(item.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(item.Text("LastModifiedTime")),
        TableSource = item.Text("TableName"),
    };

    private static string? Text(OdpsResponse response, string header) =>
        response.Header(header) is { Length: > 0 } text ? EncodedWord.Decode(text) : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
