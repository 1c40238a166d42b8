namespace Odps.Net.Tunnel;

/// <summary>How an upload session is made. Everything has a default.</summary>
public sealed record UploadSessionOptions
{
    /// <summary>Whether the commit replaces the rows of the table or partition; otherwise it appends. Default: <see langword="false"/>.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether a partition that is not there is created. Default: <see langword="false"/>.</summary>
    public bool CreatePartition { get; init; }

    /// <summary>The tunnel quota (<c>quotaName</c>). Default: <see cref="OdpsClientOptions.TunnelQuotaName"/>.</summary>
    public string? QuotaName { get; init; }

    /// <summary>Tags of the requests, for the service's accounting (<c>odps-tunnel-tags</c>). Default: none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The compression that writers use unless they say otherwise. Default: none.</summary>
    public TunnelCompression Compression { get; init; }
}
