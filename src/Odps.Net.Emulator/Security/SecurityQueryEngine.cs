using System.Text.Json;
using System.Xml.Linq;

namespace Odps.Net.Emulator.Security;

/// <summary>
/// Carries out security statements: who asks, users, roles, grants, options, packages. Those that change something are for administrators.
/// </summary>
internal sealed partial class SecurityQueryEngine(ProjectSecurity security, Func<string, bool> projectExists, Func<string> endpoint)
{
    private static readonly string[] ObjectTypes = ["project", "table", "function", "resource", "instance", "schema", "volume", "package", "job", "offlinemodel", "xflow"];

    public SecurityAnswer Run(string project, Caller caller, string statement)
    {
        var words = new SecurityWords(statement);
        SecurityAnswer answer = Read(project, caller, words) ?? Change(project, caller, words)
            ?? throw new EmulatorException("NotImplemented", $"The emulator does not offer the security statement '{statement}'.", 501);
        words.End();
        return answer;
    }

    private SecurityAnswer? Read(string project, Caller caller, SecurityWords words)
    {
        if (words.Accept("whoami"))
        {
            return SecurityAnswer.Pairs(
                ("DisplayName", caller.Account), ("ID", caller.Id), ("Source IP", "127.0.0.1"), ("End_Point", endpoint()), ("Tz", "UTC"), ("Project", project));
        }

        if (words.Accept("list", "users"))
        {
            return Users(security.Members.ListUsers(project));
        }

        if (words.Accept("list", "roles"))
        {
            return SecurityAnswer.Names(security.Members.ListRoles(project).Select(role => role.Name));
        }

        if (words.Accept("list", "accountproviders"))
        {
            return SecurityAnswer.Names(["ALIYUN", "RAM"]);
        }

        if (words.Accept("show", "principals"))
        {
            return Users(security.Members.UsersOf(project, security.Members.GetRole(project, words.Take("a role")).Name));
        }

        if (words.Accept("show", "packages"))
        {
            return SecurityAnswer.Names(security.Packages.List(project).Concat(security.Packages.ListInstalled(project)));
        }

        if (words.Accept("show", "securityconfiguration"))
        {
            return SecurityAnswer.Pairs([.. security.Documents.Configuration(project).Elements().Select(e => (e.Name.LocalName, OptionOf(e)))]);
        }

        if (words.Accept("describe", "role") || words.Accept("desc", "role"))
        {
            ProjectRole role = security.Members.GetRole(project, words.Take("a role"));
            return Grants(security.Members.UsersOf(project, role.Name).Select(user => user.Name), "users", Entries(project, $"role/{role.Name}"));
        }

        if (words.Accept("show", "grants"))
        {
            return ShowGrants(project, caller, words);
        }

        return words.Accept("show", "acl", "for") ? ShowAcl(project, words) : null;
    }

    private SecurityAnswer ShowGrants(string project, Caller caller, SecurityWords words)
    {
        string account = caller.Account;
        if (words.Accept("for", "role"))
        {
            return Grants([], "roles", Entries(project, $"role/{security.Members.GetRole(project, words.Take("a role")).Name}"));
        }

        if (words.Accept("for"))
        {
            words.Accept("user");
            account = security.Members.GetUser(project, words.Take("a user")).Name;
        }

        return Grants(security.Members.RolesOf(project, account).Select(role => role.Name), "roles", Entries(project, $"user/{account}"));
    }

    private SecurityAnswer ShowAcl(string project, SecurityWords words)
    {
        string name = words.Take("the name of an object");
        string resource = words.Accept("on", "type") ? Resource(words.Take("a type"), name, words) : Resource("table", name, words);
        AclEntry[] entries = [.. security.Grants.List(project).Where(entry => entry.Resource == resource)];
        return new SecurityAnswer(
            string.Concat(entries.Select(entry => $"{entry.Subject}: {string.Join(", ", entry.Actions)}\n")),
            json => WriteEntries(json, entries, entry => entry.Subject));
    }

    private IEnumerable<AclEntry> Entries(string project, string subject) => security.Grants.List(project).Where(entry => entry.Subject == subject);

    private static SecurityAnswer Users(IReadOnlyList<ProjectUser> users) => new(
        string.Concat(users.Select(user => user.Name + "\n")),
        json =>
        {
            json.WriteStartArray();
            foreach (ProjectUser user in users)
            {
                json.WriteStartObject();
                json.WriteString("DisplayName"u8, user.Name);
                json.WriteString("ID"u8, user.Id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static SecurityAnswer Grants(IEnumerable<string> names, string kind, IEnumerable<AclEntry> acl)
    {
        string[] all = [.. names];
        AclEntry[] entries = [.. acl];
        return new SecurityAnswer(
            $"[{kind}]\n{string.Join(", ", all)}\n\nAuthorization Type: ACL\n{string.Concat(entries.Select(entry => $"A  {entry.Resource}: {string.Join(" | ", entry.Actions)}\n"))}",
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray(kind);
                foreach (string name in all)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
                json.WritePropertyName("ACL"u8);
                WriteEntries(json, entries, entry => entry.Resource);
                json.WriteEndObject();
            });
    }

    private static void WriteEntries(Utf8JsonWriter json, IEnumerable<AclEntry> entries, Func<AclEntry, string> key)
    {
        json.WriteStartObject();
        foreach (AclEntry entry in entries)
        {
            json.WriteStartArray(key(entry));
            foreach (string action in entry.Actions)
            {
                json.WriteStringValue(action);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string OptionOf(XElement option) => option.Attribute("Protected")?.Value ?? option.Value;

    private static string Resource(string type, string name, SecurityWords words) =>
        ObjectTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? $"{type.ToLowerInvariant()}s/{name}"
            : throw words.Fail($"one of the types {string.Join(", ", ObjectTypes)} instead of '{type}'");
}
