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
    public static OdpsCredential FromEnvironment() =>
        EnvironmentCredential.Find(Environment.GetEnvironmentVariable)
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
}
