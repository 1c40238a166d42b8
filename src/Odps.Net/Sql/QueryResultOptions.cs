using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>How the result of a statement is opened. Everything has a default.</summary>
public sealed record QueryResultOptions
{
    /// <summary>Through which channel. Default: <see cref="QueryResultChannel.Auto"/>.</summary>
    public QueryResultChannel Channel { get; init; }

    /// <summary>
    /// Whether a result that is cut, as far as the SDK can tell, is an error. Default: <see langword="null"/>, which means yes, unless <see cref="Channel"/> names a
    /// channel with a limit. With <see langword="false"/>, <see cref="QueryResultChannel.Auto"/> also goes on with the limited tunnel where the right to
    /// download is missing, and <see cref="QueryResult.IsTruncated"/> tells.
    /// </summary>
    public bool? RequireComplete { get; init; }

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? TunnelQuotaName { get; init; }

    /// <summary>The compression of the rows. Default: none.</summary>
    public TunnelCompression Compression { get; init; }
}
