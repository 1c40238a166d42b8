using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace Odps.Net;

/// <summary>Writes the job document that submits a statement.</summary>
internal static class SqlJob
{
    public static string ToXml(string sql, SqlOptions options, IReadOnlyDictionary<string, string> settings)
    {
        string query = Query(sql);
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
        {
            writer.WriteStartElement("Instance");
            writer.WriteStartElement("Job");
            writer.WriteElementString("Priority", options.Priority.ToString(CultureInfo.InvariantCulture));
            WriteOptional(writer, "RunningCluster", options.RunningCluster);
            WriteOptional(writer, "Guid", options.UniqueId);
            writer.WriteStartElement("Tasks");
            writer.WriteStartElement("SQL");
            writer.WriteElementString("Name", options.TaskName);
            writer.WriteStartElement("Config");
            WriteProperty(writer, "settings", ToJson(settings));
            if (options.Aliases.Count > 0)
            {
                WriteProperty(writer, "aliases", ToJson(options.Aliases));
            }

            WriteProperty(writer, "uuid", Guid.NewGuid().ToString());
            writer.WriteEndElement();
            writer.WriteElementString("Query", query);
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

    /// <summary>The statement as the service wants it: with a semicolon at its end and without characters that XML cannot carry.</summary>
    private static string Query(string sql)
    {
        string query = sql.Trim();
        for (int i = 0; i < query.Length; i++)
        {
            char c = query[i];
            if (c < ' ' && c is not ('\t' or '\n' or '\r'))
            {
                throw new ArgumentException(
                    $"The statement holds the control character U+{(int)c:X4} at position {i}, which a request cannot carry. Write it as an escape in the literal.", nameof(sql));
            }

            bool pair = char.IsHighSurrogate(c) && i + 1 < query.Length && char.IsLowSurrogate(query[i + 1]);
            if ((char.IsSurrogate(c) && !pair) || c is '\uFFFE' or '\uFFFF')
            {
                throw new ArgumentException($"The statement holds the code unit U+{(int)c:X4} at position {i}, which is not a character.", nameof(sql));
            }

            i += pair ? 1 : 0;
        }

        return query.EndsWith(';') ? query : query + ";";
    }

    private static void WriteOptional(XmlWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteElementString(name, value);
        }
    }

    private static void WriteProperty(XmlWriter writer, string name, string value)
    {
        writer.WriteStartElement("Property");
        writer.WriteElementString("Name", name);
        writer.WriteElementString("Value", value);
        writer.WriteEndElement();
    }

    private static string ToJson(IReadOnlyDictionary<string, string> values)
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
}
