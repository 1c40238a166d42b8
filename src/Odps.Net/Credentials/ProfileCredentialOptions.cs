namespace Odps.Net;

/// <summary>Where a credential is kept that the tools of Alibaba Cloud write. Everything has a default.</summary>
public sealed record ProfileCredentialOptions
{
    /// <summary>
    /// The file. Default: <see langword="null"/>: the one that the environment variable <c>ALIBABA_CLOUD_CREDENTIALS_FILE</c> names, else
    /// <c>~/.aliyun/config.json</c> if it is there, else <c>~/.alibabacloud/credentials</c>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>
    /// The profile in the file. Default: <see langword="null"/>: the one that the environment variable <c>ALIBABA_CLOUD_PROFILE</c> names, else the
    /// current one of a <c>config.json</c>, or <c>default</c>.
    /// </summary>
    public string? Profile { get; init; }

    /// <summary>How a profile that names an ECS RAM role reaches the metadata service. Default: as <see cref="EcsRamRoleCredentialOptions"/> says.</summary>
    public EcsRamRoleCredentialOptions EcsRamRole { get; init; } = new();

    /// <summary>When the file is read again. Default: as <see cref="CredentialRefreshOptions"/> says.</summary>
    public CredentialRefreshOptions Refresh { get; init; } = new();
}
