using System.Text.Json;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.MachineLearning;

/// <summary>The catalog service: models that were seeded. It names errors in a form of its own.</summary>
internal sealed class CatalogModelCalls(EmulatedService service)
{
    private const string Prefix = "/api/catalog/v1alpha";
    private const string Models = "projects/{project}/schemas/{schema}/models";
    private const string VersionsVerb = ":listVersions";

    public ServiceSurface Surface
    {
        get
        {
            var routes = new RouteTable();
            routes.Map("GET", $"api/catalog/v1alpha/{Models}", List);
            routes.Map("GET", $"api/catalog/v1alpha/{Models}/{{model}}", Get);

            // The path is signed whole: the endpoint of the catalog has none.
            return new ServiceSurface("", routes, HasJsonErrors: true) { Takes = static path => path.StartsWith(Prefix, StringComparison.Ordinal) };
        }
    }

    private ServiceResponse List(ServiceRequest request) =>
        service.Store.ProjectExists(request.Route("project")) ? Page(request, [.. Find(request).DistinctBy(m => m.Name)]) : NotFound($"project {request.Route("project")}");

    private ServiceResponse Get(ServiceRequest request)
    {
        string name = request.Route("model");
        bool listsVersions = name.EndsWith(VersionsVerb, StringComparison.Ordinal);
        name = listsVersions ? name[..^VersionsVerb.Length] : name;
        CatalogModel[] versions = [.. Find(request).Where(m => m.Name == name)];
        return versions.Length == 0 ? NotFound($"model {name}")
            : listsVersions ? Page(request, versions)
            : ServiceResponse.Json(json => versions[^1].Write(json, versions[^1].Version));
    }

    private IEnumerable<CatalogModel> Find(ServiceRequest request) =>
        service.Store.ProjectExists(request.Route("project")) ? CatalogModel.List(service.Objects, request.Route("project"), request.Route("schema")) : [];

    private static ServiceResponse Page(ServiceRequest request, CatalogModel[] models)
    {
        const int PageSize = 100;
        int start = (int)Math.Clamp(request.Number("pageToken", 0), 0, models.Length);
        CatalogModel[] page = [.. models.Skip(start).Take(PageSize)];
        return ServiceResponse.Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("models"u8);
            foreach (CatalogModel model in page)
            {
                model.Write(json, models[^1].Version);
            }

            json.WriteEndArray();
            json.WriteString("nextPageToken"u8, start + page.Length < models.Length ? (start + page.Length).ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
            json.WriteEndObject();
        });
    }

    private static ServiceResponse NotFound(string what) => ServiceResponse.Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("message"u8, $"The {what} does not exist.");
            json.WriteString("reason"u8, "NotFound");
            json.WriteEndObject();
        },
        404,
        "NotFound");
}
