using Odps.Net.Tunnel;

namespace Odps.Net;

/// <summary>Paths in a volume that is a file system: for users from the root of the volume, on the wire with the volume in front.</summary>
internal static class VolumePath
{
    /// <summary>
    /// A path as the service keeps it, without a slash at either end: <c>dir/file</c>; empty for the root. Runs of slashes are one, <c>.</c> is dropped,
    /// <c>..</c> goes one up.
    /// </summary>
    /// <exception cref="ArgumentException">The path leads out of the volume.</exception>
    public static string Normalize(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var steps = new List<string>();
        foreach (string step in path.Split('/'))
        {
            if (step == "..")
            {
                if (steps.Count == 0)
                {
                    throw new ArgumentException($"The path '{path}' leads out of the volume.", nameof(path));
                }

                steps.RemoveAt(steps.Count - 1);
            }
            else if (step is not ("" or "."))
            {
                steps.Add(step);
            }
        }

        return string.Join('/', steps);
    }

    /// <summary>The path with the volume, as the service wants it.</summary>
    public static string Full(string volume, string normalized) => normalized.Length == 0 ? $"/{volume}" : $"/{volume}/{normalized}";

    /// <summary>The path of a file with the volume.</summary>
    /// <exception cref="ArgumentException">The path is that of the root, or leads out of the volume.</exception>
    public static string OfFile(string volume, string path)
    {
        string normalized = Normalize(path);
        return normalized.Length > 0 ? Full(volume, normalized) : throw new ArgumentException("The path of a file in a volume is empty.", nameof(path));
    }

    /// <summary>Turns a path of the service into one from the root of the volume.</summary>
    public static string WithinVolume(string volume, string full)
    {
        string path = full.Trim('/');
        return path == volume ? "" : path.StartsWith(volume + "/", StringComparison.Ordinal) ? path[(volume.Length + 1)..].TrimStart('/') : path;
    }
}
