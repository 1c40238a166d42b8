namespace Odps.Net.Emulator.Tunnel;

/// <summary>A list of structs of two numbers of 64 bits: the nodes and the buffers of a record batch.</summary>
internal sealed record FlatStructs(IReadOnlyList<(long First, long Second)> Items);
