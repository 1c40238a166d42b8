using System.Globalization;
using System.Xml;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Writes the document that runs an XFlow.</summary>
internal static class XFlowJob
{
    public static string ToXml(string name, string project, XFlowOptions options) => RequestXml.Write(xml =>
    {
        xml.WriteStartElement("Instance");
        xml.WriteStartElement("XflowInstance");
        xml.Element("Project", options.XFlowProject ?? project);
        xml.Element("Xflow", name);
        xml.Element("Guid", options.UniqueId);
        xml.WriteStartElement("Parameters");
        foreach ((string key, string value) in options.Parameters)
        {
            Pair(xml, "Parameter", "Key", key, Qualified(key, value, project));
        }

        xml.WriteEndElement();
        xml.Element("Priority", options.Priority?.ToString(CultureInfo.InvariantCulture));
        if (options.Hints.Count > 0)
        {
            xml.WriteStartElement("Config");
            foreach ((string key, string value) in options.Hints)
            {
                Pair(xml, "Property", "Name", key, value);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private static void Pair(XmlWriter xml, string element, string keyName, string key, string value)
    {
        xml.WriteStartElement(element);
        xml.Element(keyName, key);
        xml.Element("Value", value);
        xml.WriteEndElement();
    }

    /// <summary>The XFlow runs in a project of its own, so names need theirs.</summary>
    private static string Qualified(string key, string value, string project) => key switch
    {
        "modelName" when !value.Contains('/', StringComparison.Ordinal) => $"{project}/offlinemodels/{value}",
        "inputTableName" or "outputTableName" when !value.Contains('.', StringComparison.Ordinal) => $"{project}.{value}",
        _ => value,
    };
}
