using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Security;

/// <summary>Says which right a request needs, and has it refused where a policy denies that.</summary>
internal sealed class AccessControl(ProjectSecurity security)
{
    public void Check(ServiceRequest request)
    {
        string[] parts = request.Path.Trim('/').Split('/');
        if (parts.Length >= 2 && parts[0] == "projects" && !(parts.Length > 2 && parts[2] is "authorization" or "tunnel" or "logs"))
        {
            (string action, string resource) = Need(request, parts);
            security.Check(request.Caller, parts[1], action, resource);
        }
    }

    /// <summary>The action and the object, which is the project itself for what has no object yet.</summary>
    private static (string Action, string Resource) Need(ServiceRequest request, string[] parts)
    {
        string project = $"projects/{parts[1]}";
        string collection = parts.Length > 2 ? parts[2] : "";
        int name = 3;
        if (collection == "registration")
        {
            collection = "functions";
            name = 4;
        }
        else if (collection == "schemas" && parts.Length > 4)
        {
            project = $"{project}/schemas/{parts[3]}";
            collection = parts[4];
            name = 5;
        }

        bool isRead = request.Method is "GET" or "HEAD";
        if (collection.Length == 0)
        {
            return (isRead ? "Read" : "Write", project);
        }

        if (parts.Length <= name)
        {
            return (isRead ? "List" : "Create" + Noun(collection), project);
        }

        string action = collection switch
        {
            "tables" => OnTable(request, isRead),
            _ when request.Method == "DELETE" => "Delete",
            "instances" => isRead ? "Read" : "Write",
            _ => isRead ? "Read" : "Update",
        };
        return (action, $"{project}/{collection}/{parts[name]}");
    }

    private static string OnTable(ServiceRequest request, bool isRead) =>
        request.Has("downloads") || request.Has("downloadid") ? "Download"
        : request.Has("data") ? "Select"
        : isRead && !request.Has("uploadid") ? "Describe"
        : "Update";

    /// <summary><c>tables</c> is what <c>CreateTable</c> makes.</summary>
    private static string Noun(string collection) => collection.Length < 2 ? "" : char.ToUpperInvariant(collection[0]) + collection[1..].TrimEnd('s');
}
