namespace Odps.Net.Emulator;

/// <summary>Patterns of paths: <c>*</c> stands for any part of a segment, <c>**</c> for any number of segments.</summary>
internal static class PathPattern
{
    public static bool IsMatch(string pattern, string path) => IsMatch(pattern.Trim('/').Split('/'), path.Trim('/').Split('/'));

    private static bool IsMatch(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        if (pattern[0] == "**")
        {
            for (int skipped = 0; skipped <= path.Length; skipped++)
            {
                if (IsMatch(pattern[1..], path[skipped..]))
                {
                    return true;
                }
            }

            return false;
        }

        return !path.IsEmpty && IsSegmentMatch(pattern[0], path[0]) && IsMatch(pattern[1..], path[1..]);
    }

    private static bool IsSegmentMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> segment)
    {
        int star = pattern.IndexOf('*');
        if (star < 0)
        {
            return pattern.SequenceEqual(segment);
        }

        if (!segment.StartsWith(pattern[..star]))
        {
            return false;
        }

        ReadOnlySpan<char> rest = pattern[(star + 1)..];
        for (int end = star; end <= segment.Length; end++)
        {
            if (IsSegmentMatch(rest, segment[end..]))
            {
                return true;
            }
        }

        return false;
    }
}
