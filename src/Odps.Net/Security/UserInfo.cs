using System.Collections.Frozen;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service says of a user of a project: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record UserInfo
{
    /// <summary>The numeric id of the account, for example <c>200000000000000001</c>; <see langword="null"/> when the answer does not say.</summary>
    public string? Id { get; init; }

    /// <summary>The name of the account, for example <c>ALIYUN$someone@example.com</c> or <c>RAM$account:user</c>.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The comment.</summary>
    public string? Comment { get; init; }

    /// <summary>The security label up to which the user may read (LabelSecurity); <see langword="null"/> when the answer does not say.</summary>
    public long? Label { get; init; }

    /// <summary>The names of the user's roles, where the answer lists them; <see cref="User.ListRolesAsync"/> always tells.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Further properties. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = FrozenDictionary<string, string>.Empty;

    internal static UserInfo Read(XElement element) => new()
    {
        Id = element.Text("ID"),
        DisplayName = element.Text("DisplayName") ?? "",
        Comment = element.Text("Comment"),
        Label = element.Number("Label"),
        Roles = [.. element.Elements("Roles").Elements("Role").Select(role => role.Text("Name") ?? role.Value).Where(name => name.Length > 0)],
        Properties = element.Elements("Properties").Elements("Property")
            .Where(property => property.Text("key") is not null)
            .DistinctBy(property => property.Text("key"))
            .ToFrozenDictionary(property => property.Text("key")!, property => property.Text("value") ?? "", StringComparer.Ordinal),
    };
}
