using System.Diagnostics;
using System.Globalization;

namespace Odps.Net.Benchmarks.Http;

/// <summary>This program once more, as another process with another command.</summary>
internal sealed class ReplayProcess : IDisposable
{
    private readonly Process _process;

    private ReplayProcess(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    /// <summary>The processor time that the server has taken, in seconds.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static ReplayProcess Start()
    {
        Process process = Start("http-server");
        string port = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
        return new ReplayProcess(process, $"http://127.0.0.1:{int.Parse(port, CultureInfo.InvariantCulture)}");
    }

    /// <summary>Runs a command to its end and gives what it printed.</summary>
    public static string Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        string output = process.StandardOutput.ReadToEnd().TrimEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{arguments[0]} ended with {process.ExitCode}: {output}");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] all = isHost ? [Path.Combine(AppContext.BaseDirectory, "Odps.Net.Benchmarks.dll"), .. arguments] : arguments;
        return Process.Start(new ProcessStartInfo(program, all) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
