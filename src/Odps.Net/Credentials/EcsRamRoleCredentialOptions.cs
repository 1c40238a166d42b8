namespace Odps.Net;

/// <summary>How the credential of an ECS instance's RAM role is fetched from the instance's metadata service. Everything has a default.</summary>
public sealed record EcsRamRoleCredentialOptions
{
    /// <summary>
    /// The address of the metadata service. Default: <c>http://100.100.100.200</c>, which is reachable only from the instance itself. Plain http is
    /// accepted for that address and for this machine only, whatever <see cref="OdpsClientOptions.AllowInsecureHttp"/> says.
    /// </summary>
    public Uri Endpoint { get; init; } = new("http://100.100.100.200");

    /// <summary>
    /// The name of the role. Default: <see langword="null"/>: the one that the environment variable <c>ALIBABA_CLOUD_ECS_METADATA</c> names, else the one
    /// that the metadata service names, which costs a request more.
    /// </summary>
    public string? RoleName { get; init; }

    /// <summary>How long each request to the metadata service may take. Default: 2 s; elsewhere than on an instance nothing answers.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When the credential is fetched again. Default: as <see cref="CredentialRefreshOptions"/> says.</summary>
    public CredentialRefreshOptions Refresh { get; init; } = new();

    internal void Check()
    {
        const string DefaultHost = "100.100.100.200";
        bool isPlain = Endpoint is { IsAbsoluteUri: true } && Endpoint.Scheme == Uri.UriSchemeHttp && (Endpoint.IsLoopback || Endpoint.Host == DefaultHost);
        if (Endpoint is not { IsAbsoluteUri: true, UserInfo: "" } || (!isPlain && Endpoint.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException(
                $"EcsRamRoleCredentialOptions.Endpoint must be http://{DefaultHost}, an http address of this machine, or an https address: credentials would travel unencrypted.",
                nameof(Endpoint));
        }

        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(5))
        {
            throw new ArgumentException("EcsRamRoleCredentialOptions.Timeout must be longer than zero and at most 5 minutes.", nameof(Timeout));
        }
    }
}
