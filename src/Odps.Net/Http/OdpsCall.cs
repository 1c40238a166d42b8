using System.Diagnostics;

namespace Odps.Net.Http;

/// <summary>The state of one call through its attempts. One call is used by one caller at a time.</summary>
internal sealed class OdpsCall(OdpsRequest request, Uri endpoint, string baseAddress, List<KeyValuePair<string, string?>> query, Activity? activity)
{
    public OdpsRequest Request => request;

    public Uri Endpoint => endpoint;

    /// <summary>The endpoint as text without a trailing slash: what the path is put behind, and what the signer remembers it by.</summary>
    public string BaseAddress => baseAddress;

    /// <summary>The whole query, unescaped.</summary>
    public List<KeyValuePair<string, string?>> Query => query;

    public Activity? Activity => activity;

    /// <summary>How many attempts were begun.</summary>
    public int Attempts { get; set; }

    /// <summary>Set when V4 was refused and V2 is tried.</summary>
    public bool ForceV2 { get; set; }

    /// <summary>What the last attempt was signed with.</summary>
    public OdpsCredentialValue? Credential { get; set; }

    /// <summary>The region that the last attempt was signed for with V4; null for V2.</summary>
    public string? Region { get; set; }
}
