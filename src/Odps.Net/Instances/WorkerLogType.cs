namespace Odps.Net;

/// <summary>A kind of log of a worker. An open set: any other text is sent as it is.</summary>
/// <param name="Value">The text of the service.</param>
public readonly record struct WorkerLogType(string Value)
{
    /// <summary>What the worker wrote to standard output.</summary>
    public static WorkerLogType StandardOutput { get; } = new("stdout");

    /// <summary>What the worker wrote to standard error.</summary>
    public static WorkerLogType StandardError { get; } = new("stderr");

    /// <summary>The times of the phases.</summary>
    public static WorkerLogType WaterfallSummary { get; } = new("waterfall_summary");

    /// <summary>The stacks of the Java threads.</summary>
    public static WorkerLogType JavaStack { get; } = new("jstack");

    /// <summary>The stacks of the native threads.</summary>
    public static WorkerLogType NativeStack { get; } = new("pstack");

    /// <summary>The report of a crash of the Java machine.</summary>
    public static WorkerLogType JavaCrash { get; } = new("hs_err_*.log");

    /// <summary>The report of a crash of the process.</summary>
    public static WorkerLogType CoreInfo { get; } = new("coreinfo.tmp");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";
}
