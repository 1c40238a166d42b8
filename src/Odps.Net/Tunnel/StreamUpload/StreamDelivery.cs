namespace Odps.Net.Tunnel;

/// <summary>What a stream upload does when a pack was sent whole and no answer says whether it was stored.</summary>
public enum StreamDelivery
{
    /// <summary>
    /// The pack is not sent again; <see cref="OdpsOutcomeUnknownException"/> says that it may or may not be stored. No row is ever stored twice by the SDK.
    /// </summary>
    AtMostOnce,

    /// <summary>The pack is sent again until it is accepted. Its rows may then be stored more than once.</summary>
    AtLeastOnce,
}
