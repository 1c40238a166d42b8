using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The security options of a project: an immutable snapshot, to be changed with <c>with</c> and given back to
/// <see cref="SecurityOperations.SetConfigurationAsync"/>. An option that the service left out is <see langword="null"/>, and stays out when it is
/// not set. Options that this SDK has no name for are kept and sent back as they came.
/// </summary>
public sealed record SecurityConfiguration
{
    private const string Protection = "ProjectProtection";

    /// <summary>The options that this SDK has a name for.</summary>
    private static readonly string[] Names =
    [
        "CheckPermissionUsingAcl", "CheckPermissionUsingPolicy", "LabelSecurity", "ObjectCreatorHasAccessPermission", "ObjectCreatorHasGrantPermission",
        Protection, "CheckPermissionUsingAclV2", "CheckPermissionUsingPolicyV2", "CheckPermissionUsingPackageV2", "SupportACL", "SupportPolicy",
        "SupportPackage", "SupportACLV2", "SupportPackageV2", "CheckPermissionUsingPackage", "CreatePackage", "CreatePackageV2", "AuthorizationVersion",
        "EnableDownloadPrivilege", "GrammarVersion",
    ];

    /// <summary>The document. It is never changed: whoever changes an option makes another.</summary>
    private XElement _document = new("SecurityConfiguration");

    /// <summary>Whether ACLs (<c>GRANT ... ON ...</c>) decide about permissions.</summary>
    public bool? CheckPermissionUsingAcl
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether policies decide about permissions.</summary>
    public bool? CheckPermissionUsingPolicy
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether security labels decide about permissions.</summary>
    public bool? LabelSecurity
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether who creates an object may use it.</summary>
    public bool? ObjectCreatorHasAccessPermission
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether who creates an object may grant rights on it.</summary>
    public bool? ObjectCreatorHasGrantPermission
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether data may not leave the project (attribute <c>Protected</c> of <c>ProjectProtection</c>).</summary>
    public bool? ProjectProtection
    {
        get
        {
            XElement? protection = _document.Element(Protection);
            return ToFlag(protection?.Attribute("Protected")?.Value ?? protection?.Text("Protected"));
        }
        init => _document = Changed(document => Protect(document, value is null ? null : Text(value.Value)));
    }

    /// <summary>The policy of those who may take data out of a protected project; <see langword="null"/> when there is none.</summary>
    public string? ProjectProtectionExceptions
    {
        get => _document.Element(Protection)?.Text("Exceptions");
        init => _document = Changed(document => Child(document, Protection).SetElementValue("Exceptions", value ?? ""));
    }

    /// <summary>Whether packages decide about permissions.</summary>
    public bool? CheckPermissionUsingPackage
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether ACLs of the second version decide about permissions.</summary>
    public bool? CheckPermissionUsingAclV2
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether policies of the second version decide about permissions.</summary>
    public bool? CheckPermissionUsingPolicyV2
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether packages of the second version decide about permissions.</summary>
    public bool? CheckPermissionUsingPackageV2
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether the project has ACLs.</summary>
    public bool? SupportAcl
    {
        get => Flag("SupportACL");
        init => Flag(value, "SupportACL");
    }

    /// <summary>Whether the project has policies.</summary>
    public bool? SupportPolicy
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether the project has packages.</summary>
    public bool? SupportPackage
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether the project has ACLs of the second version.</summary>
    public bool? SupportAclV2
    {
        get => Flag("SupportACLV2");
        init => Flag(value, "SupportACLV2");
    }

    /// <summary>Whether the project has packages of the second version.</summary>
    public bool? SupportPackageV2
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether packages may be created.</summary>
    public bool? CreatePackage
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether packages of the second version may be created.</summary>
    public bool? CreatePackageV2
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>Whether downloading is a right of its own.</summary>
    public bool? EnableDownloadPrivilege
    {
        get => Flag();
        init => Flag(value);
    }

    /// <summary>The version of the project's authorization, for example <c>1.0</c>.</summary>
    public string? AuthorizationVersion
    {
        get => _document.Text(nameof(AuthorizationVersion));
        init => _document = Changed(document => document.SetElementValue(nameof(AuthorizationVersion), value));
    }

    /// <summary>The version of the grammar of security statements, for example <c>2.0</c>.</summary>
    public string? GrammarVersion
    {
        get => _document.Text(nameof(GrammarVersion));
        init => _document = Changed(document => document.SetElementValue(nameof(GrammarVersion), value));
    }

    /// <summary>The names of all options of the answer, those included that this SDK has no name for.</summary>
    public IReadOnlyList<string> OptionNames => [.. _document.Elements().Select(e => e.Name.LocalName).Distinct()];

    /// <summary>An option by its name.</summary>
    /// <param name="name">The name, for example <c>LabelSecurity</c>; letter case and underscores do not matter.</param>
    /// <returns>The value as the service writes it; <see langword="null"/> when it left the option out.</returns>
    /// <exception cref="ArgumentException">Neither the answer nor this SDK has an option of that name.</exception>
    public string? Get(string name)
    {
        string known = Find(name);
        return known == Protection
            ? ProjectProtection is { } isProtected ? Text(isProtected) : null
            : _document.Text(known);
    }

    /// <summary>A copy with another value of an option.</summary>
    /// <param name="name">The name, for example <c>LabelSecurity</c>; letter case and underscores do not matter.</param>
    /// <param name="value">The value as the service writes it, for example <c>true</c>.</param>
    /// <exception cref="ArgumentException">Neither this configuration nor the SDK has an option of that name.</exception>
    public SecurityConfiguration With(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string known = Find(name);
        return this with
        {
            Document = Changed(document =>
            {
                if (known == Protection)
                {
                    Protect(document, value);
                }
                else
                {
                    document.SetElementValue(known, value);
                }
            }),
        };
    }

    /// <summary>Whether two configurations have the same options.</summary>
    /// <param name="other">The other configuration.</param>
    public bool Equals(SecurityConfiguration? other) => other is not null && XNode.DeepEquals(_document, other._document);

    /// <inheritdoc/>
    public override int GetHashCode() => XNode.EqualityComparer.GetHashCode(_document);

    /// <summary>The options with their values.</summary>
    public override string ToString() => string.Join(", ", OptionNames.Select(name => $"{name} = {Get(name)}"));

    internal static SecurityConfiguration Read(XElement document) => new() { Document = new XElement(document) };

    internal string ToXml() => RequestXml.Write(_document.WriteTo);

    private XElement Document
    {
        init => _document = value;
    }

    private string Find(string name)
    {
        static string Fold(string text) => text.Replace("_", "", StringComparison.Ordinal);

        string folded = Fold(name);
        return OptionNames.Concat(Names).FirstOrDefault(known => known.Equals(folded, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"There is no security option '{name}'. The options are {string.Join(", ", OptionNames.Concat(Names).Distinct())}.", nameof(name));
    }

    private bool? Flag([CallerMemberName] string name = "") => ToFlag(_document.Text(name));

    private void Flag(bool? value, [CallerMemberName] string name = "") =>
        _document = Changed(document => document.SetElementValue(name, value is null ? null : Text(value.Value)));

    private XElement Changed(Action<XElement> change)
    {
        var document = new XElement(_document);
        change(document);
        return document;
    }

    private static void Protect(XElement document, string? value)
    {
        XElement protection = Child(document, Protection);
        protection.SetElementValue("Protected", null);
        protection.SetAttributeValue("Protected", value);
    }

    private static XElement Child(XElement document, string name)
    {
        if (document.Element(name) is null)
        {
            document.Add(new XElement(name));
        }

        return document.Element(name)!;
    }

    private static string Text(bool value) => value ? "true" : "false";

    private static bool? ToFlag(string? text) => text?.Trim() switch
    {
        null => null,
        var t when t.Equals("true", StringComparison.OrdinalIgnoreCase) || t == "1" => true,
        var t when t.Equals("false", StringComparison.OrdinalIgnoreCase) || t == "0" => false,
        _ => null,
    };
}
