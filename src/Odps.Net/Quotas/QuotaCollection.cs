using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The compute quotas that the credential can see. The client's project tells the service which tenant and region are meant.</summary>
public sealed class QuotaCollection
{
    /// <summary>The version of the quota documents.</summary>
    private const string DocumentVersion = "wlm";

    private readonly ServiceScope _scope;

    internal QuotaCollection(ServiceScope scope) => _scope = scope;

    /// <summary>The state of a quota. One request.</summary>
    /// <param name="nickname">The nickname, for example <c>os_default</c>.</param>
    /// <param name="options">Region and tenant. Default: those of the client's project.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such quota, or the credential may not see it.</exception>
    public async Task<QuotaInfo> GetAsync(string nickname, GetQuotaOptions? options = null, CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal("quotas").Name(nickname, "quota"), $"get quota {nickname}") with
        {
            Query = new QueryParameters
            {
                { "version", DocumentVersion },
                { "project", _scope.Project },
                { "region", options?.Region },
                { "tenant", options?.TenantId },
            },
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(request, (document, response) => QuotaInfo.Read(document, nickname, response), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether there is such a quota. One request.</summary>
    /// <param name="nickname">The nickname.</param>
    /// <param name="options">Region and tenant. Default: those of the client's project.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such project.</exception>
    public Task<bool> ExistsAsync(string nickname, GetQuotaOptions? options = null, CancellationToken cancellationToken = default) =>
        GetAsync(nickname, options, cancellationToken).ExistsAsync();

    /// <summary>Lists quotas. One request for each page.</summary>
    /// <param name="options">Filters. Default: all quotas of the region of the client's project.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<QuotaInfo> ListAsync(ListQuotasOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListQuotasOptions filter = options ?? new ListQuotasOptions();
        return new PagedEnumerable<QuotaInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<QuotaInfo>> GetPageAsync(ListQuotasOptions filter, string? marker, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal("quotas"), "list quotas") with
        {
            Query = new QueryParameters
            {
                { "expectmarker", "true" },
                { "version", DocumentVersion },
                { "project", _scope.Project },
                { "region", filter.Region },
                { "marker", marker },
            },
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request, (document, _) => document.ReadPage("Quota", item => QuotaInfo.Read(item, null, null)), cancellationToken).ConfigureAwait(false);
    }
}
