using Odps.Net.Http;
using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>What all handles made from one client share: the pipeline, the options, and which project and schema names without one belong to.</summary>
internal sealed class ServiceScope(OdpsPipeline pipeline, OdpsClientOptions options, TunnelEndpoints tunnels, string? project, string? schema)
{
    public OdpsPipeline Pipeline { get; } = pipeline;

    public OdpsClientOptions Options { get; } = options;

    public TunnelEndpoints Tunnels { get; } = tunnels;

    public string? Project { get; } = project;

    public string? Schema { get; } = schema;

    /// <summary>What was learned from the service once and holds for all views of the client.</summary>
    public ServiceCache Cache { get; private init; } = new();

    public TimeProvider TimeProvider => Options.TimeProvider;

    public string RequireProject() => Project ?? throw new InvalidOperationException(
        "The call needs a project and none is known: set OdpsClientOptions.Project, use client.WithProject(...), or write the name as project.object.");

    public ServiceScope With(string? project, string? schema) => new(Pipeline, Options, Tunnels, project, schema) { Cache = Cache };
}
