namespace Odps.Net.Emulator.Tunnel;

/// <summary>Values of CHAR(n), which the service sends with spaces up to their whole length.</summary>
internal static class CharText
{
    public static string Pad(OdpsType type, string text)
    {
        // Lengths count code points, not UTF-16 units.
        int missing = ((SizedTextType)type).Length - text.EnumerateRunes().Count();
        return missing > 0 ? text + new string(' ', missing) : text;
    }
}
