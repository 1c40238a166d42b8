using System.Text.RegularExpressions;

namespace Odps.Net.Http;

/// <summary>Finds the region in the host of a regional endpoint, as <c>cn-shanghai</c> in <c>service.cn-shanghai.maxcompute.aliyun.com</c>.</summary>
internal static partial class RegionName
{
    /// <returns>The region, or null when the host names none: a central endpoint, an address, a host of one's own.</returns>
    public static string? FromEndpoint(Uri endpoint)
    {
        Match match = RegionalHost().Match(endpoint.Host);
        if (!match.Success)
        {
            return null;
        }

        string region = match.Groups[1].Value.ToLowerInvariant();
        foreach (string suffix in (ReadOnlySpan<string>)["-internal", "-vpc"])
        {
            if (region.EndsWith(suffix, StringComparison.Ordinal))
            {
                region = region[..^suffix.Length];
                break;
            }
        }

        // The label of a central endpoint has no dash (service.cn.maxcompute.aliyun.com) and is no region.
        return region.Contains('-', StringComparison.Ordinal) ? region : null;
    }

    [GeneratedRegex(@"service\.([^.]+)\.[a-z]{4,10}\.[a-z]{6}(?:-inc)?\.com", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RegionalHost();
}
