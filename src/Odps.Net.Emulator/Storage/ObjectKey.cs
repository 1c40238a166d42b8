namespace Odps.Net.Emulator.Storage;

/// <summary>Which object of a project is meant.</summary>
/// <param name="Project">The project, in any letter case.</param>
/// <param name="Schema">The schema, in any letter case; null for the default one or for objects that belong to no schema.</param>
/// <param name="Kind">What it is, for example <c>resource</c>.</param>
/// <param name="Name">Its name, exactly.</param>
internal readonly record struct ObjectKey(string Project, string? Schema, string Kind, string Name);
