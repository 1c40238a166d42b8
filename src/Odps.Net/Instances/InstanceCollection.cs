using System.Globalization;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The instances (jobs) of a project.</summary>
public sealed class InstanceCollection
{
    private readonly ServiceScope _scope;

    internal InstanceCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to an instance, also of another process; costs no call.</summary>
    /// <param name="id">The id of the instance.</param>
    public Instance this[string id]
    {
        get
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(id);
            return new Instance(_scope, _scope.RequireProject(), id, sql: null);
        }
    }

    /// <summary>Whether there is such an instance. One request.</summary>
    /// <param name="id">The id of the instance.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<bool> ExistsAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            await this[id].GetAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OdpsNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Lists instances, the newest pages as the service orders them. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<InstanceInfo> ListAsync(ListInstancesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListInstancesOptions filter = options ?? new ListInstancesOptions();
        return new PagedEnumerable<InstanceInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    private async Task<Page<InstanceInfo>> GetPageAsync(ListInstancesOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Instances(), $"list instances of project {project}") with
        {
            Query = new QueryParameters
            {
                { "daterange", DateRange(filter) },
                { "status", filter.Status?.ToString() },
                { "onlyowner", filter.OnlyOwner is null ? null : filter.OnlyOwner.Value ? "yes" : "no" },
                { "quotaIndex", filter.QuotaIndex },
                { "maxitems", filter.MaxItems },
                { "marker", marker },
            },
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (document, _) => document.ReadPage("Instance", item => InstanceInfo.Read(item.Text("Name") ?? "", item, null)),
            cancellationToken).ConfigureAwait(false);
    }

    private static string? DateRange(ListInstancesOptions filter) => filter.From is null && filter.To is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{filter.From?.ToUnixTimeSeconds()}:{filter.To?.ToUnixTimeSeconds()}");
}
