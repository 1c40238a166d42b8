using System.Text;
using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;

namespace Odps.Net.Emulator.Rest;

/// <summary>The XML documents about an instance.</summary>
internal static class InstanceXml
{
    public static ServiceResponse Status(EmulatedInstance instance) => ServiceResponse
        .Xml(xml =>
        {
            xml.WriteStartElement("Instance");
            xml.Element("Status", instance.Status);
            xml.WriteEndElement();
        })
        .With("x-odps-owner", instance.Owner)
        .With("x-odps-start-time", ServiceXml.HttpDate(instance.StartTime))

        // Blank while it runs, never absent: the Java SDK fails without the header.
        .With("x-odps-end-time", instance.EndTime is { } end ? ServiceXml.HttpDate(end) : "");

    public static ServiceResponse TaskStatus(EmulatedInstance instance) => ServiceResponse.Xml(xml =>
    {
        xml.WriteStartElement("Instance");
        xml.Element("Status", instance.Status);
        xml.WriteStartElement("Tasks");
        foreach (TaskState task in instance.Tasks)
        {
            xml.WriteStartElement("Task");
            xml.WriteAttributeString("Type", task.Task.Type);
            xml.Element("Name", task.Task.Name);
            xml.Element("StartTime", task.StartTime);
            xml.Element("EndTime", task.EndTime);
            xml.Element("Status", task.Status.ToString());
            xml.WriteStartElement("Histories");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    public static ServiceResponse Result(EmulatedInstance instance) => ServiceResponse.Xml(xml =>
    {
        xml.WriteStartElement("Instance");
        xml.WriteStartElement("Tasks");
        foreach (TaskState task in instance.Tasks)
        {
            WriteResult(xml, task);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    /// <summary>The job as it was submitted.</summary>
    public static ServiceResponse Source(EmulatedInstance instance) => ServiceResponse.Xml(xml =>
    {
        JobDocument job = instance.Job;
        xml.WriteStartElement("Job");
        xml.Element("Name", job.Name);
        xml.Element("Comment", job.Comment);
        xml.Element("Owner", instance.Owner);
        xml.Element("Priority", job.Priority);
        xml.Element("RunningCluster", job.RunningCluster);
        xml.Element("Guid", job.Guid);
        xml.Element("CreationTime", instance.StartTime);
        xml.Element("LastModifiedTime", instance.EndTime ?? instance.StartTime);
        xml.WriteStartElement("Tasks");
        foreach (JobTask task in job.Tasks)
        {
            new XElement(task.Element).WriteTo(xml);
        }

        xml.WriteEndElement();
        xml.WriteStartElement("DAG");
        xml.Element("RunMode", "Sequence");
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    public static ServiceResponse Progress(EmulatedInstance instance, string? taskName, DateTimeOffset now) => ServiceResponse.Xml(xml =>
    {
        xml.WriteStartElement("Progress");
        foreach (TaskState task in instance.Tasks.Where(t => taskName is null || t.Task.Name == taskName))
        {
            foreach (StageState stage in StageState.Of(task, instance.Behavior, now))
            {
                xml.WriteStartElement("Stage");
                xml.WriteAttributeString("ID", stage.Name);
                xml.Element("Status", stage.Status);
                xml.Element("BackupWorkers", 0);
                xml.Element("TerminatedWorkers", stage.Terminated);
                xml.Element("RunningWorkers", stage.Running);
                xml.Element("TotalWorkers", stage.Total);
                xml.Element("InputRecords", task.Outcome?.Sql?.Inputs.Values.Sum() ?? 0);
                xml.Element("OutputRecords", task.Outcome?.Sql is { } sql ? sql.Columns is null ? sql.Outputs.Values.Sum() : sql.Rows.Count : 0);
                xml.Element("FinishedPercentage", stage.Percentage);
                xml.WriteEndElement();
            }
        }

        xml.WriteEndElement();
    });

    private static void WriteResult(XmlWriter xml, TaskState task)
    {
        xml.WriteStartElement("Task");
        xml.WriteAttributeString("Type", task.Task.Type);
        xml.Element("Name", task.Task.Name);
        if (task.Outcome is { } outcome)
        {
            xml.WriteStartElement("Result");
            xml.WriteAttributeString("Transform", "Base64");
            xml.WriteAttributeString("Format", ResultText.Format(outcome));
            xml.WriteString(Convert.ToBase64String(Encoding.UTF8.GetBytes(ResultText.Text(task))));
            xml.WriteEndElement();
            xml.Element("ResultDescriptor", ResultText.Descriptor(outcome));
        }

        xml.Element("Status", task.Status.ToString());
        xml.WriteEndElement();
    }
}
