namespace Odps.Net;

/// <summary>Finds the profile file and reads the chosen profile.</summary>
internal sealed class ProfileSource(ProfileCredentialOptions options, Func<string, string?> variable, string home)
{
    public async ValueTask<OdpsCredentialValue> ReadAsync(CancellationToken cancellationToken)
    {
        string path = FindFile();
        string text = await CredentialFile.ReadAsync(path, $"The profile file '{path}'", cancellationToken).ConfigureAwait(false);
        string? name = options.Profile ?? NullIfBlank(variable("ALIBABA_CLOUD_PROFILE"));
        CredentialProfile profile = text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal)
            ? JsonProfiles.Read(text, name, path)
            : IniProfiles.Read(text, name ?? "default", path);
        return profile.EcsRamRole is { } role
            ? await new EcsRamRoleSource(options.EcsRamRole with { RoleName = role.Length > 0 ? role : options.EcsRamRole.RoleName }, variable).FetchAsync(cancellationToken).ConfigureAwait(false)
            : OdpsCredentialValue.AccessKey(profile.Required("access_key_id"), profile.Required("access_key_secret"), profile.Token, profile.ExpiresOn);
    }

    private string FindFile()
    {
        if (options.Path is { } chosen)
        {
            return Existing(chosen, "ProfileCredentialOptions.Path names");
        }

        if (NullIfBlank(variable("ALIBABA_CLOUD_CREDENTIALS_FILE")) is { } named)
        {
            return Existing(named, "ALIBABA_CLOUD_CREDENTIALS_FILE names");
        }

        string json = Path.Combine(home, ".aliyun", "config.json");
        string ini = Path.Combine(home, ".alibabacloud", "credentials");
        return File.Exists(json) ? json
            : File.Exists(ini) ? ini
            : throw new FileNotFoundException($"There is no profile file: neither '{json}' nor '{ini}'.");
    }

    private static string Existing(string path, string who) =>
        File.Exists(path) ? path : throw new FileNotFoundException($"{who} the profile file '{path}', which is not there.", path);

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
