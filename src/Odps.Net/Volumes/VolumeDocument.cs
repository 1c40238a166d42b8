using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The XML documents of volumes, their partitions and their items. What they do not know they pass over.</summary>
internal static class VolumeDocument
{
    public const string LocationProperty = "external.location";

    public const string RoleArnProperty = "odps.properties.rolearn";

    public static VolumeInfo Read(XElement element, string project, string? schema, string? name = null) => new()
    {
        Project = project,
        SchemaName = element.Text("SchemaName") ?? schema,
        Name = element.Text("Name") ?? name ?? "",
        Type = VolumeType.Read(element.Text("Type")),
        Owner = element.Text("Owner"),
        Comment = element.Text("Comment"),
        Length = element.Number("Length"),
        FileCount = element.Number("FileNumber"),
        CreationTime = WireTime.Rfc1123(element.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(element.Text("LastModifiedTime")),
        LifecycleDays = element.Number("Lifecycle") is > 0 and <= int.MaxValue and long days ? (int)days : null,
        Properties = ReadProperties(element.Text("Properties")),
    };

    public static VolumePartitionInfo ReadPartition(XElement element, string? name = null) => new()
    {
        Name = element.Text("Name") ?? name ?? "",
        Owner = element.Text("Owner"),
        Comment = element.Text("Comment"),
        Length = element.Number("Length"),
        FileCount = element.Number("FileNumber"),
        CreationTime = WireTime.Rfc1123(element.Text("CreationTime")),
        LastModifiedTime = WireTime.Rfc1123(element.Text("LastModifiedTime")),
    };

    public static VolumeItemInfo ReadItem(XElement element, string volume, string? fullPath = null)
    {
        string path = VolumePath.WithinVolume(volume, element.Text("Path") ?? fullPath ?? "");
        return new VolumeItemInfo
        {
            Path = path,
            IsDirectory = "true".Equals(element.Text("Isdir"), StringComparison.OrdinalIgnoreCase) || element.Text("Isdir") == "1",
            Length = element.Number("Length"),
            Permission = element.Text("permission") ?? element.Text("Permission"),
            Replication = element.Number("BlockReplications") is >= 0 and <= int.MaxValue and long copies ? (int)copies : null,
            BlockSize = element.Number("BlockSize"),
            Quota = element.Number("Quota"),
            Owner = element.Text("Owner"),
            Group = element.Text("Group"),
            SymbolicLink = element.Text("Symlink"),
            CreationTime = WireTime.Rfc1123(element.Text("CreationTime")),
            LastAccessTime = WireTime.Rfc1123(element.Text("AccessTime")),
            LastModifiedTime = WireTime.Rfc1123(element.Text("ModificationTime")),
        };
    }

    public static string Write(string name, VolumeType type, string? comment, IReadOnlyDictionary<string, string> properties)
    {
        var document = new XElement("Meta", new XElement("Name", name));
        if (comment is not null)
        {
            document.Add(new XElement("Comment", comment));
        }

        document.Add(new XElement("Type", type.Value));
        if (properties.Count > 0)
        {
            document.Add(new XElement("Properties", WriteProperties(properties)));
        }

        return document.ToDocumentText();
    }

    private static string WriteProperties(IReadOnlyDictionary<string, string> properties)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach ((string key, string value) in properties)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Properties are a JSON text in an element. A text that is not of that form holds nothing that could be told.</summary>
    private static Dictionary<string, string> ReadProperties(string? text)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        if (text is null)
        {
            return properties;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in document.RootElement.EnumerateObject())
                {
                    properties[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
                }
            }
        }
        catch (JsonException)
        {
            // A form of a newer service; the rest of the answer stands.
        }

        return properties;
    }
}
