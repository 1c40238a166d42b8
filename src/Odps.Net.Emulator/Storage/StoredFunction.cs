namespace Odps.Net.Emulator.Storage;

/// <summary>How functions are stored: found in any letter case, with the full names of their resources.</summary>
internal static class StoredFunction
{
    public const string Kind = "function";

    public static ObjectKey Key(string project, string? schema, string name) => new(project, schema, Kind, name.ToLowerInvariant());

    /// <summary>The full name of a resource that a function names, which has to be there.</summary>
    /// <param name="objects">The store.</param>
    /// <param name="project">Where the function is.</param>
    /// <param name="schema">Its schema; null for the default one.</param>
    /// <param name="name"><c>name</c>, <c>project/resources/name</c> or <c>project/schemas/schema/resources/name</c>.</param>
    public static string FullName(IObjectStore objects, string project, string? schema, string name)
    {
        (string inProject, string? inSchema, string resource) = name.Split('/') switch
        {
            [string only] => (project, schema, only),
            [string p, "resources", string r] => (p, null, r),
            [string p, "schemas", string s, "resources", string r] => (p, s, r),
            _ => throw new EmulatorException("InvalidParameter", $"'{name}' is not the name of a resource."),
        };
        string full = inSchema is null ? $"{inProject}/resources/{resource}" : $"{inProject}/schemas/{inSchema}/resources/{resource}";
        return objects.Find(new ObjectKey(inProject, inSchema, StoredResource.Kind, resource)) is null ? throw StoreErrors.NoSuchObject("resource", full) : full;
    }

    public static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c == '_');
}
