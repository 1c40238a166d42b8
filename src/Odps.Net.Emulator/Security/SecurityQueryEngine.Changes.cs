using System.Xml.Linq;

namespace Odps.Net.Emulator.Security;

/// <content>Statements that change something.</content>
internal sealed partial class SecurityQueryEngine
{
    private SecurityAnswer? Change(string project, Caller caller, SecurityWords words)
    {
        Func<SecurityAnswer>? change = words.Accept("add", "user") ? () => AddUser(project, words)
            : words.Accept("remove", "user") ? () => Done(() => security.Members.RemoveUser(project, words.Take("a user")))
            : words.Accept("create", "role") ? () => Done(() => security.Members.CreateRole(project, words.Take("the name of a role"), ""))
            : words.Accept("drop", "role") || words.Accept("delete", "role") ? () => Done(() => security.Members.DropRole(project, words.Take("a role")))
            : words.Accept("grant") ? () => Grant(project, words)
            : words.Accept("revoke") ? () => Revoke(project, words)
            : words.Accept("set") ? () => SetOption(project, words)
            : words.Accept("create", "package") ? () => Done(() => security.Packages.Create(project, words.Take("the name of a package")))
            : words.Accept("drop", "package") ? () => Done(() => security.Packages.Drop(project, words.Take("a package")))
            : words.Accept("install", "package") ? () => Package(words, (from, name) => security.Packages.Install(project, from, name))
            : words.Accept("uninstall", "package") ? () => Package(words, (from, name) => security.Packages.Uninstall(project, from, name))
            : null;
        if (change is not null)
        {
            security.RequireAdministrator(caller, project);
        }

        return change?.Invoke();
    }

    private SecurityAnswer AddUser(string project, SecurityWords words)
    {
        string name = words.Take("the name of an account");
        string comment = words.Accept("comment") ? words.Take("a comment") : "";
        security.Members.AddUser(project, name, comment);
        return SecurityAnswer.Ok;
    }

    /// <summary><c>grant role, role to user</c> or <c>grant right, right on type name to user|role name</c>.</summary>
    private SecurityAnswer Grant(string project, SecurityWords words)
    {
        IReadOnlyList<string> names = words.TakeList("a role or a right");
        if (words.Accept("on"))
        {
            string resource = TakeResource(words);
            words.Expect("to");
            security.Grants.Grant(project, TakeSubject(project, words), resource, names);
            return SecurityAnswer.Ok;
        }

        words.Expect("to");
        words.Accept("user");
        string user = words.Take("a user");
        foreach (string role in names)
        {
            security.Members.Grant(project, role, user);
        }

        return SecurityAnswer.Ok;
    }

    private SecurityAnswer Revoke(string project, SecurityWords words)
    {
        IReadOnlyList<string> names = words.TakeList("a role or a right");
        if (words.Accept("on"))
        {
            string resource = TakeResource(words);
            words.Expect("from");
            security.Grants.Revoke(project, TakeSubject(project, words), resource, names);
            return SecurityAnswer.Ok;
        }

        words.Expect("from");
        words.Accept("user");
        string user = words.Take("a user");
        foreach (string role in names)
        {
            security.Members.Revoke(project, role, user);
        }

        return SecurityAnswer.Ok;
    }

    /// <summary><c>set option=value</c>.</summary>
    private SecurityAnswer SetOption(string project, SecurityWords words)
    {
        string name = words.Take("a security option");
        words.Expect("=");
        string value = words.Take("true or false");
        XElement option = security.Documents.Configuration(project).Elements()
            .FirstOrDefault(e => e.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw SecurityErrors.Invalid($"there is no security option '{name}'.");
        if (option.Attribute("Protected") is not null)
        {
            option.SetAttributeValue("Protected", value.ToLowerInvariant());
        }
        else
        {
            option.Value = value.ToLowerInvariant();
        }

        security.Documents.PutConfiguration(project, new XElement("SecurityConfiguration", option));
        return SecurityAnswer.Ok;
    }

    /// <summary><c>install package project.package</c>.</summary>
    private SecurityAnswer Package(SecurityWords words, Func<string, string, string> work)
    {
        string name = words.Take("project.package");
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || dot == name.Length - 1)
        {
            throw SecurityErrors.Invalid($"'{name}' is not the name of a package: project.package was expected.");
        }

        string from = name[..dot];
        return projectExists(from)
            ? SecurityAnswer.Later(work(from, name[(dot + 1)..]))
            : throw new EmulatorException("NoSuchProject", $"ODPS-0420111:Project not found - '{from}'.", 404);
    }

    private static string TakeResource(SecurityWords words)
    {
        string type = words.Take("the type of an object");
        return Resource(type, words.Take("the name of an object"), words);
    }

    private string TakeSubject(string project, SecurityWords words)
    {
        if (words.Accept("role"))
        {
            return $"role/{security.Members.GetRole(project, words.Take("a role")).Name}";
        }

        words.Accept("user");
        return $"user/{security.Members.GetUser(project, words.Take("a user")).Name}";
    }

    private static SecurityAnswer Done(Action work)
    {
        work();
        return SecurityAnswer.Ok;
    }
}
