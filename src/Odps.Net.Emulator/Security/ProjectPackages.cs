using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>
/// Packages and their installation, which the service answers later: the first time that someone asks for the outcome it says that it still runs.
/// A package is a name here and holds nothing.
/// </summary>
internal sealed class ProjectPackages(IObjectStore objects, IdSource ids)
{
    private const string PackageKind = "package";
    private const string InstalledKind = "installed-package";
    private const string QueryKind = "security-query";

    public IReadOnlyList<string> List(string project) => [.. objects.List(project, null, PackageKind).Select(p => p.Name)];

    public IReadOnlyList<string> ListInstalled(string project) => [.. objects.List(project, null, InstalledKind).Select(p => p.Name)];

    public void Create(string project, string name) => objects.Transact(() =>
    {
        var key = new ObjectKey(project, null, PackageKind, name);
        if (objects.Find(key) is not null)
        {
            throw SecurityErrors.Exists("package", name, project);
        }

        objects.Put(key, "");
        return true;
    });

    public void Drop(string project, string name)
    {
        if (!objects.Delete(new ObjectKey(project, null, PackageKind, name)))
        {
            throw SecurityErrors.Missing("package", name, project);
        }
    }

    /// <summary>Installs a package of another project.</summary>
    /// <returns>The id by which the outcome can be asked for.</returns>
    public string Install(string project, string from, string name)
    {
        bool isThere = objects.Find(new ObjectKey(from, null, PackageKind, name)) is not null;
        if (isThere)
        {
            objects.Put(new ObjectKey(project, null, InstalledKind, $"{from}.{name}"), "");
        }

        return Finish(project, isThere ? null : $"ODPS-0430071: The package '{from}.{name}' does not exist.");
    }

    /// <summary>Takes an installed package away.</summary>
    /// <returns>The id by which the outcome can be asked for.</returns>
    public string Uninstall(string project, string from, string name) => Finish(
        project,
        objects.Delete(new ObjectKey(project, null, InstalledKind, $"{from}.{name}")) ? null : $"ODPS-0430071: The package '{from}.{name}' is not installed.");

    /// <summary>Where a query stands; null when there is none of that id.</summary>
    /// <returns>The status as the service spells it, and the answer or the failure.</returns>
    public (string Status, string Result)? FindQuery(string project, string id) => objects.Transact<(string, string)?>(() =>
    {
        var key = new ObjectKey(project, null, QueryKind, id);
        string? document = objects.Find(key)?.Document;
        if (document is null)
        {
            return null;
        }

        string[] parts = document.Split('\n', 3);
        if (parts[0] == "new")
        {
            objects.Put(key, $"seen\n{parts[1]}\n{parts[2]}");
            return ("Running", "");
        }

        return (parts[1], parts[2]);
    });

    private string Finish(string project, string? failure)
    {
        string id = "auth" + ids.NextHex(8);
        objects.Put(new ObjectKey(project, null, QueryKind, id), $"new\n{(failure is null ? "Terminated" : "Failed")}\n{failure ?? "\"OK\""}");
        return id;
    }
}
