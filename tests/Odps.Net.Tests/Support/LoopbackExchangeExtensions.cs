using Odps.Net.Tests.Tunnel;

namespace Odps.Net.Tests.Support;

/// <summary>Short readings of requests.</summary>
internal static class LoopbackExchangeExtensions
{
    /// <summary>Whether a page after the first one is asked for.</summary>
    public static bool HasMarker(this LoopbackExchange exchange) => exchange.Parameter("marker") is not null;
}
