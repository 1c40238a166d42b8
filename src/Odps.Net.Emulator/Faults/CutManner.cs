namespace Odps.Net.Emulator.Faults;

/// <summary>In which manner the body of an answer stops.</summary>
internal enum CutManner
{
    /// <summary>With a TCP reset.</summary>
    Reset,

    /// <summary>With the end of the stream, before the body is complete.</summary>
    Close,

    /// <summary>As a complete body of HTTP that holds too little.</summary>
    Complete,

    /// <summary>Without an end: the connection stays open and nothing more comes.</summary>
    Stall,
}
