using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>
/// The way into a MaxCompute service: collections of projects, tables, instances, SQL and the data tunnel. Thread-safe; make one for the life of
/// the application and dispose it at the end. Making it, and taking handles from it, costs no call.
/// </summary>
/// <example>
/// <code>
/// await using var client = new OdpsClient(new OdpsClientOptions
/// {
///     Endpoint = new Uri("https://service.cn-shanghai.maxcompute.aliyun.com/api"),
///     Project = "sales",
///     Credential = OdpsCredential.FromEnvironment(),
/// });
/// await using QueryResult rows = await client.Sql.QueryAsync("select region, count(*) from orders group by region");
/// </code>
/// </example>
public sealed class OdpsClient : IAsyncDisposable
{
    private readonly ServiceScope _scope;
    private readonly bool _ownsPipeline;

    /// <summary>Creates a client.</summary>
    /// <param name="options">The endpoint, the credential and everything else. They are checked here.</param>
    /// <exception cref="ArgumentException">An option is missing or does not make sense; the message names it.</exception>
    public OdpsClient(OdpsClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pipeline = new OdpsPipeline(options);
        _scope = new ServiceScope(pipeline, options, new TunnelEndpoints(pipeline, options), options.Project, options.Schema);
        _ownsPipeline = true;
    }

    private OdpsClient(ServiceScope scope) => _scope = scope;

    /// <summary>The project that names without one belong to; <see langword="null"/> when there is none.</summary>
    public string? Project => _scope.Project;

    /// <summary>The schema that names without one belong to; <see langword="null"/> in projects with two-level names.</summary>
    public string? Schema => _scope.Schema;

    /// <summary>The projects that the credential can see.</summary>
    public ProjectCollection Projects => new(_scope);

    /// <summary>The schemas of the client's project, where it has three-level names.</summary>
    public SchemaCollection Schemas => new(_scope);

    /// <summary>The compute quotas that the credential can see.</summary>
    public QuotaCollection Quotas => new(_scope);

    /// <summary>The tenant of the caller, and its security.</summary>
    public TenantOperations Tenant => new(_scope);

    /// <summary>The tables and views of the client's project and schema.</summary>
    public TableCollection Tables => new(_scope);

    /// <summary>The table streams of the client's project: changes of tables since they were last taken.</summary>
    public TableStreamCollection TableStreams => new(_scope);

    /// <summary>The instances (jobs) of the client's project.</summary>
    public InstanceCollection Instances => new(_scope);

    /// <summary>Runs SQL in the client's project.</summary>
    public SqlOperations Sql => new(_scope);

    /// <summary>The data tunnel: bulk upload and download.</summary>
    public TunnelOperations Tunnel => new(_scope);

    /// <summary>The classifications of the client's project: families of tags for tables, functions, resources and volumes.</summary>
    public ClassificationCollection Classifications => new(_scope);

    /// <summary>Users, roles, policies and security options of the client's project, and security queries.</summary>
    public SecurityOperations Security => new(_scope);

    /// <summary>The XFlows (machine-learning algorithms) of the client's project, and their runs.</summary>
    public XFlowCollection XFlows => new(_scope);

    /// <summary>The offline models (results of machine learning) of the client's project.</summary>
    public OfflineModelCollection OfflineModels => new(_scope);

    /// <summary>The models of the client's project and schema that the catalog service keeps and SQL uses.</summary>
    public ModelCollection Models => new(_scope);

    /// <summary>The resources of the client's project and schema: files, archives and tables for functions and jobs.</summary>
    public ResourceCollection Resources => new(_scope);

    /// <summary>The user-defined functions of the client's project and schema.</summary>
    public FunctionCollection Functions => new(_scope);

    /// <summary>The volumes of the client's project and schema: places for files.</summary>
    public VolumeCollection Volumes => new(_scope);

    /// <summary>A view of this client with another project. It shares everything with this client, need not be disposed, and costs nothing.</summary>
    /// <param name="project">The project that names without one belong to in the view. The schema of this client does not carry over.</param>
    public OdpsClient WithProject(string project)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(project);
        return new OdpsClient(_scope.With(project, schema: null));
    }

    /// <summary>A view of this client with another schema. It shares everything with this client, need not be disposed, and costs nothing.</summary>
    /// <param name="schema">The schema that names without one belong to in the view.</param>
    public OdpsClient WithSchema(string schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(schema);
        return new OdpsClient(_scope.With(_scope.Project, schema));
    }

    /// <summary>Closes all connections. Readers and writers that are still open fail. A view that <see cref="WithProject"/> made closes nothing.</summary>
    public ValueTask DisposeAsync() => _ownsPipeline ? _scope.Pipeline.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>The endpoint, project and schema; no secret.</summary>
    public override string ToString() => $"OdpsClient({_scope.Options.Endpoint}, project {Project ?? "-"}{(Schema is null ? "" : $", schema {Schema}")})";
}
