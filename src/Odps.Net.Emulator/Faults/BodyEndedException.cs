namespace Odps.Net.Emulator.Faults;

/// <summary>A fault stops the body of an answer; nothing behind this byte is to be sent.</summary>
internal sealed class BodyEndedException() : Exception("A fault stops the body.");
