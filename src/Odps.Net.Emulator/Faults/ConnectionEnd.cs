namespace Odps.Net.Emulator;

/// <summary>How a connection ends before its time.</summary>
public enum ConnectionEnd
{
    /// <summary>
    /// With a TCP reset: the client's reads and writes fail. Bytes that the client has not read yet may be lost with it.
    /// </summary>
    Reset,

    /// <summary>With an orderly close (FIN): the client gets all that was sent before and then the end of the stream.</summary>
    Close,
}
