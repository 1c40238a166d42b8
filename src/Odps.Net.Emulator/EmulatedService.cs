using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Security;
using Odps.Net.Emulator.Storage;
using Odps.Net.Emulator.Tunnel;

namespace Odps.Net.Emulator;

/// <summary>What the calls of an emulator share: the catalog, the SQL engine, users, instances, sessions and the clock.</summary>
internal sealed class EmulatedService : IAsyncDisposable
{
    public EmulatedService(OdpsEmulatorOptions options, EmulatorStorage storage)
    {
        Options = options;
        Ids = storage.Ids;
        Store = storage.Tables;
        Objects = storage.Objects;
        Users = new UserDirectory(options);
        StartTime = options.Clock.GetUtcNow();
        Instances = new InstanceRegistry(options.Clock, Ids, JobRunners.Create(Store, storage.Sql));
        foreach (string project in options.Projects)
        {
            if (!options.IsReadOnly && !Store.ProjectExists(project))
            {
                Store.CreateProject(project);
            }
        }

        var rest = new RouteTable();
        new DiscoveryCalls(this).AddTo(rest);
        new ProjectCalls(this).AddTo(rest);
        new SchemaCalls(this).AddTo(rest);
        new PreviewCalls(this).AddTo(rest);
        new PartitionCalls(this).AddTo(rest);
        new TableCalls(this).AddTo(rest);
        new AuthorizationCalls(this).AddTo(rest);
        new InstanceCalls(this).AddTo(rest);

        var tunnel = new RouteTable();
        new TableDownloadCalls(this).AddTo(tunnel);
        new TableUploadCalls(this).AddTo(tunnel);
        new TableStreamCalls(this).AddTo(tunnel);
        new TableUpsertCalls(this).AddTo(tunnel);
        new InstanceDownloadCalls(this).AddTo(tunnel);

        Surfaces = [new ServiceSurface("/api", rest, HasJsonErrors: false), new ServiceSurface("", tunnel, HasJsonErrors: true)];
    }

    public OdpsEmulatorOptions Options { get; }

    public TimeProvider Clock => Options.Clock;

    public IdSource Ids { get; }

    public ITableStore Store { get; }

    public IObjectStore Objects { get; }

    public UserDirectory Users { get; }

    public InstanceRegistry Instances { get; }

    public DateTimeOffset StartTime { get; }

    public IReadOnlyList<ServiceSurface> Surfaces { get; }

    /// <summary>Host and port as a client reaches them; known once the server listens.</summary>
    public string Authority { get; set; } = "";

    public async ValueTask DisposeAsync()
    {
        await Instances.DisposeAsync().ConfigureAwait(false);
        Store.Dispose();
    }
}
