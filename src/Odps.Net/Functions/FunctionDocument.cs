using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The XML document of a function. What it does not know it passes over.</summary>
internal static class FunctionDocument
{
    public static FunctionInfo Read(XElement element, string project, string? schema) => new()
    {
        Project = project,
        SchemaName = element.Text("SchemaName") ?? schema,
        Name = element.Text("Alias") ?? "",
        Owner = element.Text("Owner"),
        CreationTime = WireTime.Rfc1123(element.Text("CreationTime")),
        ClassType = element.Text("ClassType"),
        ResourceNames = [.. element.Elements("Resources").Elements("ResourceName").Select(r => r.Value.Trim()).Where(r => r.Length > 0)],
        IsSqlFunction = IsTrue(element.Text("IsSqlFunction")),
        SqlDefinition = element.Text("SqlDefinitionText"),
        IsEmbeddedFunction = IsTrue(element.Text("IsEmbeddedFunction")),
        ProgramLanguage = element.Text("ProgramLanguage"),
        Code = element.Text("Code"),
        FileName = element.Text("FileName"),
    };

    public static string Write(string name, string? owner, string classType, IEnumerable<string> resources)
    {
        var document = new XElement("Function", new XElement("Alias", name));
        if (owner is not null)
        {
            document.Add(new XElement("Owner", owner));
        }

        document.Add(new XElement("ClassType", classType), new XElement("Resources", resources.Select(r => new XElement("ResourceName", r))));
        return document.ToDocumentText();
    }

    private static bool IsTrue(string? text) => text is "1" || "true".Equals(text, StringComparison.OrdinalIgnoreCase);
}
