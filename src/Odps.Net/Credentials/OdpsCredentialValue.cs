using System.Diagnostics;

namespace Odps.Net;

/// <summary>
/// What a credential consists of at one moment: an access key pair, with a security token when it is temporary (STS), or a bearer token.
/// It is immutable. Neither its text form nor the debugger shows the secrets.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class OdpsCredentialValue
{
    private OdpsCredentialValue(string? accessKeyId, string? accessKeySecret, string? securityToken, string? bearerToken, DateTimeOffset? expiresOn)
    {
        AccessKeyId = accessKeyId;
        AccessKeySecret = accessKeySecret;
        SecurityToken = securityToken;
        BearerTokenText = bearerToken;
        ExpiresOn = expiresOn;
    }

    /// <summary>The access key id, which names the key; <see langword="null"/> for a bearer token.</summary>
    public string? AccessKeyId { get; }

    /// <summary>When this value stops being accepted; <see langword="null"/> when that is not known or never.</summary>
    public DateTimeOffset? ExpiresOn { get; }

    /// <summary>Whether this is a bearer token: requests then carry it as it is and are not signed.</summary>
    public bool IsBearerToken => BearerTokenText is not null;

    /// <summary>Whether an STS token goes with the key pair.</summary>
    public bool HasSecurityToken => SecurityToken is not null;

    /// <summary>The secret half of the key pair.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? AccessKeySecret { get; }

    /// <summary>The STS token that goes with the key pair.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? SecurityToken { get; }

    /// <summary>The bearer token.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? BearerTokenText { get; }

    /// <summary>An access key pair, permanent or temporary.</summary>
    /// <param name="accessKeyId">The access key id.</param>
    /// <param name="accessKeySecret">The access key secret.</param>
    /// <param name="securityToken">The STS token of a temporary pair; <see langword="null"/> or empty for a permanent one.</param>
    /// <param name="expiresOn">When the pair stops being accepted; <see langword="null"/> when that is not known.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The id or the secret is null, empty, or holds white space.</exception>
    public static OdpsCredentialValue AccessKey(string accessKeyId, string accessKeySecret, string? securityToken = null, DateTimeOffset? expiresOn = null)
    {
        ThrowIfNotToken(accessKeyId, nameof(accessKeyId));
        ThrowIfNotToken(accessKeySecret, nameof(accessKeySecret));
        if (string.IsNullOrEmpty(securityToken))
        {
            securityToken = null;
        }
        else
        {
            ThrowIfNotToken(securityToken, nameof(securityToken));
        }

        return new OdpsCredentialValue(accessKeyId, accessKeySecret, securityToken, null, expiresOn);
    }

    /// <summary>A bearer token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="expiresOn">When it stops being accepted; <see langword="null"/> when that is not known.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The token is null, empty, or holds white space.</exception>
    public static OdpsCredentialValue BearerToken(string token, DateTimeOffset? expiresOn = null)
    {
        ThrowIfNotToken(token, nameof(token));
        return new OdpsCredentialValue(null, null, null, token, expiresOn);
    }

    /// <summary>The kind of the value and the masked access key id; never a secret.</summary>
    /// <returns>For example <c>AccessKey LTAI...Id01</c>.</returns>
    public override string ToString()
    {
        string kind = IsBearerToken ? "BearerToken" : HasSecurityToken ? "Sts " + Mask(AccessKeyId!) : "AccessKey " + Mask(AccessKeyId!);
        return ExpiresOn is { } expiry ? FormattableString.Invariant($"{kind}, expires {expiry:O}") : kind;
    }

    /// <summary>The first and last letters of an access key id: enough to tell keys apart.</summary>
    internal static string Mask(string accessKeyId) =>
        accessKeyId.Length < 12 ? string.Concat(accessKeyId.AsSpan(0, Math.Min(2, accessKeyId.Length)), "...") : $"{accessKeyId[..4]}...{accessKeyId[^4..]}";

    /// <summary>Refuses what cannot go into a header; a pasted line break is the usual cause. The text itself is never repeated.</summary>
    internal static void ThrowIfNotToken(string? text, string name)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw new ArgumentException($"The {name} is missing.", name);
        }

        foreach (char c in text)
        {
            if (c is <= ' ' or >= '\x7f')
            {
                throw new ArgumentException($"The {name} holds white space or a character outside ASCII. Check that it was pasted whole and without a line break.", name);
            }
        }
    }
}
