namespace Odps.Net;

/// <summary>The full name of a function.</summary>
internal readonly record struct FunctionName(string Project, string? Schema, string Name)
{
    /// <summary>Reads <c>function</c>, <c>project:function</c> as SQL has it, <c>project.function</c> or <c>project.schema.function</c>.</summary>
    public static FunctionName Parse(string text, ServiceScope scope)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < text.Length - 1)
        {
            return new FunctionName(text[..colon], null, text[(colon + 1)..]);
        }

        TableName name = TableName.Parse(text, scope);
        return new FunctionName(name.Project, name.Schema, name.Name);
    }

    public override string ToString() => Schema is null ? $"{Project}.{Name}" : $"{Project}.{Schema}.{Name}";
}
