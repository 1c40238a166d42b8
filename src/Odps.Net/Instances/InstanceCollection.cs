using System.Globalization;
using System.Text.Json;
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
            return new Instance(_scope, _scope.RequireProject(), id);
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

    /// <summary>Lists where the instances of the project stand in the queue. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<InstanceQueueingInfo> ListQueueingAsync(ListQueueingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListQueueingOptions filter = options ?? new ListQueueingOptions();
        return new PagedEnumerable<InstanceQueueingInfo>((marker, token) => GetQueueingPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    /// <summary>The host of the older log view pages. One request for the life of the client.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Uri> GetLogViewHostAsync(CancellationToken cancellationToken = default) =>
        new(await LogViewAddress.LogViewHostAsync(_scope, cancellationToken).ConfigureAwait(false));

    /// <summary>The host of the newer pages (Job Insight); <see langword="null"/> when the service has none. One request for the life of the client.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Uri?> GetJobInsightHostAsync(CancellationToken cancellationToken = default) =>
        await LogViewAddress.JobInsightHostAsync(_scope, cancellationToken).ConfigureAwait(false) is { } host ? new Uri(host) : null;

    private async Task<Page<InstanceQueueingInfo>> GetQueueingPageAsync(ListQueueingOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project).Literal("cachedinstances"), $"list queueing instances of project {project}") with
        {
            Query = new QueryParameters
            {
                { "status", filter.Status?.ToString() },
                { "onlyowner", YesOrNo(filter.OnlyOwner) },
                { "quotaIndex", filter.QuotaIndex },
                { "maxitems", filter.MaxItems },
                { "marker", marker },
            },
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (document, response) =>
            {
                // The items are a JSON text within the XML.
                try
                {
                    using JsonDocument content = JsonDocument.Parse(document.Text("Content") ?? "[]");
                    return new Page<InstanceQueueingInfo>([.. content.RootElement.EnumerateArray().Select(InstanceQueueingInfo.Read)], document.Text("Marker"));
                }
                catch (Exception e) when (e is JsonException or InvalidOperationException)
                {
                    throw response.Malformed("has no list of instances in <Content>", e);
                }
            },
            cancellationToken).ConfigureAwait(false);
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
                { "onlyowner", YesOrNo(filter.OnlyOwner) },
                { "jobname", filter.JobName },
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

    private static string? YesOrNo(bool? value) => value is null ? null : value.Value ? "yes" : "no";

    private static string? DateRange(ListInstancesOptions filter) => filter.From is null && filter.To is null
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{filter.From?.ToUnixTimeSeconds()}:{filter.To?.ToUnixTimeSeconds()}");
}
