using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Instances;
using Odps.Net.Emulator.MachineLearning;
using Odps.Net.Emulator.Pages;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Security;
using Odps.Net.Emulator.Storage;
using Odps.Net.Emulator.Tags;
using Odps.Net.Emulator.Tunnel;
using Odps.Net.Emulator.Volumes;

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
        Security = new ProjectSecurity(Objects, Users, Ids);
        XFlows = new XFlowStore(Objects, options.Clock);
        Models = new OfflineModelStore(Objects, options.Clock);
        Tags = new TagStore(Objects, Store, options.Clock);
        StoreAddresses = new StoreAddresses(options.Clock);
        Journal = new RequestJournal(options.JournalCapacity);
        StartTime = options.Clock.GetUtcNow();
        var behaviors = new InstanceBehaviors();
        Instances = new InstanceRegistry(options.Clock, Ids, JobRunners.Create(this, storage.Sql, behaviors), behaviors);
        foreach (string project in options.Projects)
        {
            if (!options.IsReadOnly && !Store.ProjectExists(project))
            {
                Store.CreateProject(project);
            }
        }

        var rest = new RouteTable();
        new DiscoveryCalls(this).AddTo(rest);
        new TenantCalls(this).AddTo(rest);
        new SecurityCalls(this).AddTo(rest);
        new ProjectCalls(this).AddTo(rest);
        new SchemaCalls(this).AddTo(rest);
        new QuotaCalls(this).AddTo(rest);
        new TagCalls(this).AddTo(rest);
        new ObjectTagCalls(this).AddTo(rest);
        new StreamObjectCalls(this).AddTo(rest);
        new PreviewCalls(this).AddTo(rest);
        new PartitionCalls(this).AddTo(rest);
        new TableCalls(this).AddTo(rest);
        new AuthorizationCalls(this).AddTo(rest);
        new MachineLearningCalls(this).AddTo(rest);
        new InstanceCalls(this).AddTo(rest);
        new ResourceCalls(this).AddTo(rest);
        new FunctionCalls(this).AddTo(rest);
        VolumeCalls.AddTo(rest, this);
        new McqaCalls(this).AddTo(rest);

        var tunnel = new RouteTable();
        new TableDownloadCalls(this).AddTo(tunnel);
        new TableUploadCalls(this).AddTo(tunnel);
        new TableStreamCalls(this).AddTo(tunnel);
        new TableUpsertCalls(this).AddTo(tunnel);
        new InstanceDownloadCalls(this).AddTo(tunnel);
        new VolumePartitionDataCalls(this).AddTo(tunnel);
        new VolumeItemDataCalls(this).AddTo(tunnel);
        new ArrowPreviewCalls(this).AddTo(tunnel);

        Surfaces = [new ObjectStoreCalls(this).Surface, new CatalogModelCalls(this).Surface, new PageCalls(this).Surface, new ServiceSurface("/api", rest, HasJsonErrors: false), new ServiceSurface("", tunnel, HasJsonErrors: true)];
    }

    public OdpsEmulatorOptions Options { get; }

    public TimeProvider Clock => Options.Clock;

    public IdSource Ids { get; }

    public ITableStore Store { get; }

    public IObjectStore Objects { get; }

    public UserDirectory Users { get; }

    public ProjectSecurity Security { get; }

    public XFlowStore XFlows { get; }

    public OfflineModelStore Models { get; }

    public TagStore Tags { get; }

    public StoreAddresses StoreAddresses { get; }

    public InstanceRegistry Instances { get; }

    public DateTimeOffset StartTime { get; }

    public RequestJournal Journal { get; }

    public FaultCollection Faults { get; } = new();

    public StubCollection Stubs { get; } = new();

    public IReadOnlyList<ServiceSurface> Surfaces { get; }

    /// <summary>Host and port as a client reaches them; known once the server listens.</summary>
    public string Authority { get; set; } = "";

    public async ValueTask DisposeAsync()
    {
        await Instances.DisposeAsync().ConfigureAwait(false);
        Store.Dispose();
    }
}
