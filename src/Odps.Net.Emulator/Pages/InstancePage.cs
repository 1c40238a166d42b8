using System.Globalization;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;

namespace Odps.Net.Emulator.Pages;

/// <summary>The log view of an instance: what was asked, how it went, and what came of it.</summary>
internal static class InstancePage
{
    private const int MaxRows = 100;

    public static ServiceResponse Create(EmulatedInstance instance, DateTimeOffset now)
    {
        var page = new HtmlPage($"Instance {instance.Id}");
        page.Paragraph(Outcome(instance), Style(instance));
        page.Table(["Project", "Owner", "Priority", "Started", "Ended", "Took"], [Row(instance)]);
        page.Heading("Tasks").Table(["Task", "Type", "Status", "Started", "Ended", "Took"], instance.Tasks.Select(Row));
        foreach (TaskState task in instance.Tasks)
        {
            page.Heading($"{task.Task.Name}: stages").Table(["Stage", "Status", "Workers", "Running", "Ended", "Done", "From", "To"], Stages(instance, task, now));
            page.Heading($"{task.Task.Name}: statement").Preformatted(task.Task.Query ?? "");
            if (task.Task.Settings.Count > 0)
            {
                page.Heading($"{task.Task.Name}: settings").Table(["Key", "Value"], task.Task.Settings.Select(s => (IEnumerable<HtmlCell>)[s.Key, s.Value]));
            }

            WriteOutcome(page, task);
        }

        return page.ToResponse();
    }

    /// <summary>How an instance went, in a word.</summary>
    public static string Outcome(EmulatedInstance instance) =>
        !instance.IsTerminated ? instance.Status
        : instance.Tasks.Any(t => t.Status == Instances.TaskStatus.Failed) ? "Failed"
        : instance.Tasks.Any(t => t.Status == Instances.TaskStatus.Cancelled) ? "Cancelled"
        : "Success";

    public static string? Style(EmulatedInstance instance) => Outcome(instance) switch
    {
        "Success" => "good",
        "Failed" or "Cancelled" => "bad",
        _ => null,
    };

    private static void WriteOutcome(HtmlPage page, TaskState task)
    {
        if (task.Outcome is not { } outcome)
        {
            return;
        }

        if (outcome.IsFailed)
        {
            page.Heading($"{task.Task.Name}: error").Preformatted(outcome.Text, "bad");
        }
        else if (outcome.Sql is { Columns: { } columns } sql)
        {
            string which = sql.Rows.Count > MaxRows ? string.Create(CultureInfo.InvariantCulture, $"the first {MaxRows} of {sql.Rows.Count} rows") : "the rows";
            page.Heading($"{task.Task.Name}: {which} of the result").Table(columns.Select(c => $"{c.Name} {c.Type}"), ValueCells.Of(sql.Rows.Take(MaxRows)));
        }
        else if (outcome.Text.Length > 0)
        {
            page.Heading($"{task.Task.Name}: result").Preformatted(outcome.Text);
        }
    }

    private static IEnumerable<HtmlCell> Row(EmulatedInstance instance) =>
        [instance.Project, instance.Owner, instance.Job.Priority, (DateTimeOffset?)instance.StartTime, instance.EndTime, Took(instance.StartTime, instance.EndTime)];

    private static IEnumerable<HtmlCell> Row(TaskState task) =>
        [task.Task.Name, task.Task.Type, task.Status.ToString(), task.StartTime, task.EndTime, Took(task.StartTime, task.EndTime)];

    /// <summary>The stages of a task; each has its part of the time of the task.</summary>
    private static IEnumerable<IEnumerable<HtmlCell>> Stages(EmulatedInstance instance, TaskState task, DateTimeOffset now)
    {
        IReadOnlyList<StageState> stages = StageState.Of(task, instance.Behavior, now);
        TimeSpan part = instance.Behavior.RunTime / stages.Count;
        for (int i = 0; i < stages.Count; i++)
        {
            DateTimeOffset? from = stages[i].Percentage > 0 || stages[i].Running > 0 ? task.StartTime + (part * i) : null;
            DateTimeOffset? to = stages[i].Percentage < 100 ? null : i == stages.Count - 1 ? task.EndTime : task.StartTime + (part * (i + 1));
            yield return
            [
                stages[i].Name, stages[i].Status, stages[i].Total, stages[i].Running, stages[i].Terminated,
                new HtmlCell(string.Create(CultureInfo.InvariantCulture, $"{stages[i].Percentage} %"), Style: "n"), from, to,
            ];
        }
    }

    private static HtmlCell Took(DateTimeOffset? start, DateTimeOffset? end) =>
        end - start is { } time ? new HtmlCell(string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s"), Style: "n") : "";
}
