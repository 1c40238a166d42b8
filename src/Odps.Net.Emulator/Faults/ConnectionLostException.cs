namespace Odps.Net.Emulator.Faults;

/// <summary>A fault ends the connection of a request.</summary>
internal sealed class ConnectionLostException(ConnectionEnd end) : Exception("A fault ends the connection.")
{
    public ConnectionEnd End { get; } = end;
}
