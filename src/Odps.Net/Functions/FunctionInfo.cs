namespace Odps.Net;

/// <summary>What the service says of a function: an immutable snapshot. What an answer leaves out is <see langword="null"/> (or empty).</summary>
public sealed record FunctionInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The schema; <see langword="null"/> in projects with two-level names.</summary>
    public string? SchemaName { get; init; }

    /// <summary>The name (<c>Alias</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The account that owns the function.</summary>
    public string? Owner { get; init; }

    /// <summary>When the function was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>The class that implements it: a Java class, or <c>module.Class</c> of Python.</summary>
    public string? ClassType { get; init; }

    /// <summary>
    /// The resources it works with, as the service writes them: <c>name</c>, <c>project/resources/name</c> or <c>project/schemas/schema/resources/name</c>.
    /// Handles to them: <see cref="Function.GetResourcesAsync"/>.
    /// </summary>
    public IReadOnlyList<string> ResourceNames { get; init; } = [];

    /// <summary>Whether it is written in SQL.</summary>
    public bool IsSqlFunction { get; init; }

    /// <summary>The text of an SQL function.</summary>
    public string? SqlDefinition { get; init; }

    /// <summary>Whether its code was given with its definition.</summary>
    public bool IsEmbeddedFunction { get; init; }

    /// <summary>The language of embedded code.</summary>
    public string? ProgramLanguage { get; init; }

    /// <summary>The embedded code.</summary>
    public string? Code { get; init; }

    /// <summary>The file name of embedded code.</summary>
    public string? FileName { get; init; }
}
