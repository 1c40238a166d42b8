using System.Diagnostics;

namespace Odps.Net;

/// <summary>
/// An application's key pair (app account). It signs the signature of the user's credential a second time, so that the service sees both
/// the user and the application. It cannot go with a bearer token, which leaves nothing to sign.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class OdpsAppCredential
{
    /// <summary>Creates the credential.</summary>
    /// <param name="accessKeyId">The access key id of the application.</param>
    /// <param name="accessKeySecret">The access key secret of the application.</param>
    /// <exception cref="ArgumentException">A part is null, empty, or holds white space.</exception>
    public OdpsAppCredential(string accessKeyId, string accessKeySecret)
    {
        OdpsCredentialValue.ThrowIfNotToken(accessKeyId, nameof(accessKeyId));
        OdpsCredentialValue.ThrowIfNotToken(accessKeySecret, nameof(accessKeySecret));
        AccessKeyId = accessKeyId;
        AccessKeySecret = accessKeySecret;
    }

    /// <summary>The access key id of the application.</summary>
    public string AccessKeyId { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string AccessKeySecret { get; }

    /// <summary>The masked access key id; never the secret.</summary>
    /// <returns>For example <c>App LTAI...Id01</c>.</returns>
    public override string ToString() => "App " + OdpsCredentialValue.Mask(AccessKeyId);
}
