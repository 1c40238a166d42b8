namespace Odps.Net.Tunnel;

/// <summary>A slot of an upsert session and the buckets that it takes.</summary>
internal sealed record UpsertSlot(TunnelSlot Slot, IReadOnlyList<int> Buckets);
