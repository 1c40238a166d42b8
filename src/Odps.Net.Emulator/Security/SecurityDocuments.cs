using System.Xml.Linq;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Security;

/// <summary>The policies of projects and roles, and the security options of projects.</summary>
internal sealed class SecurityDocuments(IObjectStore objects)
{
    private const string PolicyKind = "policy";
    private const string ConfigurationKind = "security-configuration";

    private const string Defaults = """
        <SecurityConfiguration>
          <CheckPermissionUsingAcl>true</CheckPermissionUsingAcl>
          <CheckPermissionUsingPolicy>true</CheckPermissionUsingPolicy>
          <LabelSecurity>false</LabelSecurity>
          <ObjectCreatorHasAccessPermission>true</ObjectCreatorHasAccessPermission>
          <ObjectCreatorHasGrantPermission>true</ObjectCreatorHasGrantPermission>
          <ProjectProtection Protected="false"><Exceptions></Exceptions></ProjectProtection>
          <CheckPermissionUsingAclV2>false</CheckPermissionUsingAclV2>
          <CheckPermissionUsingPolicyV2>false</CheckPermissionUsingPolicyV2>
          <CheckPermissionUsingPackageV2>false</CheckPermissionUsingPackageV2>
          <SupportACL>true</SupportACL>
          <SupportPolicy>true</SupportPolicy>
          <SupportPackage>true</SupportPackage>
          <SupportACLV2>false</SupportACLV2>
          <SupportPackageV2>false</SupportPackageV2>
          <CheckPermissionUsingPackage>true</CheckPermissionUsingPackage>
          <CreatePackage>true</CreatePackage>
          <CreatePackageV2>false</CreatePackageV2>
          <AuthorizationVersion>1.0</AuthorizationVersion>
          <EnableDownloadPrivilege>false</EnableDownloadPrivilege>
          <GrammarVersion>1.0</GrammarVersion>
        </SecurityConfiguration>
        """;

    /// <summary>The text of a policy; empty when there is none.</summary>
    /// <param name="project">The project.</param>
    /// <param name="name">Which of its policies: that of a flag of the project, or <see cref="OfRole"/>.</param>
    public string FindPolicy(string project, string name) => objects.Find(new ObjectKey(project, null, PolicyKind, name))?.Document ?? "";

    public void PutPolicy(string project, string name, string text)
    {
        var key = new ObjectKey(project, null, PolicyKind, name);
        if (string.IsNullOrWhiteSpace(text))
        {
            objects.Delete(key);
            return;
        }

        PolicyDocument.Parse(text);
        objects.Put(key, text);
    }

    public static string OfRole(string role) => "role/" + role;

    public XElement Configuration(string project) =>
        XElement.Parse(objects.Find(new ObjectKey(project, null, ConfigurationKind, "options"))?.Document ?? Defaults);

    /// <summary>Sets the options that the document names; the others stay as they are.</summary>
    public void PutConfiguration(string project, XElement changes) => objects.Transact(() =>
    {
        XElement configuration = Configuration(project);
        foreach (XElement option in changes.Elements())
        {
            configuration.Element(option.Name)?.Remove();
            configuration.Add(new XElement(option));
        }

        objects.Put(new ObjectKey(project, null, ConfigurationKind, "options"), configuration.ToString());
        return true;
    });
}
