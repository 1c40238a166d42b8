using System.Text;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The result of a task as the result API gives it: text, cut to about 10,000 rows when it is a row set.</summary>
public sealed record InstanceTaskResult
{
    /// <summary>The name of the task.</summary>
    public required string TaskName { get; init; }

    /// <summary>The status of the task; <see langword="null"/> when the answer does not say.</summary>
    public InstanceTaskStatus? Status { get; init; }

    /// <summary><c>csv</c> for a row set, <c>text</c> for everything else, the error of a failed task included.</summary>
    public string? Format { get; init; }

    /// <summary>The text; empty when there is none.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the text is a row set in CSV form.</summary>
    public bool IsCsv => string.Equals(Format, "csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the service says of the result beside its text; null when it says nothing.</summary>
    internal ResultDescriptor? Descriptor { get; private init; }

    internal static InstanceTaskResult Read(XElement task)
    {
        XElement? result = task.Element("Result");
        return new InstanceTaskResult
        {
            TaskName = task.Text("Name") ?? "",
            Status = task.Text("Status") is string status ? new InstanceTaskStatus(status) : null,
            Format = result?.Attribute("Format")?.Value,
            Text = Decode(result),
            Descriptor = ResultDescriptor.TryParse(task.Text("ResultDescriptor")),
        };
    }

    /// <summary>Text that claims to be Base64 and is not is taken as it stands, as all clients do.</summary>
    private static string Decode(XElement? result)
    {
        string text = result?.Value ?? "";
        if (result?.Attribute("Transform")?.Value != "Base64")
        {
            return text;
        }

        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out int length) ? Encoding.UTF8.GetString(bytes, 0, length) : text;
    }
}
