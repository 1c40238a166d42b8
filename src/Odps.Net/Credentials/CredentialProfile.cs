namespace Odps.Net;

/// <summary>A profile that was read from a file. It holds secrets and has no text form of its own.</summary>
internal sealed class CredentialProfile(string description, IReadOnlyDictionary<string, string> values)
{
    /// <summary>The ECS RAM role that it names, empty when the metadata service is to name it; null when it is of another kind.</summary>
    public string? EcsRamRole { get; init; }

    /// <summary>The STS token; null when there is none.</summary>
    public string? Token { get; init; }

    /// <summary>When the token expires; null when that is not known.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    public string Required(string key) =>
        Find(key) ?? throw new InvalidDataException($"{description} has no '{key}'.");

    public string? Find(string key) => values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    /// <summary>What to say of a kind of profile for which more than a file is needed.</summary>
    public static InvalidDataException NotSupported(string description, string kind) => new(
        $"{description} is of the kind '{kind}', for which another service has to be asked. "
        + "This SDK reads access keys, STS tokens and ECS RAM roles; for a RAM role use OdpsCredential.FromAssumeRole, for everything else OdpsCredential.FromProvider.");
}
