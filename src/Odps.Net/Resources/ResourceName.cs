namespace Odps.Net;

/// <summary>The full name of a resource.</summary>
internal readonly record struct ResourceName(string Project, string? Schema, string Name)
{
    private const string ResourcePart = "/resources/";
    private const string SchemaPart = "/schemas/";

    /// <summary>Reads <c>name</c>, <c>project/resources/name</c> or <c>project/schemas/schema/resources/name</c>.</summary>
    public static ResourceName Parse(string text, ServiceScope scope)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        int split = text.IndexOf(ResourcePart, StringComparison.Ordinal);
        if (split < 0)
        {
            return new ResourceName(scope.RequireProject(), scope.Schema, text);
        }

        string owner = text[..split];
        string name = text[(split + ResourcePart.Length)..];
        int schema = owner.IndexOf(SchemaPart, StringComparison.Ordinal);
        ResourceName result = schema < 0
            ? new ResourceName(owner, null, name)
            : new ResourceName(owner[..schema], owner[(schema + SchemaPart.Length)..], name);
        return result.Name.Length == 0 || result.Project.Length == 0 || result.Schema?.Length == 0
            ? throw new ArgumentException(
                $"'{text}' is not the name of a resource: name, project/resources/name or project/schemas/schema/resources/name was expected.", nameof(text))
            : result;
    }

    /// <summary>The name as texts of the service write it.</summary>
    public override string ToString() => Schema is null ? $"{Project}{ResourcePart}{Name}" : $"{Project}{SchemaPart}{Schema}{ResourcePart}{Name}";
}
