using System.Globalization;
using System.Text.RegularExpressions;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Volumes;

/// <summary>The object store behind external volumes: plain GET, with ranges, and PUT of addresses that the service has signed.</summary>
internal sealed partial class ObjectStoreCalls(EmulatedService service)
{
    private const string Pattern = "{project}/{schema}/{volume}";

    private readonly VolumeCatalog _catalog = new(service);
    private readonly VolumeItems _items = new(service);

    public ServiceSurface Surface
    {
        get
        {
            var routes = new RouteTable();
            routes.Map("GET", Pattern, Get);
            routes.Map("PUT", Pattern, PutAsync);
            return new ServiceSurface(StoreAddresses.Prefix, routes, HasJsonErrors: false, IsSigned: false);
        }
    }

    private ServiceResponse Get(ServiceRequest request)
    {
        (EmulatedVolume volume, string key) = Find(request);
        if (_items.Find(volume, key) is not { IsDirectory: false })
        {
            throw new EmulatorException("NoSuchKey", $"There is no object '{key}'.", 404);
        }

        byte[] content = _items.ReadFile(volume, key);

        // Like other stores it sends the whole object when it cannot make sense of a range.
        Match range = Range().Match(request.Header("Range") ?? "");
        if (!range.Success || !long.TryParse(range.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long first) || first >= content.Length)
        {
            return new ServiceResponse { ContentType = "application/octet-stream", Body = content };
        }

        long last = long.TryParse(range.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long stated)
            ? Math.Min(stated, content.Length - 1)
            : content.Length - 1;
        return new ServiceResponse { Status = 206, ContentType = "application/octet-stream", Body = content.AsMemory((int)first, (int)(last - first + 1)) }
            .With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{content.Length}"));
    }

    private async Task<ServiceResponse> PutAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        (EmulatedVolume volume, string key) = Find(request);
        byte[] content = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        string owner = volume.Fields["owner"] ?? "";
        if (!key.EndsWith('/'))
        {
            _items.WriteFile(volume, key, owner, content, replication: null);
        }
        else if (_items.Find(volume, key.TrimEnd('/')) is null)
        {
            _items.CreateDirectory(volume, key.TrimEnd('/'), owner);
        }

        return ServiceResponse.Empty();
    }

    private (EmulatedVolume Volume, string Key) Find(ServiceRequest request)
    {
        (string project, string schema, string name) = (request.Route("project"), request.Route("schema"), request.Route("volume"));
        string key = request.Find("key") ?? "";
        service.StoreAddresses.Check(request.Method, $"{project}/{schema}/{name}", key, request.Find("Expires"), request.Find("Signature"));
        EmulatedVolume? volume = _catalog.Find(project, schema == "default" ? null : schema, name);
        return (volume ?? throw new EmulatorException("NoSuchBucket", $"The volume '{project}.{name}' is gone.", 404), key);
    }

    [GeneratedRegex("^bytes=([0-9]+)-([0-9]*)$")]
    private static partial Regex Range();
}
