using System.IO.Enumeration;
using System.Text.Json;

namespace Odps.Net.Emulator.Security;

/// <summary>What a policy says.</summary>
internal sealed class PolicyDocument
{
    private readonly List<Statement> _denials = [];
    private readonly List<Statement> _permissions = [];

    /// <exception cref="EmulatorException">The text is not a policy.</exception>
    public static PolicyDocument Parse(string text)
    {
        var policy = new PolicyDocument();
        using JsonDocument document = Read(text);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("Version", out _)
            || !document.RootElement.TryGetProperty("Statement", out JsonElement statements)
            || statements.ValueKind != JsonValueKind.Array)
        {
            throw SecurityErrors.Invalid("a policy is an object with a 'Version' and an array 'Statement'.");
        }

        foreach (JsonElement statement in statements.EnumerateArray())
        {
            string? effect = statement.ValueKind == JsonValueKind.Object && statement.TryGetProperty("Effect", out JsonElement value) ? value.ToString() : null;
            if (effect is not ("Allow" or "Deny"))
            {
                throw SecurityErrors.Invalid("each statement of a policy has an 'Effect', Allow or Deny.");
            }

            var read = new Statement(Texts(statement, "Principal"), Texts(statement, "Action"), Texts(statement, "Resource"));
            if (read.Actions.Length == 0 || read.Resources.Length == 0)
            {
                throw SecurityErrors.Invalid("each statement of a policy has an 'Action' and a 'Resource'.");
            }

            (effect == "Deny" ? policy._denials : policy._permissions).Add(read);
        }

        return policy;
    }

    /// <param name="account">Who asks; null when the policy is a role's, which names nobody.</param>
    /// <param name="action">For example <c>Select</c>.</param>
    /// <param name="resource">For example <c>projects/p/tables/t</c>.</param>
    public bool Denies(string? account, string action, string resource) => _denials.Exists(statement => Concerns(statement, account, action, resource));

    /// <inheritdoc cref="Denies"/>
    public bool Allows(string? account, string action, string resource) => _permissions.Exists(statement => Concerns(statement, account, action, resource));

    private static bool Concerns(Statement statement, string? account, string action, string resource) =>
        (account is null || statement.Principals.Length == 0 || statement.Principals.Any(p => Fits(p, account) || account.EndsWith("$" + p, StringComparison.Ordinal)))
        && statement.Actions.Any(a => Fits(a, "odps:" + action))
        && statement.Resources.Any(r => Fits(r, "acs:odps:*:" + resource));

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static string[] Texts(JsonElement statement, string key) => !statement.TryGetProperty(key, out JsonElement value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())]
        : [value.ToString()];

    private static JsonDocument Read(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException failure)
        {
            throw SecurityErrors.Invalid($"a policy is a JSON document: {failure.Message}");
        }
    }

    private sealed record Statement(string[] Principals, string[] Actions, string[] Resources);
}
