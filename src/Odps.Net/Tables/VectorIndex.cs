namespace Odps.Net;

/// <summary>An index over a vector column.</summary>
public sealed record VectorIndex
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id; <see langword="null"/> when the service does not tell it.</summary>
    public string? Id { get; init; }

    /// <summary>The kind, in the service's words.</summary>
    public string? Type { get; init; }

    /// <summary>Its properties: texts as they are, other values as JSON.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
