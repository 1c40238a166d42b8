namespace Odps.Net;

/// <summary>
/// The file <c>~/.alibabacloud/credentials</c>: INI sections, one for each profile, with <c>enable = true</c>, a <c>type</c>
/// (<c>access_key</c>, <c>sts</c>, <c>ecs_ram_role</c>, ...) and the keys of that type.
/// </summary>
internal static class IniProfiles
{
    public static CredentialProfile Read(string text, string name, string path)
    {
        string description = $"The profile '{name}' of '{path}'";
        Dictionary<string, string> values = Section(text, name, path) ?? throw new InvalidDataException($"The file '{path}' has no profile '{name}'.");
        if (!values.TryGetValue("enable", out string? enable) || !enable.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"{description} is not enabled: it has to say 'enable = true'.");
        }

        string? type = values.GetValueOrDefault("type");
        return type switch
        {
            null or "" => throw new InvalidDataException($"{description} has no 'type'."),
            "access_key" => new CredentialProfile(description, values),
            "sts" => Sts(description, values),
            "ecs_ram_role" => new CredentialProfile(description, values) { EcsRamRole = values.GetValueOrDefault("role_name") ?? "" },
            _ => throw CredentialProfile.NotSupported(description, type),
        };
    }

    private static CredentialProfile Sts(string description, Dictionary<string, string> values) => new(description, values)
    {
        Token = new CredentialProfile(description, values).Required("security_token"),
    };

    private static Dictionary<string, string>? Section(string text, string name, string path)
    {
        Dictionary<string, string>? found = null;
        bool isInside = false;
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                int end = line.IndexOf(']');
                if (end < 0)
                {
                    throw new InvalidDataException(FormattableString.Invariant($"Line {number} of the file '{path}' begins a section and does not end it with ']'."));
                }

                isInside = line[1..end].Trim().SequenceEqual(name);
                found = isInside ? found ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) : found;
                continue;
            }

            int equals = line.IndexOf('=');
            if (equals <= 0)
            {
                // The line itself is not repeated: it may hold a secret.
                throw new InvalidDataException(FormattableString.Invariant($"Line {number} of the file '{path}' is neither a section, a comment, nor 'key = value'."));
            }

            if (isInside)
            {
                found![line[..equals].Trim().ToString()] = Value(line[(equals + 1)..]);
            }
        }

        return found;
    }

    /// <summary>The value without a comment, which begins with <c>#</c> after white space, as in the examples of the tools.</summary>
    private static string Value(ReadOnlySpan<char> text)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '#' && char.IsWhiteSpace(text[i - 1]))
            {
                text = text[..i];
                break;
            }
        }

        return text.Trim().ToString();
    }
}
