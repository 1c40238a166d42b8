namespace Odps.Net.Emulator;

/// <summary>A failure that the emulator reports to its client: the service's error code, its text and the HTTP status.</summary>
internal sealed class EmulatorException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
