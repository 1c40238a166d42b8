using System.Text;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>How the tunnel server spent its time on a request, as it states at the end of a download or in the answer to an upload.</summary>
public sealed record TunnelMetrics
{
    /// <summary>Reading from or writing to the storage (<c>PanguIOCost</c>).</summary>
    public TimeSpan StorageTime { get; init; }

    /// <summary>Sending to or receiving from the client (<c>ServerIOCost</c>).</summary>
    public TimeSpan NetworkTime { get; init; }

    /// <summary>Waiting because of a rate limit (<c>RateLimitCost</c>).</summary>
    public TimeSpan RateLimitTime { get; init; }

    /// <summary>All of it (<c>ServerTotalCost</c>).</summary>
    public TimeSpan TotalTime { get; init; }

    /// <summary>What remains of <see cref="TotalTime"/> without the other three: the tunnel's own work.</summary>
    public TimeSpan TunnelTime => TotalTime - NetworkTime - StorageTime - RateLimitTime;

    /// <summary>The text as the server sent it, in JSON; empty for the sum of several requests.</summary>
    public string Json { get; init; } = "";

    /// <summary>What the answer to an upload states; null when it states nothing.</summary>
    internal static TunnelMetrics? Of(OdpsResponse response) =>
        response.Header("odps-tunnel-metrics") is { Length: > 0 } text ? Parse(Encoding.UTF8.GetBytes(text)) : null;

    /// <summary>The sum of two requests' times; null when neither stated any.</summary>
    internal static TunnelMetrics? Sum(TunnelMetrics? a, TunnelMetrics? b) => a is null ? b : b is null ? a : new TunnelMetrics
    {
        StorageTime = a.StorageTime + b.StorageTime,
        NetworkTime = a.NetworkTime + b.NetworkTime,
        RateLimitTime = a.RateLimitTime + b.RateLimitTime,
        TotalTime = a.TotalTime + b.TotalTime,
    };

    /// <summary>
    /// Reads the server's text. It is information beside the data, so a number that is missing counts as zero, and a text that is not the expected
    /// JSON is kept in <see cref="Json"/> and fails nothing.
    /// </summary>
    /// <param name="utf8">The JSON, with times in microseconds.</param>
    internal static TunnelMetrics Parse(ReadOnlySpan<byte> utf8)
    {
        TimeSpan storage = default, network = default, rateLimit = default, total = default;
        try
        {
            var json = new Utf8JsonReader(utf8);
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1)
                {
                    continue;
                }

                string? name = json.GetString();
                json.Read();
                TimeSpan time = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long microseconds)
                    && microseconds is >= 0 and < long.MaxValue / TimeSpan.TicksPerMicrosecond
                        ? new TimeSpan(microseconds * TimeSpan.TicksPerMicrosecond)
                        : default;
                switch (name)
                {
                    case "PanguIOCost":
                        storage = time;
                        break;
                    case "ServerIOCost":
                        network = time;
                        break;
                    case "RateLimitCost":
                        rateLimit = time;
                        break;
                    case "ServerTotalCost":
                        total = time;
                        break;
                    default:
                        json.TrySkip();
                        break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new TunnelMetrics { Json = Encoding.UTF8.GetString(utf8) };
        }

        return new TunnelMetrics
        {
            StorageTime = storage,
            NetworkTime = network,
            RateLimitTime = rateLimit,
            TotalTime = total,
            Json = Encoding.UTF8.GetString(utf8),
        };
    }
}
