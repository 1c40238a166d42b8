using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The project documents that are sent: only what is given is written.</summary>
internal static class ProjectDocument
{
    public static string Create(string name, CreateProjectOptions options) => Write(
        name,
        options.Properties,
        ("Type", options.Type?.ToString().ToLowerInvariant()),
        ("Owner", options.Owner),
        ("Comment", options.Comment),
        ("SuperAdministrator", options.SuperAdministrator),
        ("ProjectGroupName", options.Group),
        ("DefaultCluster", options.DefaultCluster),
        ("QuotaID", options.QuotaId));

    public static string Update(string name, ProjectUpdate update) => Write(
        name, update.Properties, ("Comment", update.Comment), ("Owner", update.Owner), ("State", update.State?.ToString().ToUpperInvariant()));

    private static string Write(string name, IReadOnlyDictionary<string, string> properties, params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var project = new XElement("Project", new XElement("Name", name));
        foreach ((string part, string? value) in parts)
        {
            if (value is not null)
            {
                project.Add(new XElement(part, value));
            }
        }

        if (properties.Count > 0)
        {
            project.Add(new XElement("Properties", properties.Select(p => new XElement("Property", new XElement("Name", p.Key), new XElement("Value", p.Value)))));
        }

        return project.ToDocumentText();
    }
}
