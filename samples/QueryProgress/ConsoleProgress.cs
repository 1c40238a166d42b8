using System.Globalization;
using Odps.Net;

namespace QueryProgress;

/// <summary>Writes the progress of an instance, one line for each change of it.</summary>
internal sealed class ConsoleProgress(TextWriter output) : IProgress<InstanceProgress>
{
    private string _last = "";

    public void Report(InstanceProgress value)
    {
        InstanceTaskStatus? status = value.Tasks.Count > 0 ? value.Tasks[0].Task.Status : null;
        string line = string.Create(CultureInfo.InvariantCulture, $"{value.FinishedPercentage,5:0.0} %  {status,-8}  {string.Join("  ", value.Stages)}");
        if (line != _last)
        {
            output.WriteLine($"{value.Elapsed:mm\\:ss\\.f}   {line}");
            _last = line;
        }
    }
}
