using System.Net;
using System.Net.Sockets;
using System.Text;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Security;

namespace Odps.Net.Emulator;

/// <summary>
/// A MaxCompute service in this process: REST and data tunnel over HTTP on one port. Several may run side by side. Disposing it ends the requests and
/// instances that are under way and closes the port.
/// </summary>
/// <example><code>
/// await using OdpsEmulator emulator = await OdpsEmulator.StartAsync();
/// OdpsClientOptions options = emulator.ClientOptions; // for a client of this SDK; any other takes emulator.Endpoint, AccessId, AccessKey and Project
/// </code></example>
public sealed class OdpsEmulator : IAsyncDisposable
{
    /// <summary>A name of this machine, so that clients take plain http for safe; nothing is ever connected to it.</summary>
    private const string InMemoryAuthority = "localhost";

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly EmulatedService _service;
    private readonly CancellationTokenSource _stopping;
    private readonly InMemoryTransport? _memory;
    private EmulatorServer? _server;

    private OdpsEmulator(EmulatedService service, CancellationTokenSource stopping, EmulatorServer server, InMemoryTransport? memory)
    {
        _memory = memory;
        _service = service;
        _stopping = stopping;
        _server = server;
        TunnelEndpoint = new Uri($"http://{service.Authority}");
        Endpoint = new Uri(TunnelEndpoint, "api");
        Instances = new EmulatedInstances(service.Instances.Behaviors);
    }

    /// <summary>The REST endpoint, for example <c>http://127.0.0.1:40001/api</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>The endpoint of the data tunnel, which clients also find by themselves: the same host and port without a path.</summary>
    public Uri TunnelEndpoint { get; }

    /// <summary>The AccessKey id of the first user.</summary>
    public string AccessId => _service.Options.AccessId;

    /// <summary>The AccessKey secret of the first user.</summary>
    public string AccessKey => _service.Options.AccessKey;

    /// <summary>The first project.</summary>
    public string Project => _service.Options.Projects[0];

    /// <summary>The options with which the emulator was started.</summary>
    public OdpsEmulatorOptions Options => _service.Options;

    /// <summary>
    /// What a client needs to work with this emulator: endpoint, first project, key pair of the first user, the emulator's clock, and the way to it when it is in
    /// memory.
    /// </summary>
    public OdpsClientOptions ClientOptions => new()
    {
        Endpoint = Endpoint,
        Project = Project,
        Credential = OdpsCredential.AccessKey(AccessId, AccessKey),
        TimeProvider = Options.Clock,
        HttpHandlerFactory = _memory is null ? null : CreateHandler,
    };

    /// <summary>The instances: makes them queued, slow or failing.</summary>
    public EmulatedInstances Instances { get; }

    /// <summary>
    /// The requests so far in the order in which they came, those without an answer yet included: a snapshot that does not change. A request has its
    /// status before the client has the answer.
    /// </summary>
    public IReadOnlyList<EmulatorRequest> Requests => _service.Journal.Snapshot();

    /// <summary>What goes wrong with requests: none at the start.</summary>
    public FaultCollection Faults => _service.Faults;

    /// <summary>Answers that are given in place of the emulator's own: none at the start.</summary>
    public StubCollection Stubs => _service.Stubs;

    /// <summary>
    /// Puts projects, schemas, tables with rows, resources, functions and users into the emulator, without a request: all of it or, when something is wrong, none.
    /// </summary>
    /// <param name="seed">Says what.</param>
    /// <example><code>
    /// emulator.Seed(seed => seed
    ///     .Table("orders", "id bigint, amount decimal(18,2)", "dt string")
    ///     .Partition("dt=20260101", [1L, 9.99m], [2L, 12.50m]));
    /// </code></example>
    /// <exception cref="InvalidOperationException">Something is there already, or what it refers to is not; the message says which.</exception>
    /// <exception cref="OdpsDataException">A value does not fit its column.</exception>
    public void Seed(Action<EmulatorSeed> seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var work = new EmulatorSeed(_service);
        try
        {
            _service.Objects.Transact(() =>
            {
                seed(work);
                return 0;
            });
        }
        catch (EmulatorException e)
        {
            work.Undo();
            throw new InvalidOperationException($"The seed cannot be put into the emulator: {e.Message}", e);
        }
        catch
        {
            work.Undo();
            throw;
        }
    }

    /// <summary>
    /// A transport for HTTP clients of any kind: with <see cref="OdpsEmulatorOptions.InMemory"/> it leads into this emulator whatever host a request names,
    /// otherwise it is an ordinary one. It neither follows redirects nor decompresses.
    /// </summary>
    /// <returns>The handler, to be disposed by the caller.</returns>
    public HttpMessageHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        if (_memory is { } memory)
        {
            handler.ConnectCallback = (_, cancellationToken) => memory.ConnectAsync(cancellationToken);
        }

        return handler;
    }

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests() => _service.Journal.Clear();

    /// <summary>Starts an emulator; when the result is there it takes requests.</summary>
    /// <param name="options">How to start it. Default: any free port of the loopback address, project <c>demo</c>, data in memory.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ArgumentException">An option is not valid; the message names it.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<OdpsEmulator> StartAsync(OdpsEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new OdpsEmulatorOptions();
        options.Check();
        return await StartAsync(options, EmulatorStorage.Open(options), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts an emulator over a given storage, which it then owns.</summary>
    internal static async Task<OdpsEmulator> StartAsync(OdpsEmulatorOptions options, EmulatorStorage storage, CancellationToken cancellationToken)
    {
        var service = new EmulatedService(options, storage);
        var stopping = new CancellationTokenSource();
        try
        {
            var pipeline = new RequestPipeline(service, new RequestAuthenticator(service.Users, options.Clock), new AccessControl(service), stopping.Token);
            InMemoryTransport? memory = options.InMemory ? new InMemoryTransport() : null;
            EmulatorServer server = await EmulatorServer.StartAsync(options, pipeline, memory, cancellationToken).ConfigureAwait(false);
            service.Authority = options.InMemory ? InMemoryAuthority : new IPEndPoint(Reachable(options.Address), server.Port).ToString();
            return new OdpsEmulator(service, stopping, server, memory);
        }
        catch
        {
            stopping.Dispose();
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the requests that wait, lets the others finish for up to 5 s, stops running instances and closes the port and the data file.</summary>
    public async ValueTask DisposeAsync()
    {
        EmulatorServer? server = Interlocked.Exchange(ref _server, null);
        if (server is null)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        using (var limit = new CancellationTokenSource(StopTimeout))
        {
            await server.StopAsync(limit.Token).ConfigureAwait(false);
        }

        server.Dispose();
        await _service.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>An address of this machine that stands for "all addresses" in an endpoint.</summary>
    private static IPAddress Reachable(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address
        : address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
}
