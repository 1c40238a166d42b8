namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>A run in which a transfer did not keep its word; the message says how to repeat it.</summary>
internal sealed class FaultMatrixException(FaultRun run, string what) : Exception($"{run}: {what}");
