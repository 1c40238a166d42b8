using System.Diagnostics;

namespace Odps.Net;

/// <summary>
/// Who sends a request. It is asked before each request, so that rotating credentials work: implement <see cref="GetAsync"/>, or hand a
/// delegate to <see cref="FromProvider"/>, which caches and refreshes. Instances are thread-safe and can be shared between clients.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class OdpsCredential
{
    /// <summary>A permanent access key pair.</summary>
    /// <param name="accessKeyId">The access key id.</param>
    /// <param name="accessKeySecret">The access key secret.</param>
    /// <returns>A credential that never changes.</returns>
    /// <exception cref="ArgumentException">A part is null, empty, or holds white space.</exception>
    public static OdpsCredential AccessKey(string accessKeyId, string accessKeySecret) =>
        new StaticCredential(OdpsCredentialValue.AccessKey(accessKeyId, accessKeySecret));

    /// <summary>A temporary key pair with its STS token. It is not refreshed: use <see cref="FromProvider"/> when it has to outlive the token.</summary>
    /// <param name="accessKeyId">The temporary access key id.</param>
    /// <param name="accessKeySecret">The temporary access key secret.</param>
    /// <param name="securityToken">The STS token.</param>
    /// <returns>A credential that never changes.</returns>
    /// <exception cref="ArgumentException">A part is null, empty, or holds white space.</exception>
    public static OdpsCredential Sts(string accessKeyId, string accessKeySecret, string securityToken)
    {
        OdpsCredentialValue.ThrowIfNotToken(securityToken, nameof(securityToken));
        return new StaticCredential(OdpsCredentialValue.AccessKey(accessKeyId, accessKeySecret, securityToken));
    }

    /// <summary>A bearer token, sent as it is: such requests are not signed. It is not refreshed.</summary>
    /// <param name="token">The token, as issued by the service (<c>sign_bearer_token</c>).</param>
    /// <returns>A credential that never changes.</returns>
    /// <exception cref="ArgumentException">The token is null, empty, or holds white space.</exception>
    public static OdpsCredential BearerToken(string token) => new StaticCredential(OdpsCredentialValue.BearerToken(token));

    /// <summary>
    /// The credential that the environment variables name. The first of these that is set is used:
    /// <list type="number">
    /// <item><c>ODPS_STS_ACCOUNT_FILE</c>: a JSON file with <c>accessKeyId</c>, <c>accessKeySecret</c>, <c>securityToken</c> and perhaps
    /// <c>expiration</c>; read again when the token is about to expire, or after <c>ODPS_STS_TOKEN_HOURS</c> (default 5).</item>
    /// <item><c>ODPS_STS_TOKEN</c> with <c>ODPS_STS_ACCESS_KEY_ID</c> and <c>ODPS_STS_ACCESS_KEY_SECRET</c>.</item>
    /// <item><c>ODPS_BEARER_TOKEN_FILE</c>: a file that holds a bearer token; read again after <c>ODPS_BEARER_TOKEN_HOURS</c> (default 5).</item>
    /// <item><c>ODPS_BEARER_TOKEN</c>.</item>
    /// <item><c>ODPS_ACCESS_ID</c> with <c>ODPS_ACCESS_KEY</c>.</item>
    /// <item><c>ALIBABA_CLOUD_ACCESS_KEY_ID</c> with <c>ALIBABA_CLOUD_ACCESS_KEY_SECRET</c>, and <c>ALIBABA_CLOUD_SECURITY_TOKEN</c> when it is set.</item>
    /// </list>
    /// The variables are read now; files are read when the first request needs them.
    /// </summary>
    /// <returns>The credential.</returns>
    /// <exception cref="InvalidOperationException">No variable is set, or one of a pair is missing; the message names it.</exception>
    public static OdpsCredential FromEnvironment() => FromVariables(Environment.GetEnvironmentVariable);

    internal static OdpsCredential FromVariables(Func<string, string?> variable) =>
        EnvironmentCredential.Find(variable)
        ?? throw new InvalidOperationException(
            "The environment names no credential. Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (or ODPS_ACCESS_ID and ODPS_ACCESS_KEY, ODPS_STS_TOKEN with its key pair, ODPS_BEARER_TOKEN), or give OdpsClientOptions.Credential a credential made by OdpsCredential.AccessKey.");

    /// <summary>
    /// A credential from your own source, cached until it is about to expire. Only one call of <paramref name="provider"/> runs at a time;
    /// a value that is still good is handed out while its successor is fetched.
    /// </summary>
    /// <param name="provider">
    /// Fetches the current value. Its token is never cancelled by a single request, because the result serves all of them.
    /// </param>
    /// <param name="options">When to refresh; <see langword="null"/> for the defaults.</param>
    /// <returns>The credential.</returns>
    public static OdpsCredential FromProvider(Func<CancellationToken, ValueTask<OdpsCredentialValue>> provider, CredentialRefreshOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new RefreshingCredential(provider, options ?? new CredentialRefreshOptions());
    }

    /// <summary>
    /// The credential of a profile that the tools of Alibaba Cloud keep in a file:
    /// <list type="bullet">
    /// <item><c>~/.aliyun/config.json</c> of the command-line tool: an object with <c>current</c> and a list <c>profiles</c>, each with a <c>name</c> and a
    /// <c>mode</c>: <c>AK</c> (<c>access_key_id</c>, <c>access_key_secret</c>), <c>StsToken</c> (also <c>sts_token</c>) or <c>EcsRamRole</c>
    /// (<c>ram_role_name</c>).</item>
    /// <item><c>~/.alibabacloud/credentials</c> of the credential libraries: INI sections with <c>enable = true</c> and a <c>type</c>: <c>access_key</c>
    /// (<c>access_key_id</c>, <c>access_key_secret</c>), <c>sts</c> (also <c>security_token</c>) or <c>ecs_ram_role</c> (<c>role_name</c>).</item>
    /// </list>
    /// The form is seen from the content. The file is read when the first request needs it, and again when a token is about to expire, when the service
    /// says that it has, or after <see cref="CredentialRefreshOptions.MaxAge"/>. Profiles for which STS has to be asked are an error that says so.
    /// </summary>
    /// <param name="options">The file and the profile; <see langword="null"/> for the defaults.</param>
    /// <returns>The credential.</returns>
    public static OdpsCredential FromProfile(ProfileCredentialOptions? options = null) =>
        FromProfile(options ?? new ProfileCredentialOptions(), Environment.GetEnvironmentVariable);

    /// <summary>
    /// The credential of the RAM role that is attached to the ECS instance on which this runs, fetched from the instance's metadata service in its hardened
    /// mode (v2): two requests, or three when the role is not named, ahead of each expiry. They go to a link that does not leave the instance, over plain
    /// http and never through a proxy.
    /// </summary>
    /// <param name="options">The role and the address; <see langword="null"/> for the defaults.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">An option does not make sense; the message names it.</exception>
    public static OdpsCredential FromEcsRamRole(EcsRamRoleCredentialOptions? options = null) =>
        FromEcsRamRole(options ?? new EcsRamRoleCredentialOptions(), Environment.GetEnvironmentVariable);

    /// <summary>
    /// The credential of a RAM role, taken on through your own call of <c>AssumeRole</c> of Alibaba Cloud's STS, which this SDK does not make. Cached and
    /// refreshed as <see cref="FromProvider"/> does it: ahead of expiry, by one call at a time, and once more when the service says that it has expired.
    /// </summary>
    /// <param name="role">The role and the session.</param>
    /// <param name="assumeRole">
    /// Calls STS and gives the key pair with its token and expiry (<c>Credentials</c> of the answer). Its token is never cancelled by a single request,
    /// because the result serves all of them.
    /// </param>
    /// <param name="refresh">When to refresh; <see langword="null"/> for the defaults.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The role is not a role's ARN, or the session is not possible; the message names the option.</exception>
    public static OdpsCredential FromAssumeRole(
        AssumeRoleOptions role, Func<AssumeRoleOptions, CancellationToken, ValueTask<OdpsCredentialValue>> assumeRole, CredentialRefreshOptions? refresh = null)
    {
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(assumeRole);
        role.Check();
        return new RefreshingCredential(
            async token =>
            {
                OdpsCredentialValue? value = await assumeRole(role, token).ConfigureAwait(false);
                return value is null or { HasSecurityToken: true }
                    ? value!
                    : throw new InvalidOperationException("The key pair has no STS token, which a role always has.");
            },
            refresh ?? new CredentialRefreshOptions(),
            $"role {role.RoleArn}");
    }

    /// <summary>
    /// The first of several credentials that has a value. They are asked in their order when the first request needs one; the one that answers is kept for
    /// the life of the chain, with its own refreshing. When none has a value, the exception says what each of them said.
    /// </summary>
    /// <param name="credentials">The credentials, at least one.</param>
    /// <returns>The chain.</returns>
    public static OdpsCredential Chain(params IEnumerable<OdpsCredential> credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        OdpsCredential[] links = [.. credentials];
        return links.Length > 0 && !links.Contains(null!)
            ? new ChainCredential(links)
            : throw new ArgumentException("A chain is made of at least one credential, and none of them is null.", nameof(credentials));
    }

    /// <summary>
    /// The chain that fits most programs: the environment (<see cref="FromEnvironment"/>), then a profile file (<see cref="FromProfile(ProfileCredentialOptions?)"/>),
    /// then the RAM role of the ECS instance (<see cref="FromEcsRamRole(EcsRamRoleCredentialOptions?)"/>), which <c>ALIBABA_CLOUD_ECS_METADATA_DISABLED=true</c> leaves out.
    /// Everything is looked for when the first request needs it.
    /// </summary>
    /// <param name="profile">The file and the profile; <see langword="null"/> for the defaults.</param>
    /// <param name="ecsRamRole">The role and the address; <see langword="null"/> for the defaults.</param>
    /// <returns>The chain.</returns>
    public static OdpsCredential Default(ProfileCredentialOptions? profile = null, EcsRamRoleCredentialOptions? ecsRamRole = null) =>
        Default(profile ?? new ProfileCredentialOptions(), ecsRamRole ?? new EcsRamRoleCredentialOptions(), Environment.GetEnvironmentVariable);

    /// <summary>The value to sign the next request with. Called for each request, so implementations cache.</summary>
    /// <param name="cancellationToken">Cancels the wait for the value.</param>
    /// <returns>The value.</returns>
    public abstract ValueTask<OdpsCredentialValue> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Called once when the service said that a value has expired. The request is repeated once when this returns <see langword="true"/>.
    /// The default does nothing and returns <see langword="false"/>.
    /// </summary>
    /// <param name="rejected">The value that the service refused.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether <see cref="GetAsync"/> now gives a newer value.</returns>
    public virtual ValueTask<bool> RefreshAsync(OdpsCredentialValue rejected, CancellationToken cancellationToken = default) => new(false);

    /// <summary>The kind of the credential; never a secret.</summary>
    /// <returns>A name for logs.</returns>
    public override string ToString() => GetType().Name;

    internal static OdpsCredential FromProfile(ProfileCredentialOptions options, Func<string, string?> variable, string? home = null)
    {
        options.EcsRamRole.Check();
        var source = new ProfileSource(options, variable, home ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
        return new RefreshingCredential(source.ReadAsync, options.Refresh, $"profile {options.Profile ?? variable("ALIBABA_CLOUD_PROFILE") ?? "of the tools"}");
    }

    internal static OdpsCredential FromEcsRamRole(EcsRamRoleCredentialOptions options, Func<string, string?> variable)
    {
        options.Check();
        return new RefreshingCredential(new EcsRamRoleSource(options, variable).FetchAsync, options.Refresh, $"ECS RAM role {options.RoleName ?? "of the instance"}");
    }

    internal static OdpsCredential Default(ProfileCredentialOptions profile, EcsRamRoleCredentialOptions ecsRamRole, Func<string, string?> variable, string? home = null)
    {
        var links = new List<OdpsCredential>
        {
            new DeferredCredential("environment", () => FromVariables(variable)),
            FromProfile(profile, variable, home),
        };
        if (!"true".Equals(variable("ALIBABA_CLOUD_ECS_METADATA_DISABLED")?.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            links.Add(FromEcsRamRole(ecsRamRole, variable));
        }

        return new ChainCredential([.. links]);
    }
}
