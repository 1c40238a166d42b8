namespace Odps.Net.Tunnel;

/// <summary>Which hash functions a table's buckets are made with (<c>hasher</c>).</summary>
internal enum UpsertHasher
{
    Default,
    Legacy,
}
