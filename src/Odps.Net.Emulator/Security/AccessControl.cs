using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>Says which right a request needs, and has it refused to those who lack it. What statements need, the SQL engine asks for.</summary>
internal sealed class AccessControl(EmulatedService service)
{
    /// <summary>What checks itself, or is open to all.</summary>
    private static readonly string[] Unchecked = ["authorization", "auth", "logs"];

    public void Check(ServiceRequest request)
    {
        string[] parts = request.Path.Trim('/').Split('/');
        parts = parts[0] == "mcqa" ? parts[1..] : parts;
        if (parts.Length < 2 || parts[0] != "projects" || (parts.Length > 2 && Unchecked.Contains(parts[2])) || !service.Store.ProjectExists(parts[1]))
        {
            return;
        }

        if (parts.Length > 2 && parts[2] == "tunnel")
        {
            CheckVolume(request);
            return;
        }

        (string action, string resource, string? owner) = Need(request, parts);
        service.Security.Check(request.Caller.Account, parts[1], action, resource, owner);
    }

    /// <summary>A session with the files of a volume names them when it begins: <c>target=project/volume/partition/file</c>.</summary>
    private void CheckVolume(ServiceRequest request)
    {
        if (request.Find("target")?.Split('/') is [string project, string volume, ..] && service.Store.ProjectExists(project))
        {
            string action = request.Path.EndsWith("/uploads", StringComparison.Ordinal) ? "Write" : "Read";
            service.Security.Check(
                request.Caller.Account, project, action, $"{SecuredNames.Of(project, request.Schema())}/volumes/{volume}", OwnerOf(project, request.Schema(), "volumes", volume));
        }
    }

    /// <summary>The action, the object, which is the project itself for what has no object yet, and who owns it.</summary>
    private (string Action, string Resource, string? Owner) Need(ServiceRequest request, string[] parts)
    {
        string project = parts[1];
        string collection = parts.Length > 2 ? parts[2] : "";
        string? schema = request.Schema();
        int name = 3;
        if (collection == "registration")
        {
            collection = "functions";
            name = 4;
        }
        else if (collection == "schemas" && parts.Length > 4)
        {
            schema = parts[3];
            collection = parts[4];
            name = 5;
        }

        bool isRead = request.Method is "GET" or "HEAD";
        if (collection.Length == 0)
        {
            return (isRead ? "Read" : "Write", SecuredNames.Of(project, null), null);
        }

        string place = SecuredNames.Of(project, schema);
        if (parts.Length <= name)
        {
            // Reading many tables at once is a POST; those that may not be seen are left out of the answer.
            return (isRead || request.Has("query") ? "List" : "Create" + Noun(collection), place, null);
        }

        string action = collection switch
        {
            "tables" => OnTable(request, isRead),
            _ when request.Method == "DELETE" && request.Header("x-odps-volume-fs-path") is null => "Delete",
            _ => isRead || request.Has("downloads") ? "Read" : "Write",
        };
        return (action, $"{place}/{collection}/{parts[name]}", OwnerOf(project, schema, collection, parts[name]));
    }

    private static string OnTable(ServiceRequest request, bool isRead) =>
        request.Has("downloads") || request.Has("downloadid") ? "Download"
        : request.Has("data") ? "Select"
        : isRead && !request.Has("uploadid") ? "Describe"
        : request.Has("tagging") ? "Alter"
        : "Update";

    private string? OwnerOf(string project, string? schema, string collection, string name) => collection switch
    {
        "tables" => service.Store.FindTable(project, schema, name)?.Owner,
        "schemas" => service.Store.FindSchema(project, name)?.Owner,
        "instances" => service.Instances.Find(project, name)?.Owner,
        "functions" => Stored(project, schema, "function", name.ToLowerInvariant()),
        "resources" or "volumes" => Stored(project, schema, collection[..^1], name),
        "offlinemodels" => service.Models.Find(project, name)?.Owner,
        _ => null,
    };

    private string? Stored(string project, string? schema, string kind, string name) =>
        service.Objects.Find(new ObjectKey(project, schema, kind, name)) is { } stored ? ObjectFields.Parse(stored.Document)["owner"] : null;

    /// <summary><c>tables</c> is what <c>CreateTable</c> makes.</summary>
    private static string Noun(string collection) => collection.Length < 2 ? "" : char.ToUpperInvariant(collection[0]) + collection[1..].TrimEnd('s');
}
