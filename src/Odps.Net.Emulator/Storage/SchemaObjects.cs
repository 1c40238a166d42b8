namespace Odps.Net.Emulator.Storage;

/// <summary>The objects of a schema that are not tables.</summary>
internal static class SchemaObjects
{
    private static readonly string[] Kinds = ["resource", "function", "volume", "model"];

    /// <summary>A schema that is to be dropped holds nothing.</summary>
    public static void ThrowIfAny(IObjectStore objects, string project, string schema)
    {
        string? kind = Kinds.FirstOrDefault(k => objects.List(project, schema, k).Count > 0);
        if (kind is not null)
        {
            throw StoreErrors.SchemaInUse(project, schema, $"it holds a {kind}");
        }
    }
}
