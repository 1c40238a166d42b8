using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace Odps.Net;

/// <summary>Writes the documents of jobs of one task.</summary>
internal static class JobDocument
{
    /// <param name="element">The kind of task, for example <c>SQL</c>.</param>
    /// <param name="taskName">The name of the task.</param>
    /// <param name="options">Priority, cluster and unique id.</param>
    /// <param name="properties">The properties of the task; its <c>uuid</c> is added.</param>
    /// <param name="body">An element that is the body of the task; null for none.</param>
    public static string Write(
        string element, string taskName, SqlOptions options, IEnumerable<(string Name, string Value)> properties, (string Element, string Text)? body)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
        {
            writer.WriteStartElement("Instance");
            writer.WriteStartElement("Job");
            writer.WriteElementString("Priority", options.Priority.ToString(CultureInfo.InvariantCulture));
            WriteOptional(writer, "RunningCluster", options.RunningCluster);
            WriteOptional(writer, "Guid", options.UniqueId);
            writer.WriteStartElement("Tasks");
            writer.WriteStartElement(element);
            writer.WriteElementString("Name", taskName);
            writer.WriteStartElement("Config");
            foreach ((string name, string value) in properties.Append(("uuid", Guid.NewGuid().ToString())))
            {
                writer.WriteStartElement("Property");
                writer.WriteElementString("Name", name);
                writer.WriteElementString("Value", value);
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            if (body is { } content)
            {
                writer.WriteElementString(content.Element, content.Text);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteStartElement("DAG");
            writer.WriteElementString("RunMode", "Sequence");
            writer.WriteEndElement();
            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return """<?xml version="1.0" encoding="utf-8"?>""" + "\n" + text;
    }

    /// <summary>Hints or aliases as the JSON object that a property holds.</summary>
    public static string ToJson(IReadOnlyDictionary<string, string> values)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach ((string key, string value) in values)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteOptional(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteElementString(name, value);
        }
    }
}
