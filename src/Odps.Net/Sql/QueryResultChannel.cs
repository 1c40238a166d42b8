namespace Odps.Net;

/// <summary>The ways to read the result of a query.</summary>
public enum QueryResultChannel
{
    /// <summary>
    /// The instance tunnel, whole. Where the service has none for this instance, the result API, as long as that gives all rows.
    /// </summary>
    Auto,

    /// <summary>The instance tunnel: all rows, as records or Arrow batches. It needs the right to download the tables that were read.</summary>
    Tunnel,

    /// <summary>The instance tunnel with the limit of a console (<c>instance_tunnel_limit_enabled</c>): about 10,000 rows, without that right.</summary>
    LimitedTunnel,

    /// <summary>The result API: CSV text of about 10,000 rows, in one answer.</summary>
    ResultApi,

    /// <summary>The answer of an interactive session. Only a result says this; it cannot be asked for.</summary>
    Session,
}
