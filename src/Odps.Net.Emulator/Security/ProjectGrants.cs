using System.IO.Enumeration;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>Rights on an object that someone was granted.</summary>
/// <param name="Subject">The user or role: <c>user/ALIYUN$x@y</c>, <c>role/r</c>.</param>
/// <param name="Resource">The object, for example <c>tables/t</c>.</param>
/// <param name="Actions">The rights, for example <c>Select</c>.</param>
internal sealed record AclEntry(string Subject, string Resource, IReadOnlyList<string> Actions);

/// <summary>The ACLs of projects: who was granted which rights on which objects.</summary>
internal sealed class ProjectGrants(IObjectStore objects)
{
    private const string Kind = "acl";

    public IReadOnlyList<AclEntry> List(string project) => [.. objects.List(project, null, Kind).Select(Read)];

    /// <summary>Whether one of these has a right on an object. <c>All</c> stands for every right, and a star in a name for any text.</summary>
    /// <param name="project">The project.</param>
    /// <param name="subjects">Users and roles: <c>user/ALIYUN$x@y</c>, <c>role/r</c>.</param>
    /// <param name="resource">The object, for example <c>tables/t</c>.</param>
    /// <param name="action">The right, for example <c>Select</c>.</param>
    public bool Has(string project, IReadOnlyCollection<string> subjects, string resource, string action) => List(project).Any(entry =>
        subjects.Contains(entry.Subject, StringComparer.OrdinalIgnoreCase)
        && FileSystemName.MatchesSimpleExpression(entry.Resource, resource, ignoreCase: true)
        && entry.Actions.Any(a => a.Equals(action, StringComparison.OrdinalIgnoreCase) || a.Equals("All", StringComparison.OrdinalIgnoreCase)));

    public void Grant(string project, string subject, string resource, IEnumerable<string> actions) => objects.Transact(() =>
    {
        ObjectKey key = Key(project, subject, resource);
        string[] all = [.. Actions(objects.Find(key)).Union(actions, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        objects.Put(key, string.Join(',', all));
        return true;
    });

    public void Revoke(string project, string subject, string resource, IReadOnlyCollection<string> actions) => objects.Transact(() =>
    {
        ObjectKey key = Key(project, subject, resource);
        string[] before = Actions(objects.Find(key));
        string[] left = [.. before.Except(actions, StringComparer.OrdinalIgnoreCase)];
        if (left.Length == before.Length)
        {
            throw new EmulatorException("NoSuchObject", $"ODPS-0430075: {subject} has none of the rights {string.Join(", ", actions)} on {resource}.", 404);
        }

        if (left.Length == 0)
        {
            objects.Delete(key);
        }
        else
        {
            objects.Put(key, string.Join(',', left));
        }

        return true;
    });

    private static string[] Actions(StoredObject? stored) => stored?.Document.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static AclEntry Read(StoredObject stored)
    {
        int bar = stored.Name.IndexOf('|', StringComparison.Ordinal);
        return new AclEntry(stored.Name[..bar], stored.Name[(bar + 1)..], Actions(stored));
    }

    private static ObjectKey Key(string project, string subject, string resource) => new(project, null, Kind, $"{subject}|{resource}");
}
