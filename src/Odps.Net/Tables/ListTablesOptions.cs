namespace Odps.Net;

/// <summary>Which tables to list; the service filters.</summary>
public sealed record ListTablesOptions
{
    /// <summary>Only tables whose name begins so. Default: all.</summary>
    public string? Prefix { get; init; }

    /// <summary>Only tables of this owner, for example <c>ALIYUN$someone@example.com</c>. Default: all.</summary>
    public string? Owner { get; init; }

    /// <summary>Only tables of this kind. Default: all.</summary>
    public TableType? Type { get; init; }

    /// <summary>Whether items also hold type and comment. Default: <see langword="false"/>, which is faster on the service.</summary>
    public bool Extended { get; init; }

    /// <summary>How many items the service should send at once. Default: as the service likes.</summary>
    public int? PageSize { get; init; }

    /// <summary>The most items to give. Default: all.</summary>
    public int? MaxItems { get; init; }
}
