using System.Net;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The security of a project: its users and roles, its policies, its security options, and security queries for everything else.</summary>
public sealed class SecurityOperations
{
    private readonly ServiceScope _scope;

    internal SecurityOperations(ServiceScope scope) => _scope = scope;

    /// <summary>The users of the project.</summary>
    public UserCollection Users => new(_scope);

    /// <summary>The roles of the project.</summary>
    public RoleCollection Roles => new(_scope);

    /// <summary>Who the credential is (<c>WHOAMI</c>): name and id. A security query: one request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<UserInfo> WhoAmIAsync(CancellationToken cancellationToken = default)
    {
        string operation = $"ask who is asking in project {_scope.RequireProject()}";
        SecurityQuery query = await SendAsync("whoami", new SecurityQueryOptions(), operation, isIdempotent: true, cancellationToken).ConfigureAwait(false);
        SecurityQueryResult result = await query.WaitForSuccessAsync(null, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = result.ToJsonDocument();
        return new UserInfo
        {
            Id = document.RootElement.Text("ID"),
            DisplayName = document.RootElement.Text("DisplayName")
                ?? throw new OdpsDataException($"Could not {operation}: the answer names no account (DisplayName). Read the answer of RunQueryAsync(\"whoami\") instead."),
        };
    }

    /// <summary>
    /// Runs a security statement and waits for its answer, for example <c>show grants</c> or <c>grant select on table t to user u</c>. One request;
    /// where the service answers later (<c>install package</c>), one more for each look.
    /// </summary>
    /// <param name="query">The statement; it needs no semicolon.</param>
    /// <param name="options">How to run it and how to wait. Default: those of <see cref="SecurityQueryOptions"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the statement may be carried out all the same.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="OdpsPermissionException">The credential may not do that.</exception>
    /// <exception cref="OdpsServiceException">The service refused the statement; its derived types say why, where the code is known.</exception>
    /// <exception cref="OdpsInstanceFailedException">A statement that is answered later failed.</exception>
    public async Task<SecurityQueryResult> RunQueryAsync(string query, SecurityQueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        SecurityQuery sent = await SubmitQueryAsync(query, options, cancellationToken).ConfigureAwait(false);
        return await sent.WaitForSuccessAsync(options?.Wait, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a security statement and does not wait where the service answers later. One request.</summary>
    /// <param name="query">The statement; it needs no semicolon.</param>
    /// <param name="options">How to run it. Default: those of <see cref="SecurityQueryOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the statement may be carried out all the same.</param>
    /// <returns>The query, which holds the answer when there is one already.</returns>
    /// <exception cref="OdpsServiceException">The service refused the statement.</exception>
    public Task<SecurityQuery> SubmitQueryAsync(string query, SecurityQueryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        options ??= new SecurityQueryOptions();
        options = options with { Schema = options.Schema ?? _scope.Schema };
        return SendAsync(query, options, $"run a security query in project {_scope.RequireProject()}", isIdempotent: false, cancellationToken);
    }

    /// <summary>A query that was sent before, also by another process; costs no call.</summary>
    /// <param name="id">The id of the query (<see cref="SecurityQuery.Id"/>).</param>
    public SecurityQuery GetQuery(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new SecurityQuery(_scope, _scope.RequireProject(), id, answer: null, query: null);
    }

    /// <summary>The policy of the project (<c>?policy</c>). One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The policy; <see langword="null"/> when the project has none.</returns>
    public Task<SecurityPolicy?> GetPolicyAsync(CancellationToken cancellationToken = default) => GetPolicyAsync("policy", cancellationToken);

    /// <summary>Sets the policy of the project in place of the one that it has. One request.</summary>
    /// <param name="policy">The policy; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Cancels the request; the policy may have been set all the same.</param>
    /// <exception cref="OdpsPermissionException">The credential may not change the project.</exception>
    /// <exception cref="OdpsServiceException">The service does not accept what the policy says.</exception>
    public Task SetPolicyAsync(SecurityPolicy? policy, CancellationToken cancellationToken = default) => SetPolicyAsync("policy", policy, null, cancellationToken);

    /// <summary>The security policy of the project (<c>?security_policy</c>), which is another document than its <c>?policy</c>. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The policy; <see langword="null"/> when the project has none.</returns>
    public Task<SecurityPolicy?> GetSecurityPolicyAsync(CancellationToken cancellationToken = default) => GetPolicyAsync("security_policy", cancellationToken);

    /// <summary>Sets the security policy of the project (<c>?security_policy</c>) in place of the one that it has. One request.</summary>
    /// <param name="policy">The policy; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Cancels the request; the policy may have been set all the same.</param>
    /// <exception cref="OdpsPermissionException">The credential may not change the project.</exception>
    public Task SetSecurityPolicyAsync(SecurityPolicy? policy, CancellationToken cancellationToken = default) =>
        SetPolicyAsync("security_policy", policy, "application/json", cancellationToken);

    /// <summary>All security options of the project. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<SecurityConfiguration> GetConfigurationAsync(CancellationToken cancellationToken = default)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(RestPath.Project(project), $"get the security configuration of project {project}") with
        {
            Query = new QueryParameters { "security_configuration" },
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(request, static (document, _) => SecurityConfiguration.Read(document), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sets all security options of the project: take those of <see cref="GetConfigurationAsync"/> and change a copy with <c>with</c>. Options of a newer
    /// service that this SDK has no name for are sent back as they came. One request.
    /// </summary>
    /// <param name="configuration">The options.</param>
    /// <param name="supervisionToken">The supervision token, where the service asks for one. Default: none.</param>
    /// <param name="cancellationToken">Cancels the request; the options may have been set all the same.</param>
    /// <exception cref="OdpsPermissionException">The credential may not change the project.</exception>
    public async Task SetConfigurationAsync(SecurityConfiguration configuration, string? supervisionToken = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string project = _scope.RequireProject();
        byte[] body = System.Text.Encoding.UTF8.GetBytes(configuration.ToXml());
        OdpsRequest request = OdpsRequest.Put(RestPath.Project(project), $"set the security configuration of project {project}", RequestContent.Bytes(body, contentType: null)) with
        {
            Query = new QueryParameters { "security_configuration" },
            Headers = Supervision(supervisionToken),
            CurrentProject = _scope.Project,
        };
        await _scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One security option, by its name. One request.</summary>
    /// <param name="name">The name, for example <c>LabelSecurity</c>; letter case and underscores do not matter.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The value as the service writes it, for example <c>true</c>; <see langword="null"/> when the answer leaves the option out.</returns>
    /// <exception cref="ArgumentException">Neither the service nor this SDK knows an option of that name.</exception>
    public async Task<string?> GetOptionAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return (await GetConfigurationAsync(cancellationToken).ConfigureAwait(false)).Get(name);
    }

    /// <summary>
    /// Sets one security option, by its name. Two requests: the options are read, changed and written back, so a change by someone else in between is
    /// undone.
    /// </summary>
    /// <param name="name">The name, for example <c>LabelSecurity</c>; letter case and underscores do not matter.</param>
    /// <param name="value">The value as the service writes it, for example <c>true</c>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="ArgumentException">Neither the service nor this SDK knows an option of that name.</exception>
    /// <exception cref="OdpsPermissionException">The credential may not change the project.</exception>
    public async Task SetOptionAsync(string name, string value, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        SecurityConfiguration configuration = await GetConfigurationAsync(cancellationToken).ConfigureAwait(false);
        await SetConfigurationAsync(configuration.With(name, value), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Has the service sign a bearer token that allows what a policy says, for someone without a key of their own
    /// (<see cref="OdpsCredential.BearerToken"/>). One request.
    /// </summary>
    /// <param name="policy">What the token allows.</param>
    /// <param name="validity">How long it is good for; the service takes hours.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The token: a secret.</returns>
    /// <exception cref="OdpsServiceException">The service refused the policy or the time.</exception>
    public async Task<string> SignBearerTokenAsync(SecurityPolicy policy, TimeSpan validity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(validity, TimeSpan.Zero);
        string project = _scope.RequireProject();
        string body = RequestJson.Write(json =>
        {
            json.WriteStartObject();
            if (validity.TotalHours == Math.Floor(validity.TotalHours))
            {
                json.WriteNumber("expires_in_hours"u8, (long)validity.TotalHours);
            }
            else
            {
                json.WriteNumber("expires_in_hours"u8, validity.TotalHours);
            }

            json.WritePropertyName("policy"u8);
            json.WriteRawValue(policy.Text);
            json.WriteEndObject();
        });
        OdpsRequest request = OdpsRequest.Post(
            RestPath.Project(project).Literal("authorization"), $"sign a bearer token of project {project}", RequestContent.Json(body)) with
        {
            Query = new QueryParameters { "sign_bearer_token" },
            CurrentProject = _scope.Project,
            IsIdempotent = true,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request, static (document, response) => document.Text("Result") ?? throw response.Malformed("has no token"), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a statement that the SDK made and waits for its answer.</summary>
    internal async Task RunOwnAsync(string statement, string operation, CancellationToken cancellationToken)
    {
        SecurityQuery sent = await SendAsync(statement, new SecurityQueryOptions(), operation, isIdempotent: false, cancellationToken).ConfigureAwait(false);
        await sent.WaitForSuccessAsync(null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SecurityQuery> SendAsync(string query, SecurityQueryOptions options, string operation, bool isIdempotent, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        string statement = query.Trim();
        string document = RequestXml.Write(xml =>
        {
            xml.WriteStartElement("Authorization");
            xml.Element("Query", statement);
            xml.Element("ResponseInJsonFormat", options.AsJson ? "true" : "false");
            xml.Element("Settings", Settings(options));
            xml.WriteEndElement();
        });
        OdpsRequest request = OdpsRequest.Post(RestPath.Project(project).Literal("authorization"), operation, RequestContent.Xml(document)) with
        {
            Headers = Supervision(options.SupervisionToken),
            CurrentProject = _scope.Project,
            IsIdempotent = isIdempotent,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request,
            (answer, response) =>
            {
                // Only the status tells an answer from the id of a query that is answered later.
                string? result = answer.Text("Result");
                bool isAnswered = response.Status == HttpStatusCode.OK;
                string? id = isAnswered ? null : result?.Trim() ?? throw response.Malformed("has no id of the query");
                return new SecurityQuery(_scope, project, id, isAnswered ? result : null, statement);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static string? Settings(SecurityQueryOptions options)
    {
        var settings = new Dictionary<string, string>(options.Hints);
        if (options.Schema is string schema)
        {
            settings["odps.namespace.schema"] = "true";
            settings["odps.sql.allow.namespace.schema"] = "true";
            settings.TryAdd("odps.default.schema", schema);
        }

        return settings.Count == 0 ? null : RequestJson.WriteObject(settings);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Supervision(string? token) =>
        token is null ? [] : [new("odps-x-supervision-token", token)];

    private Task<SecurityPolicy?> GetPolicyAsync(string flag, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        return PolicyCall.GetAsync(_scope, RestPath.Project(project), flag, $"project {project}", cancellationToken);
    }

    private Task SetPolicyAsync(string flag, SecurityPolicy? policy, string? contentType, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        return PolicyCall.PutAsync(_scope, RestPath.Project(project), flag, $"project {project}", policy, contentType, cancellationToken);
    }
}
