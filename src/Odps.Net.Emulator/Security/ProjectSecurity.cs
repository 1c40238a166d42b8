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
            throw SecurityErrors.Forbidden(caller, "Write", $"acs:odps:*:projects/{project}/security");
        }
    }

    /// <summary>
    /// Refuses what a statement of the project's policy, or of the policy of one of the caller's roles, denies. Nothing else refuses anything here: the
    /// emulator lets each of its users do what is not denied. The owner is never refused.
    /// </summary>
    public void Check(Caller caller, string project, string action, string resource)
    {
        if (Members.IsOwner(caller.Account))
        {
            return;
        }

        if (Denies(project, "policy", caller.Account, action, resource)
            || Members.RolesOf(project, caller.Account).Any(role => Denies(project, SecurityDocuments.OfRole(role.Name), null, action, resource)))
        {
            throw SecurityErrors.Forbidden(caller, action, $"acs:odps:*:{resource}");
        }
    }

    private bool Denies(string project, string policy, string? account, string action, string resource) =>
        Documents.FindPolicy(project, policy) is { Length: > 0 } text && PolicyDocument.Parse(text).Denies(account, action, resource);
}
