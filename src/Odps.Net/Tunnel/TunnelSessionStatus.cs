namespace Odps.Net.Tunnel;

/// <summary>The status of a tunnel session. An open set: a value of a newer service is kept as it is.</summary>
/// <param name="Value">The text of the service, in lower case.</param>
public readonly record struct TunnelSessionStatus(string Value)
{
    /// <summary>The session can be used.</summary>
    public static TunnelSessionStatus Normal { get; } = new("normal");

    /// <summary>The session is being prepared; it cannot be used yet.</summary>
    public static TunnelSessionStatus Initiating { get; } = new("initiating");

    /// <summary>The commit is in progress.</summary>
    public static TunnelSessionStatus Closing { get; } = new("closing");

    /// <summary>The session was committed or closed.</summary>
    public static TunnelSessionStatus Closed { get; } = new("closed");

    /// <summary>The session was cancelled.</summary>
    public static TunnelSessionStatus Canceled { get; } = new("canceled");

    /// <summary>The life of the session (24 hours) is over.</summary>
    public static TunnelSessionStatus Expired { get; } = new("expired");

    /// <summary>The session is broken.</summary>
    public static TunnelSessionStatus Critical { get; } = new("critical");

    /// <summary>The commit of an upsert session is in progress.</summary>
    public static TunnelSessionStatus Committing { get; } = new("committing");

    /// <summary>The upsert session was committed; its rows are visible.</summary>
    public static TunnelSessionStatus Committed { get; } = new("committed");

    /// <summary>The upsert session was given up; nothing of it is visible.</summary>
    public static TunnelSessionStatus Aborted { get; } = new("aborted");

    /// <summary>The text of the service.</summary>
    public override string ToString() => Value ?? "";

    internal static TunnelSessionStatus Parse(string? text) => new((text ?? "unknown").ToLowerInvariant());
}
