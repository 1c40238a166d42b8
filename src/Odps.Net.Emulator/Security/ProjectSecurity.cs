using System.Xml.Linq;
using Odps.Net.Emulator.Rest;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>The security of all projects: members, documents, grants and packages, all of it kept in the object store.</summary>
internal sealed class ProjectSecurity(IObjectStore objects, UserDirectory directory, IdSource ids)
{
    public ProjectMembers Members { get; } = new(objects, directory);

    public SecurityDocuments Documents { get; } = new(objects);

    public ProjectGrants Grants { get; } = new(objects);

    public ProjectPackages Packages { get; } = new(objects, ids);

    /// <summary>Lets only those go on who may change the security of the project.</summary>
    public void RequireAdministrator(Caller caller, string project)
    {
        if (!Members.IsAdministrator(project, caller.Account))
        {
            throw SecurityErrors.Forbidden(caller.Account, "Write", $"acs:odps:*:projects/{project}/security");
        }
    }

    /// <summary>Lets only the owner of everything go on: projects and tenant roles are made and dropped by no one else.</summary>
    public void RequireOwnerOfTenant(Caller caller, string action)
    {
        if (!Members.IsOwner(caller.Account))
        {
            throw SecurityErrors.Forbidden(caller.Account, action, "acs:odps:*:tenants/emulator");
        }
    }

    /// <summary>Refuses what an account may not do; see <see cref="Allows"/>.</summary>
    public void Check(string account, string project, string action, string resource, string? owner)
    {
        if (!Allows(account, project, action, resource, owner))
        {
            throw SecurityErrors.Forbidden(account, action, $"acs:odps:*:{resource}");
        }
    }

    /// <summary>
    /// Whether an account may do something. The owner of the emulator may do everything. What a statement of a policy of the project, or of one of the account's roles,
    /// denies is forbidden. Else it is allowed to those who own the project, have its role <c>admin</c>, or are its users and own the object, were granted the right
    /// themselves or through a role, or are allowed it by a policy.
    /// </summary>
    /// <param name="account">Who asks.</param>
    /// <param name="project">The project.</param>
    /// <param name="action">For example <c>Select</c>.</param>
    /// <param name="resource">For example <c>projects/p/tables/t</c>.</param>
    /// <param name="owner">Who owns the object; null when that is not known, or there is none.</param>
    public bool Allows(string account, string project, string action, string resource, string? owner)
    {
        if (Members.IsOwner(account))
        {
            return true;
        }

        string[] roles = [.. Members.RolesOf(project, account).Select(role => role.Name)];
        if (Says(project, account, roles, (policy, subject) => policy.Denies(subject, action, resource)))
        {
            return false;
        }

        if (Members.IsAdministrator(project, account) || ProjectSettings.Read(objects, project).Owner == account)
        {
            return true;
        }

        if (Members.FindUser(project, account) is null)
        {
            return false;
        }

        XElement options = Documents.Configuration(project);

        // Whoever submitted a job may look at it and stop it, whatever the options say.
        bool owns = owner == account && (IsOn(options, "ObjectCreatorHasAccessPermission") || resource.Contains("/instances/", StringComparison.Ordinal));
        return owns
            || IsGranted(options, project, account, roles, action, resource)
            || (action == "Download" && !IsOn(options, "EnableDownloadPrivilege") && IsGranted(options, project, account, roles, "Select", resource));
    }

    private bool IsGranted(XElement options, string project, string account, string[] roles, string action, string resource) =>
        (IsOn(options, "CheckPermissionUsingAcl")
            && Grants.Has(project, [$"user/{account}", .. roles.Select(role => $"role/{role}")], SecuredNames.InGrants(resource), action))
        || (IsOn(options, "CheckPermissionUsingPolicy") && Says(project, account, roles, (policy, subject) => policy.Allows(subject, action, resource)));

    /// <summary>Whether the policy of the project, or that of one of the roles, which names nobody, says something.</summary>
    private bool Says(string project, string account, string[] roles, Func<PolicyDocument, string?, bool> says) =>
        Says(project, "policy", policy => says(policy, account)) || roles.Any(role => Says(project, SecurityDocuments.OfRole(role), policy => says(policy, null)));

    private bool Says(string project, string name, Func<PolicyDocument, bool> says) =>
        Documents.FindPolicy(project, name) is { Length: > 0 } text && says(PolicyDocument.Parse(text));

    private static bool IsOn(XElement options, string name) => options.Element(name)?.Value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) == true;
}
