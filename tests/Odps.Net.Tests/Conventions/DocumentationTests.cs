using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Odps.Net.Tests.Conventions;

/// <summary>What every public member says of itself, as the documentation file has it.</summary>
public sealed partial class DocumentationTests
{
    private static readonly Type[] Types = [.. typeof(OdpsClient).Assembly.GetExportedTypes()];

    /// <summary>Summaries by member, overloads together; empty for one that inherits its text.</summary>
    private static readonly ILookup<string, string> Summaries = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Odps.Net.xml")).Descendants("member")
        .ToLookup(m => WithoutParameters().Replace(m.Attribute("name")!.Value, ""), m => m.Element("inheritdoc") is null ? Text(m.Element("summary")) : "inherited");

    [Fact]
    public void Every_type_and_member_has_a_summary()
    {
        string[] members =
        [
            .. Types.Select(t => $"T:{NameOf(t)}"),
            .. Types.Where(t => !t.IsAssignableTo(typeof(Delegate))).SelectMany(t => t.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)).Select(IdOf).OfType<string>(),
        ];
        Assert.True(members.Length > 2000, $"Only {members.Length} members were found.");
        string[] offenders = [.. members.Distinct().Where(id => !Summaries.Contains(id) || Summaries[id].Any(text => text.Length == 0)).Order(StringComparer.Ordinal)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_verb_of_the_control_plane_says_what_it_costs()
    {
        string[] verbs = [.. Types
            .Where(t => t.Namespace == "Odps.Net" && t.IsClass && t != typeof(QueryResult))
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(m => m.Name.EndsWith("Async", StringComparison.Ordinal) && m.Name != "DisposeAsync")
            .Select(m => IdOf(m)!)
            .Distinct()];
        Assert.True(verbs.Length > 200, $"Only {verbs.Length} verbs were found.");
        string[] offenders = [.. verbs.Where(id => Summaries[id].Any(text => text != "inherited" && !Cost().IsMatch(text))).Order(StringComparer.Ordinal)];
        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_option_says_what_its_default_is()
    {
        string[] offenders = [.. Types
            .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.SetMethod?.IsPublic == true))
            .Select(p => $"P:{NameOf(p.DeclaringType!)}.{p.Name}")
            .Where(id => Summaries[id].All(text => !text.Contains("efault", StringComparison.Ordinal) && !text.Contains("equired", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)];
        Assert.Empty(offenders);
    }

    /// <summary>The id without parameters; null for what the compiler makes: accessors, operators of records and the like.</summary>
    private static string? IdOf(MemberInfo member)
    {
        Type type = member.DeclaringType!;
        bool isRecord = type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);
        return member switch
        {
            MethodInfo { IsSpecialName: true } or ConstructorInfo or FieldInfo { IsSpecialName: true } or Type => null,
            MethodInfo m when isRecord && m.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "<Clone>$" => null,
            MethodInfo m when m.GetBaseDefinition().DeclaringType == typeof(object) || m.Name.Contains('<', StringComparison.Ordinal) => null,
            MethodInfo m => $"M:{NameOf(type)}.{m.Name}",
            PropertyInfo { Name: "EqualityContract" } => null,
            PropertyInfo when isRecord && type.IsValueType => null,
            PropertyInfo p => p.DeclaringType is { } owner && IsPositional(owner, p) ? null : $"P:{NameOf(type)}.{p.Name}",
            FieldInfo f => $"F:{NameOf(type)}.{f.Name}",
            EventInfo e => $"E:{NameOf(type)}.{e.Name}",
            _ => null,
        };
    }

    /// <summary>A property that a record has for a parameter is described there.</summary>
    private static bool IsPositional(Type type, PropertyInfo property) => type.GetMethod("Deconstruct")?.GetParameters().Any(p => p.Name == property.Name) == true;

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement? element) => element is null ? "" : string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        + (element.HasElements ? " " : "");

    [GeneratedRegex(@"(``\d+)?(\(.*)?$")]
    private static partial Regex WithoutParameters();

    [GeneratedRegex("[Rr]equests?|instance|no call|[Cc]osts?")]
    private static partial Regex Cost();
}
