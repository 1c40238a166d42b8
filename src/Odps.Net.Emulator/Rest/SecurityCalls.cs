using System.Text;
using System.Xml;
using System.Xml.Linq;
using Odps.Net.Emulator.Http;
using Odps.Net.Emulator.Security;

namespace Odps.Net.Emulator.Rest;

/// <summary>Users, roles, policies and security options.</summary>
internal sealed class SecurityCalls(EmulatedService service)
{
    private const string Project = "projects/{project}";
    private const string User = "projects/{project}/users/{user}";
    private const string Role = "projects/{project}/roles/{role}";

    private ProjectSecurity Security => service.Security;

    public void AddTo(RouteTable routes)
    {
        foreach (string policy in (string[])["policy", "security_policy"])
        {
            routes.Map("GET", Project, request => Policy(request, policy), policy);
            routes.Map("PUT", Project, (request, token) => PutPolicyAsync(request, policy, token), policy);
        }

        routes.Map("GET", Project, Configuration, "security_configuration");
        routes.Map("GET", Project, Configuration, "security_configuration_without_exception_policy");
        routes.Map("PUT", Project, PutConfigurationAsync, "security_configuration");
        routes.Map("GET", "projects/{project}/users", request => Users(Security.Members.ListUsers(request.Project(service.Store))));
        routes.Map("GET", User, request => Roles(Security.Members.RolesOf(request.Project(service.Store), FindUser(request).Name)), "roles");
        routes.Map("GET", User, request => Xml(xml => WriteUser(xml, FindUser(request))));
        routes.Map("GET", "projects/{project}/roles", ListRoles);
        routes.Map("GET", Role, request => Users(Security.Members.UsersOf(request.Project(service.Store), FindRole(request).Name)), "users");
        routes.Map("GET", Role, request => Policy(request, SecurityDocuments.OfRole(FindRole(request).Name)), "policy");
        routes.Map("PUT", Role, (request, token) => PutPolicyAsync(request, SecurityDocuments.OfRole(FindRole(request).Name), token), "policy");
        routes.Map("GET", Role, request => Xml(xml => WriteRole(xml, FindRole(request))));
    }

    private ServiceResponse Policy(ServiceRequest request, string name) =>
        ServiceResponse.Text(Security.Documents.FindPolicy(request.Project(service.Store), name), "application/json");

    private async Task<ServiceResponse> PutPolicyAsync(ServiceRequest request, string name, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        Security.RequireAdministrator(request.Caller, project);
        byte[] body = await request.ReadBodyAsync(cancellationToken).ConfigureAwait(false);
        Security.Documents.PutPolicy(project, name, Encoding.UTF8.GetString(body));
        return ServiceResponse.Empty();
    }

    private ServiceResponse Configuration(ServiceRequest request)
    {
        XElement configuration = Security.Documents.Configuration(request.Project(service.Store));
        if (request.Has("security_configuration_without_exception_policy"))
        {
            configuration.Element("ProjectProtection")?.Element("Exceptions")?.Remove();
        }

        return ServiceResponse.Xml(configuration.WriteTo);
    }

    private async Task<ServiceResponse> PutConfigurationAsync(ServiceRequest request, CancellationToken cancellationToken)
    {
        string project = request.Project(service.Store);
        Security.RequireAdministrator(request.Caller, project);
        Security.Documents.PutConfiguration(project, await request.ReadXmlAsync("SecurityConfiguration", cancellationToken).ConfigureAwait(false));
        return ServiceResponse.Empty();
    }

    private ServiceResponse ListRoles(ServiceRequest request)
    {
        string? name = request.Find("name");
        return Roles([.. Security.Members.ListRoles(request.Project(service.Store)).Where(role => name is null || role.Name == name)]);
    }

    /// <summary>
    /// A user by id, or by name where the query says so. PyODPS says so even when it gives the id, so both are looked for.
    /// </summary>
    private ProjectUser FindUser(ServiceRequest request)
    {
        string project = request.Project(service.Store);
        string user = request.Route("user");
        return Security.Members.FindUserById(project, user)
            ?? (request.Find("type") == "displayname" ? Security.Members.FindUser(project, user) : null)
            ?? throw SecurityErrors.Missing("user", user, project);
    }

    private ProjectRole FindRole(ServiceRequest request) => Security.Members.GetRole(request.Project(service.Store), request.Route("role"));

    private static ServiceResponse Users(IReadOnlyList<ProjectUser> users) => List("Users", users, WriteUser);

    private static ServiceResponse Roles(IReadOnlyList<ProjectRole> roles) => List("Roles", roles, WriteRole);

    private static ServiceResponse List<T>(string root, IReadOnlyList<T> items, Action<XmlWriter, T> write) => Xml(xml =>
    {
        xml.WriteStartElement(root);
        foreach (T item in items)
        {
            write(xml, item);
        }

        xml.WriteEndElement();
    });

    private static ServiceResponse Xml(Action<XmlWriter> write) => ServiceResponse.Xml(write);

    private static void WriteUser(XmlWriter xml, ProjectUser user)
    {
        xml.WriteStartElement("User");
        xml.Element("ID", user.Id);
        xml.Element("DisplayName", user.Name);
        xml.Element("Comment", user.Comment);

        // There and empty: the Java SDK expects it.
        xml.WriteStartElement("Properties");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteRole(XmlWriter xml, ProjectRole role)
    {
        xml.WriteStartElement("Role");
        xml.Element("Name", role.Name);
        xml.Element("Comment", role.Comment);
        xml.WriteEndElement();
    }
}
