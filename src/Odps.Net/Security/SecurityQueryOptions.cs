using System.Text;

namespace Odps.Net;

/// <summary>How a security query is run. Everything has a default. Its text form does not show the token.</summary>
public sealed record SecurityQueryOptions
{
    /// <summary>
    /// The schema of names without one, in projects with three-level names (setting <c>odps.default.schema</c>, with the two settings that turn such
    /// names on). Default: the client's schema.
    /// </summary>
    public string? Schema { get; init; }

    /// <summary>Settings of the query. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Hints { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the service is asked for JSON instead of text for people. Default: <see langword="true"/>.</summary>
    public bool AsJson { get; init; } = true;

    /// <summary>
    /// The supervision token, which some services ask for with changes (header <c>odps-x-supervision-token</c>). A secret. Default:
    /// <see langword="null"/>.
    /// </summary>
    public string? SupervisionToken { get; init; }

    /// <summary>How to wait where the service answers later. Default: those of <see cref="WaitOptions"/>.</summary>
    public WaitOptions? Wait { get; init; }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Schema = ").Append(Schema)
            .Append(", Hints = ").AppendJoin(' ', Hints.Keys)
            .Append(", AsJson = ").Append(AsJson)
            .Append(", SupervisionToken = ").Append(SupervisionToken is null ? "" : "***")
            .Append(", Wait = ").Append(Wait);
        return true;
    }
}
