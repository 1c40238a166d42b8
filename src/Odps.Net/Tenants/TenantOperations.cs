using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The tenant of the caller, which projects, quotas and users belong to, and its security.</summary>
public sealed class TenantOperations
{
    /// <summary>Stands for the caller's own tenant, whatever its id.</summary>
    private const string OwnTenant = "_empty_tenant_";

    private readonly ServiceScope _scope;

    internal TenantOperations(ServiceScope scope) => _scope = scope;

    private static RestPath Authorization => RestPath.Root.Literal("tenants").Name(OwnTenant, "tenant").Literal("authorization");

    /// <summary>What the service says of the tenant: its state, and settings such as <c>odps.namespace.schema</c>. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<TenantInfo> GetAsync(CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(RestPath.Root.Literal("tenants"), "get the tenant") with { CurrentProject = _scope.Project };
        return _scope.Pipeline.ReadAsync(request, ReadAsync, cancellationToken);
    }

    /// <summary>The policy of a role of the tenant. One request.</summary>
    /// <param name="role">The role.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The policy; <see langword="null"/> when the role has none.</returns>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    public Task<SecurityPolicy?> GetRolePolicyAsync(string role, CancellationToken cancellationToken = default)
    {
        OdpsRequest request = OdpsRequest.Get(PathOf(role), $"get the policy of role {role} of the tenant") with
        {
            Query = new QueryParameters { "policy" },
            CurrentProject = _scope.Project,
        };
        return _scope.Pipeline.ReadAsync(request, ReadPolicyAsync, cancellationToken);
    }

    /// <summary>Sets the policy of a role of the tenant in place of the one that it has. One request.</summary>
    /// <param name="role">The role.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="cancellationToken">Cancels the request; the policy may have been set all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such role.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not change the tenant.</exception>
    public Task SetRolePolicyAsync(string role, SecurityPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return PolicyCall.PutAsync(_scope, PathOf(role), "policy", $"role {role} of the tenant", policy, contentType: null, cancellationToken);
    }

    /// <summary>Runs a security statement about the tenant, for example <c>list tenant roles</c>. One request.</summary>
    /// <param name="query">The statement; it needs no semicolon.</param>
    /// <param name="asJson">Whether the answer should be JSON rather than text for people. Default: <see langword="true"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the statement may be carried out all the same.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="OdpsPermissionException">The credential may not do that.</exception>
    /// <exception cref="OdpsServiceException">The service refused the statement.</exception>
    public Task<SecurityQueryResult> RunQueryAsync(string query, bool asJson = true, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        string document = RequestXml.Write(xml =>
        {
            xml.WriteStartElement("Authorization");
            xml.Element("Query", query.Trim());
            xml.Element("ResponseInJsonFormat", asJson ? "true" : "false");
            xml.WriteEndElement();
        });
        OdpsRequest request = OdpsRequest.Post(Authorization, "run a security query about the tenant", RequestContent.Xml(document)) with { CurrentProject = _scope.Project };
        return _scope.Pipeline.ReadAsync(request, (response, token) => ReadResultAsync(query, response, token), cancellationToken);
    }

    private static RestPath PathOf(string role)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(role);
        return Authorization.Role(role);
    }

    private static async ValueTask<TenantInfo> ReadAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        using JsonDocument document = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        JsonElement root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("Tenant", out JsonElement tenant) && tenant.ValueKind == JsonValueKind.Object
            ? TenantInfo.Read(tenant)
            : throw response.Malformed("has no tenant");
    }

    /// <summary>The policy is a text within JSON, unlike that of a role of a project.</summary>
    private static async ValueTask<SecurityPolicy?> ReadPolicyAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        if ((await response.ReadBytesAsync(OdpsRequest.DefaultMaxBodyBytes, cancellationToken).ConfigureAwait(false)).IsEmpty)
        {
            return null;
        }

        using JsonDocument document = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return document.RootElement.Text("Policy") is { } text ? SecurityPolicy.Parse(text) : null;
        }
        catch (FormatException failure)
        {
            throw response.Malformed("holds a policy that is not JSON", failure);
        }
    }

    private static async ValueTask<SecurityQueryResult> ReadResultAsync(string query, OdpsResponse response, CancellationToken cancellationToken)
    {
        using JsonDocument document = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Response", out JsonElement result)
            ? new SecurityQueryResult(query, result.TextOf())
            : throw response.Malformed("has no result");
    }
}
