using System.Globalization;
using System.Text.RegularExpressions;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Tunnel;

namespace Odps.Net.Emulator.Volumes;

/// <summary>The tunnel of volumes that are file systems: a file is written, then committed; it is read whole or in a range.</summary>
internal sealed partial class VolumeItemDataCalls(EmulatedService service)
{
    private const string SessionHeader = "x-odps-volume-sessionid";

    private readonly VolumeCatalog _catalog = new(service);
    private readonly VolumeItems _items = new(service);
    private readonly SessionStore<Written> _sessions = new(service.Clock, service.Ids, service.Options.MaxSessions);

    public void AddTo(RouteTable routes)
    {
        routes.Map("GET", VolumeCalls.One, Read);
        routes.Map("POST", VolumeCalls.One, WriteAsync);
        routes.Map("PUT", VolumeCalls.One, Commit);
    }

    private ServiceResponse Read(ServiceRequest request)
    {
        (EmulatedVolume volume, string path) = Find(request);
        byte[] content = _items.ReadFile(volume, path);
        Match range = Range().Match(request.Header("Range") ?? "bytes=0-");
        if (!range.Success)
        {
            throw new EmulatorException("InvalidParameter", $"A range is 'bytes=first-last'; it is '{request.Header("Range")}'.");
        }

        long first = range.Groups[1].Length == 0 ? 0 : long.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture);

        // A client that asks for all of an empty file gets the end wrong: -1.
        long last = range.Groups[2].Length == 0 ? content.Length - 1 : Math.Min(long.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture), content.Length - 1);
        if (first > content.Length)
        {
            throw new EmulatorException("RequestedRangeNotSatisfiable", $"The file has {content.Length} bytes; the range begins at {first}.", 416);
        }

        return VolumeBody.Answer(request, content.AsSpan((int)first, (int)Math.Max(0, last - first + 1)));
    }

    private async Task<ServiceResponse> WriteAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        (EmulatedVolume volume, string path) = Find(request);
        long replication = request.Number("replication", 0);
        byte[] data = await VolumeBody.ReadAsync(request, service.Options.MaxRequestBytes, cancellationToken).ConfigureAwait(false);
        var session = new Written(_sessions.NewId(), service.Clock.GetUtcNow(), volume, path, data, replication > 0 ? (int)replication : null);
        _sessions.Add(session);
        return ServiceResponse.Empty().With(SessionHeader, session.Id);
    }

    private ServiceResponse Commit(ServiceRequest request)
    {
        (EmulatedVolume volume, string path) = Find(request);
        Written? session = _sessions.Find(request, request.Header(SessionHeader) ?? "");
        if (session is null || session.Path != path || session.Volume.Key != volume.Key || session.IsCommitted || _sessions.IsExpired(session))
        {
            throw new EmulatorException("InvalidSessionId", $"There is no open session '{request.Header(SessionHeader)}' that writes this file.");
        }

        _items.WriteFile(volume, path, request.Caller.Account, session.Content, session.Replication);
        session.IsCommitted = true;
        session.Content = [];
        return ServiceResponse.Empty();
    }

    private (EmulatedVolume Volume, string Path) Find(ServiceRequest request)
    {
        EmulatedVolume volume = _catalog.Find(request);
        if (volume.Type != "NEW")
        {
            throw new EmulatorException("NotAcceptableOperation", $"The volume '{volume}' is of type {volume.Type}; the tunnel has files of type NEW only.");
        }

        string path = VolumeItems.Within(volume, request.Header(VolumeItemCalls.PathHeader) ?? "");
        return path.Length > 0 ? (volume, path) : throw new EmulatorException("InvalidPath", "The root of a volume is not a file.");
    }

    [GeneratedRegex("^bytes=([0-9]*)-(-?[0-9]*)$")]
    private static partial Regex Range();

    private sealed record Written(string Id, DateTimeOffset Created, EmulatedVolume Volume, string Path, byte[] Content, int? Replication) : ITunnelSession
    {
        public byte[] Content { get; set; } = Content;

        public volatile bool IsCommitted;

        public long HeldValues => 1;
    }
}
