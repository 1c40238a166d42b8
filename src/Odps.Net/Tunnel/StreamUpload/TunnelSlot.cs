namespace Odps.Net.Tunnel;

/// <summary>A server that takes the packs of a session.</summary>
/// <param name="Id">The id of the slot.</param>
/// <param name="Server">Its address, <c>host:port</c>, as it is named in requests. The SDK never connects to it: the tunnel routes by it.</param>
internal sealed record TunnelSlot(string Id, string Server)
{
    /// <summary>Whether a text is an address: a host and a port.</summary>
    public static bool IsAddress(string? text)
    {
        int colon = text?.LastIndexOf(':') ?? -1;
        return colon > 0 && colon < text!.Length - 1 && !text.AsSpan().ContainsAny(" \t\r\n");
    }
}
