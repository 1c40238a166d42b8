using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>A user of a project.</summary>
internal sealed record ProjectUser(string Name, string Id, string Comment);

/// <summary>A role of a project.</summary>
internal sealed record ProjectRole(string Name, string Comment, bool IsBuiltIn);

/// <summary>The users and roles of projects, and who has which role. The owner is a user of every project and has its role <c>admin</c>.</summary>
internal sealed partial class ProjectMembers(IObjectStore objects, UserDirectory directory)
{
    public const string Admin = "admin";

    private const string UserKind = "user";
    private const string RoleKind = "role";
    private const string MemberKind = "role-member";
    private const long FirstAddedId = 281_000_000_000_001;

    public bool IsOwner(string account) => account == directory.Owner.Account;

    /// <summary>Whether an account may change users, roles and policies.</summary>
    public bool IsAdministrator(string project, string account) => IsOwner(account) || HasRole(project, Admin, account);

    public IReadOnlyList<ProjectUser> ListUsers(string project) =>
        [new ProjectUser(directory.Owner.Account, directory.Owner.Id, "owner"), .. objects.List(project, null, UserKind).Select(ReadUser)];

    /// <summary>The user of a name, with or without what stands before the dollar; null when there is none.</summary>
    public ProjectUser? FindUser(string project, string name)
    {
        string account = Account(name);
        return IsOwner(account) ? ListUsers(project)[0]
            : objects.Find(UserKey(project, account)) is { } stored ? ReadUser(stored)
            : null;
    }

    public ProjectUser? FindUserById(string project, string id) => ListUsers(project).FirstOrDefault(user => user.Id == id);

    public ProjectUser GetUser(string project, string name) => FindUser(project, name) ?? throw SecurityErrors.Missing("user", name, project);

    public void AddUser(string project, string name, string comment) => objects.Transact(() =>
    {
        if (!AccountPattern().IsMatch(Account(name)))
        {
            throw SecurityErrors.Invalid($"'{name}' is not an account: ALIYUN$name@domain or RAM$account:user was expected.");
        }

        if (FindUser(project, name) is not null)
        {
            throw SecurityErrors.Exists("user", name, project);
        }

        string account = Account(name);
        string id = directory.FindAccount(account)?.Id ?? NextId(project);
        objects.Put(UserKey(project, account), ServiceResponse.JsonText(json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("comment"u8, comment);
            json.WriteEndObject();
        }));
        return true;
    });

    public void RemoveUser(string project, string name) => objects.Transact(() =>
    {
        ProjectUser user = GetUser(project, name);
        if (IsOwner(user.Name))
        {
            throw SecurityErrors.Invalid($"the owner '{user.Name}' cannot be removed.");
        }

        foreach (ProjectRole role in RolesOf(project, user.Name))
        {
            objects.Delete(MemberKey(project, role.Name, user.Name));
        }

        return objects.Delete(UserKey(project, user.Name));
    });

    public IReadOnlyList<ProjectRole> ListRoles(string project) =>
        [new ProjectRole(Admin, "built-in", true), .. objects.List(project, null, RoleKind).Select(stored => new ProjectRole(stored.Name, stored.Document, false))];

    public ProjectRole? FindRole(string project, string name) => ListRoles(project).FirstOrDefault(role => role.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public ProjectRole GetRole(string project, string name) => FindRole(project, name) ?? throw SecurityErrors.Missing("role", name, project);

    public void CreateRole(string project, string name, string comment) => objects.Transact(() =>
    {
        if (!RolePattern().IsMatch(name))
        {
            throw SecurityErrors.Invalid($"'{name}' is not the name of a role: a letter, then letters, digits and underscores, 64 at most, were expected.");
        }

        if (FindRole(project, name) is not null)
        {
            throw SecurityErrors.Exists("role", name, project);
        }

        objects.Put(RoleKey(project, name), comment);
        return true;
    });

    public void DropRole(string project, string name) => objects.Transact(() =>
    {
        ProjectRole role = GetRole(project, name);
        if (role.IsBuiltIn)
        {
            throw SecurityErrors.Invalid($"the role '{role.Name}' is built in and cannot be dropped.");
        }

        if (UsersOf(project, role.Name) is [{ } user, ..])
        {
            throw new EmulatorException("InvalidStateSetting", $"ODPS-0430073: The role '{role.Name}' cannot be dropped: the user '{user.Name}' has it.", 409);
        }

        return objects.Delete(RoleKey(project, role.Name));
    });

    public void Grant(string project, string roleName, string userName) => objects.Transact(() =>
    {
        ProjectRole role = GetRole(project, roleName);
        ProjectUser user = GetUser(project, userName);
        objects.Put(MemberKey(project, role.Name, user.Name), "");
        return true;
    });

    public void Revoke(string project, string roleName, string userName) => objects.Transact(() =>
    {
        ProjectRole role = GetRole(project, roleName);
        ProjectUser user = GetUser(project, userName);
        return objects.Delete(MemberKey(project, role.Name, user.Name))
            ? true
            : throw new EmulatorException("NoSuchObject", $"ODPS-0430074: The user '{user.Name}' does not have the role '{role.Name}'.", 404);
    });

    public IReadOnlyList<ProjectRole> RolesOf(string project, string account) => [.. ListRoles(project).Where(role => HasRole(project, role.Name, account))];

    public IReadOnlyList<ProjectUser> UsersOf(string project, string role) => [.. ListUsers(project).Where(user => HasRole(project, role, user.Name))];

    /// <summary>An account as it is kept: a mail address alone is one of Alibaba Cloud.</summary>
    private static string Account(string name) =>
        !name.Contains('$', StringComparison.Ordinal) && name.Contains('@', StringComparison.Ordinal) ? "ALIYUN$" + name : name;

    private bool HasRole(string project, string role, string account) =>
        (role == Admin && IsOwner(account)) || objects.Find(MemberKey(project, role, account)) is not null;

    private string NextId(string project) =>
        Math.Max(FirstAddedId, ListUsers(project).Max(user => long.Parse(user.Id, CultureInfo.InvariantCulture)) + 1).ToString(CultureInfo.InvariantCulture);

    private static ProjectUser ReadUser(StoredObject stored)
    {
        using JsonDocument document = JsonDocument.Parse(stored.Document);
        return new ProjectUser(stored.Name, document.RootElement.GetProperty("id").GetString()!, document.RootElement.GetProperty("comment").GetString()!);
    }

    private static ObjectKey UserKey(string project, string account) => new(project, null, UserKind, account);

    private static ObjectKey RoleKey(string project, string role) => new(project, null, RoleKind, role);

    private static ObjectKey MemberKey(string project, string role, string account) => new(project, null, MemberKind, $"{role}|{account}");

    [GeneratedRegex(@"^[A-Za-z]+\$[^\s;'""|]+$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPattern();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex RolePattern();
}
