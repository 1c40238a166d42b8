using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Tunnel;

/// <summary>The compressions by name, for theories.</summary>
internal static class Codings
{
    public static TunnelCompression Of(string name) => name switch
    {
        "none" => TunnelCompression.None,
        "deflate" => TunnelCompression.Deflate(),
        "snappy" => TunnelCompression.Snappy,
        "lz4" => TunnelCompression.Lz4(),
        "zstd" => TunnelCompression.Zstandard(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
