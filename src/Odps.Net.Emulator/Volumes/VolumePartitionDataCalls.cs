using System.Collections.Concurrent;
using System.Globalization;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Tunnel;

namespace Odps.Net.Emulator.Volumes;

/// <summary>The tunnel of partitioned volumes: sessions that write files, which come into the partition together, and sessions that read one.</summary>
internal sealed class VolumePartitionDataCalls(EmulatedService service)
{
    private const string Uploads = "projects/{project}/tunnel/uploads";
    private const string Downloads = "projects/{project}/tunnel/downloads";

    private readonly VolumeCatalog _catalog = new(service);
    private readonly SessionStore<Upload> _uploads = new(service.Clock, service.Ids, service.Options.MaxSessions);
    private readonly SessionStore<Download> _downloads = new(service.Clock, service.Ids, service.Options.MaxSessions);

    public void AddTo(RouteTable routes)
    {
        routes.Map("POST", Uploads, CreateUpload);
        routes.Map("GET", Uploads + "/{session}", request => Describe(FindUpload(request)));
        routes.Map("POST", Uploads + "/{session}", WriteFileAsync);
        routes.Map("PUT", Uploads + "/{session}", Commit);
        routes.Map("POST", Downloads, CreateDownload);
        routes.Map("GET", Downloads + "/{session}", ReadFile, "data");
        routes.Map("GET", Downloads + "/{session}", request => Describe(FindDownload(request)));
    }

    private ServiceResponse CreateUpload(ServiceRequest request)
    {
        (EmulatedVolume volume, string partition, string file) = Target(request);
        if (file.Length > 0)
        {
            throw InvalidTarget(request);
        }

        var session = new Upload(_uploads.NewId(), service.Clock.GetUtcNow(), volume, partition, request.Find("quotaName"));
        _uploads.Add(session);
        return Describe(session);
    }

    private async Task<ServiceResponse> WriteFileAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        Upload session = FindOpen(request);
        string name = FileName(request.Find("blockid") ?? "");
        byte[] data = await VolumeBody.ReadAsync(request, service.Options.MaxRequestBytes, cancellationToken).ConfigureAwait(false);
        session.Files.AddOrUpdate(name, data, (_, before) => request.Has("resume") ? [.. before, .. data] : data);
        return ServiceResponse.Empty();
    }

    private ServiceResponse Commit(ServiceRequest request)
    {
        Upload session = FindUpload(request);
        if (!session.IsCommitted)
        {
            FindOpen(request);
            EmulatedVolume volume = _catalog.Find(session.Volume.Project, session.Volume.Schema, session.Volume.Name)
                ?? throw VolumeCatalog.NoSuchVolume(session.Volume.Project, session.Volume.Name);
            _catalog.Write(volume, session.Partition, request.Caller.Account, session.Files.Select(f => (f.Key, f.Value)));
            session.IsCommitted = true;
        }

        return Describe(session);
    }

    private ServiceResponse CreateDownload(ServiceRequest request)
    {
        (EmulatedVolume volume, string partition, string file) = Target(request);
        if (_catalog.FindPartition(volume, partition) is null)
        {
            throw VolumeCatalog.NoSuchPartition(volume, partition);
        }

        byte[] content = _catalog.ReadFile(volume, partition, file)
            ?? throw new EmulatorException("NoSuchFile", $"There is no file '{file}' in partition '{partition}' of volume '{volume}'.", 404);
        var session = new Download(_downloads.NewId(), service.Clock.GetUtcNow(), volume, partition, file, content, request.Find("quotaName"));
        _downloads.Add(session);
        return Describe(session);
    }

    private ServiceResponse ReadFile(ServiceRequest request)
    {
        Download session = FindDownload(request);
        string[] range = (request.Find("range") ?? "").Trim('(', ')').Split(',');
        if (range.Length != 2 || !long.TryParse(range[0], NumberStyles.None, CultureInfo.InvariantCulture, out long start)
            || !long.TryParse(range[1], NumberStyles.None, CultureInfo.InvariantCulture, out long length) || start > session.Content.Length)
        {
            throw new EmulatorException("InvalidRange", $"A range is (first byte, length) and begins within the {session.Content.Length} bytes of the file; it is '{request.Find("range")}'.");
        }

        int count = (int)Math.Min(length, session.Content.Length - start);
        return VolumeBody.Answer(request, session.Content.AsSpan((int)start, count));
    }

    private ServiceResponse Describe(Upload session) => ServiceResponse.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("UploadID"u8, session.Id);
        json.WriteString("Status"u8, session.IsCommitted ? "closed" : _uploads.IsExpired(session) ? "expired" : "normal");
        json.WriteStartArray("FileList"u8);
        foreach ((string name, byte[] content) in session.Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("FileName"u8, name);
            json.WriteNumber("FileLength"u8, content.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("QuotaName"u8, session.QuotaName ?? "default");
        json.WriteEndObject();
    });

    private ServiceResponse Describe(Download session) => ServiceResponse.Json(json =>
    {
        json.WriteStartObject();
        json.WriteString("DownloadID"u8, session.Id);
        json.WriteString("Status"u8, _downloads.IsExpired(session) ? "expired" : "normal");
        json.WriteStartObject("File"u8);
        json.WriteString("FileName"u8, session.File);
        json.WriteNumber("FileLength"u8, session.Content.Length);
        json.WriteEndObject();
        json.WriteStartObject("Partition"u8);
        json.WriteString("Volume"u8, session.Volume.Name);
        json.WriteString("Partition"u8, session.Partition);
        json.WriteEndObject();
        json.WriteString("QuotaName"u8, session.QuotaName ?? "default");
        json.WriteEndObject();
    });

    /// <summary>The <c>target</c> parameter: <c>project/volume/partition/</c>, with a file for downloads.</summary>
    private (EmulatedVolume Volume, string Partition, string File) Target(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string[] steps = (request.Find("target") ?? "").Split('/', 4);
        if (request.Find("type") != "volumefile" || steps.Length != 4 || !steps[0].Equals(project, StringComparison.OrdinalIgnoreCase) || steps[1].Length == 0 || steps[2].Length == 0)
        {
            throw InvalidTarget(request);
        }

        EmulatedVolume volume = _catalog.Find(project, request.Schema(), steps[1]) ?? throw VolumeCatalog.NoSuchVolume(project, steps[1]);
        return (VolumeCatalog.RequireParted(volume), steps[2], steps[3]);
    }

    private static EmulatorException InvalidTarget(ServiceRequest request) => new(
        "InvalidArgument", $"type=volumefile with a target 'project/volume/partition/[file]' was expected; they are '{request.Find("type")}' and '{request.Find("target")}'.");

    private static string FileName(string name) => name.Length > 0 && name[0] != '/'
        ? string.Join('/', name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        : throw new EmulatorException("InvalidArgument", $"'{name}' is not the name of a file.");

    private Upload FindOpen(ServiceRequest request)
    {
        Upload session = FindUpload(request);
        return session.IsCommitted || _uploads.IsExpired(session)
            ? throw new EmulatorException("StatusConflict", $"The upload session {session.Id} is {(session.IsCommitted ? "closed" : "expired")}.", 409)
            : session;
    }

    private Upload FindUpload(ServiceRequest request) => _uploads.Find(request, request.Route("session")) is { } session && session.Volume.Project == request.Project(service.Store)
        ? session
        : throw new EmulatorException("NoSuchUpload", $"There is no upload session '{request.Route("session")}' in this project.", 404);

    private Download FindDownload(ServiceRequest request) => _downloads.Find(request, request.Route("session")) is { } session && session.Volume.Project == request.Project(service.Store)
        ? session
        : throw new EmulatorException("NoSuchDownload", $"There is no download session '{request.Route("session")}' in this project.", 404);

    private sealed record Upload(string Id, DateTimeOffset Created, EmulatedVolume Volume, string Partition, string? QuotaName) : ITunnelSession
    {
        public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

        public volatile bool IsCommitted;

        public long HeldValues => Files.Count;
    }

    private sealed record Download(string Id, DateTimeOffset Created, EmulatedVolume Volume, string Partition, string File, byte[] Content, string? QuotaName) : ITunnelSession
    {
        public long HeldValues => 1;
    }
}
