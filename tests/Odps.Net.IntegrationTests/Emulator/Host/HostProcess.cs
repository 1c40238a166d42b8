using System.Diagnostics;
using System.Globalization;

namespace Odps.Net.IntegrationTests.Emulator.Host;

/// <summary>The emulator's host in a process of its own.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    public const string AccessId = "id";
    public const string AccessKey = "key";
    public const string Project = "demo";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private HostProcess(Process process, Uri endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    public Process Process => _process;

    public OdpsClientOptions ClientOptions => new() { Endpoint = Endpoint, Project = Project, Credential = OdpsCredential.AccessKey(AccessId, AccessKey) };

    /// <summary>Starts the host; when the result is there it takes requests.</summary>
    public static async Task<HostProcess> StartAsync(params IEnumerable<string> arguments)
    {
        string host = Path.Combine(AppContext.BaseDirectory, "Odps.Net.Emulator.Server.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[host, "--port", "0", "--project", Project, "--access-id", AccessId, "--access-key", AccessKey, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(StartLimit);
        string? line = await process.StandardOutput.ReadLineAsync(limit.Token);
        const string Ready = "listening on ";
        if (line is null || !line.StartsWith(Ready, StringComparison.Ordinal))
        {
            string errors = await process.StandardError.ReadToEndAsync(limit.Token);
            throw new InvalidOperationException($"The host said '{line}' and: {errors}");
        }

        return new HostProcess(process, new Uri(line[Ready.Length..]));
    }

    /// <summary>Ends the process as a crash would: nothing of it runs any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end (SIGTERM).</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
